import GANData
import GANNumerics

/// Pictures compared without the window in which they differ most: what is left when a part was painted over.
///
///     d(x, t)² = Σ (x − t)² − max over windows w of Σ_w (x − t)²
///
/// Windows lie in steps of an eighth of each side and are so large that any part of at most half of each side lies in one of them; about
/// two thirds of the picture are compared. O(values) a pair.
struct ErasedWindows: Sendable {
    let geometry: ImageShape
    /// The size of a window.
    let rows: Int
    let columns: Int
    /// Where windows begin.
    let tops: [Int]
    let lefts: [Int]

    /// Smaller pictures have too little beside a window.
    static let leastSide = 8

    /// nil for pictures of less than `leastSide` pixels in a side.
    init?(_ geometry: ImageShape) {
        guard min(geometry.height, geometry.width) >= Self.leastSide else { return nil }
        self.geometry = geometry
        (rows, tops) = Self.places(geometry.height)
        (columns, lefts) = Self.places(geometry.width)
    }

    private static func places(_ side: Int) -> (size: Int, starts: [Int]) {
        let step = max(1, side / 8)
        let size = (side + 1) / 2 + step - 1
        let last = side - size
        return (size, stride(from: 0, to: last, by: step) + [last])
    }

    /// What each window says was done, in their order.
    var transformations: [AuditTransformation] {
        tops.flatMap { top in
            lefts.map { left in
                AuditTransformation(
                    name: "erased",
                    detail: "rows \(top + 1) to \(top + rows), columns \(left + 1) to \(left + columns)")
            }
        }
    }

    /// The distance of two pictures outside of the window in which they differ most, and that window.
    func distance(_ one: UnsafePointer<Float>, _ other: UnsafePointer<Float>) -> (distance: Double, window: Int) {
        let (height, width, channels) = (geometry.height, geometry.width, geometry.channels)
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: (height + 1) * lefts.count + width + 1) {
            scratch in
            // Sums from the top, a column for each window across; then one line's sums from the left.
            let above = UnsafeMutableBufferPointer(rebasing: scratch[..<((height + 1) * lefts.count)])
            let line = UnsafeMutableBufferPointer(rebasing: scratch[((height + 1) * lefts.count)...])
            for place in 0..<lefts.count { above[place] = 0 }
            line[0] = 0
            var total = 0.0
            for y in 0..<height {
                var sum = 0.0
                for x in 0..<width {
                    let base = (y * width + x) * channels
                    for channel in 0..<channels {
                        let difference = Double(one[base + channel]) - Double(other[base + channel])
                        sum += difference * difference
                    }
                    line[x + 1] = sum
                }
                total += sum
                for (place, left) in lefts.enumerated() {
                    above[(y + 1) * lefts.count + place] =
                        above[y * lefts.count + place] + line[left + columns] - line[left]
                }
            }
            var (best, window) = (-1.0, 0)
            for (down, top) in tops.enumerated() {
                for place in 0..<lefts.count {
                    let inside = above[(top + rows) * lefts.count + place] - above[top * lefts.count + place]
                    if inside > best { (best, window) = (inside, down * lefts.count + place) }
                }
            }
            return (max(0, total - best).squareRoot(), window)
        }
    }
}
