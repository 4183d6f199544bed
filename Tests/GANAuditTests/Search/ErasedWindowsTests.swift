import GANData
import GANNumerics
import Testing

@testable import GANAudit

@Suite struct ErasedWindowsTests {
    private func distance(_ windows: ErasedWindows, _ one: [Float], _ other: [Float]) -> (distance: Double, window: Int)
    {
        one.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { other in
                guard let first = one.baseAddress, let second = other.baseAddress else { return (.nan, -1) }
                return windows.distance(first, second)
            }
        }
    }

    /// Wherever a part of half of each side is painted over, in grey or colour, nothing else differs.
    @Test(arguments: [(8, 8, 1), (9, 13, 1), (16, 16, 3), (28, 28, 1), (33, 20, 1), (64, 64, 1)])
    func anyPartOfHalfOfEachSideIsLeftOut(height: Int, width: Int, channels: Int) throws {
        let geometry = ImageShape(height: height, width: width, channels: channels)
        let windows = try #require(ErasedWindows(geometry))
        #expect(windows.transformations.count == windows.tops.count * windows.lefts.count)
        let image = SeededGenerator(seed: 1).normalRows(1, columns: geometry.size).scalars.map { ($0 * 40).rounded() }
        let (rows, columns) = ((height + 1) / 2, (width + 1) / 2)
        for top in stride(from: 0, through: height - rows, by: 3) {
            for left in [0, (width - columns) / 2, width - columns] {
                var sample = image
                for row in top..<top + rows {
                    for place in (row * width + left) * channels..<(row * width + left + columns) * channels {
                        sample[place] = 300
                    }
                }
                let found = distance(windows, sample, image)
                #expect(found.distance == 0)
                let name = windows.transformations[found.window]
                #expect(name.name == "erased")
                let (first, last) = (windows.tops[found.window / windows.lefts.count], windows.rows)
                #expect(first <= top && first + last >= top + rows)
            }
        }
    }

    /// All that differs, but for the window that holds most of it.
    @Test func theDistanceIsWhatLiesOutsideOfTheWorstWindow() throws {
        let geometry = ImageShape(height: 12, width: 10, channels: 2)
        let windows = try #require(ErasedWindows(geometry))
        let rows = SeededGenerator(seed: 2).normalRows(2, columns: geometry.size)
        let (one, other) = (Array(rows.row(0)), Array(rows.row(1)))
        var least = Double.infinity
        for top in windows.tops {
            for left in windows.lefts {
                var sum = 0.0
                for y in 0..<12 {
                    for x in 0..<10
                    where !(top..<top + windows.rows).contains(y) || !(left..<left + windows.columns).contains(x) {
                        for channel in 0..<2 {
                            let place = (y * 10 + x) * 2 + channel
                            sum +=
                                (Double(one[place]) - Double(other[place]))
                                * (Double(one[place]) - Double(other[place]))
                        }
                    }
                }
                least = min(least, sum.squareRoot())
            }
        }
        #expect(abs(distance(windows, one, other).distance - least) < 1e-9)
        #expect(distance(windows, one, one).distance == 0)
    }

    @Test func smallPicturesHaveNoWindows() {
        #expect(ErasedWindows(ImageShape(height: 7, width: 30, channels: 1)) == nil)
        #expect(ErasedWindows(ImageShape(height: 30, width: 1, channels: 3)) == nil)
    }
}
