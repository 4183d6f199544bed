import GANNumerics

/// Finds for each point the ball whose radius is largest relative to the distance of its centre.
///
/// The nearest centre need not be it, so all pairs are looked at: squared distances from float64 products of centred rows
/// pick the ball, and the caller measures the distance to it exactly. Tiles are cut by the shapes alone.
struct RadiusRatioSearch {
    private let centres: Matrix<Double>
    private let origin: [Double]
    private let squaredNorms: [Double]
    private let squaredRadii: [Double]

    private static let pointTile = 256
    private static let centreTile = 1024

    /// Balls around `centres` `[n, d]`, n at least 1.
    init(centres: Matrix<Float>, radii: [Double]) {
        precondition(
            centres.rows > 0 && radii.count == centres.rows, "\(radii.count) radii for \(centres.rows) centres")
        let width = centres.columns
        // Distances don't change when a common offset is taken away, but their digits do.
        var origin = [Double](repeating: 0, count: width)
        for row in 0..<centres.rows { for column in 0..<width { origin[column] += Double(centres[row, column]) } }
        for column in 0..<width { origin[column] /= Double(centres.rows) }
        let moved = Self.moved(centres, by: origin, rows: 0..<centres.rows)
        self.origin = origin
        self.centres = moved
        squaredNorms = (0..<moved.rows).map { Self.squaredNorm(moved, $0) }
        squaredRadii = radii.map { $0 * $0 }
    }

    /// The index of the ball for each of `points` `[m, d]`; the first one of equals.
    func best(for points: Matrix<Float>) -> [Int] {
        var result = [Int](repeating: 0, count: points.rows)
        result.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer
            Parallel.forEachRange(of: points.rows, size: Self.pointTile) { rows in
                search(
                    Self.moved(points, by: origin, rows: rows), into: UnsafeMutableBufferPointer(rebasing: target[rows])
                )
            }
        }
        return result
    }

    private func search(_ points: Matrix<Double>, into target: UnsafeMutableBufferPointer<Int>) {
        let norms = (0..<points.rows).map { Self.squaredNorm(points, $0) }
        var largest = [Double](repeating: -1, count: points.rows)
        var tile = [Double](repeating: 0, count: points.rows * Self.centreTile)
        for start in stride(from: 0, to: centres.rows, by: Self.centreTile) {
            let count = min(Self.centreTile, centres.rows - start)
            points.scalars.withUnsafeBufferPointer { points in
                centres.scalars.withUnsafeBufferPointer { centres in
                    tile.withUnsafeMutableBufferPointer { tile in
                        guard let points = points.baseAddress, let centres = centres.baseAddress,
                            let tile = tile.baseAddress
                        else { return }
                        OpenBLAS.multiply(
                            points, transposed: false, centres + start * self.centres.columns, transposed: true,
                            into: tile, m: norms.count,
                            n: count, k: self.centres.columns)
                    }
                }
            }
            for point in 0..<points.rows {
                for column in 0..<count {
                    let centre = start + column
                    let squared = norms[point] + squaredNorms[centre] - 2 * tile[point * count + column]
                    // Rounding can take the distance of a copy to zero or below; the floor keeps the ratio finite.
                    let floor = (norms[point] + squaredNorms[centre]) * 0x1p-52
                    let ratio = squaredRadii[centre] / max(squared, floor, .leastNormalMagnitude)
                    if ratio > largest[point] {
                        largest[point] = ratio
                        target[point] = centre
                    }
                }
            }
        }
    }

    private static func moved(_ matrix: Matrix<Float>, by origin: [Double], rows: Range<Int>) -> Matrix<Double> {
        let width = matrix.columns
        return Matrix(rows: rows.count, columns: width) { target in
            for (index, row) in rows.enumerated() {
                for column in 0..<width {
                    target[index * width + column] = Double(matrix.scalars[row * width + column]) - origin[column]
                }
            }
        }
    }

    private static func squaredNorm(_ matrix: Matrix<Double>, _ row: Int) -> Double {
        matrix.row(row).reduce(0) { $0 + $1 * $1 }
    }
}
