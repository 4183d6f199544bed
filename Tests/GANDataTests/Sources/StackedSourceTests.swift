import GANNumerics
import Testing

@testable import GANData

/// Three images in the channels of one.
@Suite struct StackedSourceTests {
    private func single(_ labels: [Int]?, channels: Int = 1) -> ArraySource {
        let count = labels?.count ?? 6
        return ArraySource(
            name: "digits", rule: "test", shape: .image(height: 2, width: 2, channels: channels),
            samples: Matrix(
                rows: count, columns: 4 * channels,
                scalars: (0..<count * 4 * channels).map { Float(10 * ($0 / (4 * channels)) + $0 % 4) }),
            labels: labels)
    }

    @Test func rowsHoldThreeImagesAndTheirDigits() throws {
        let base = single([0, 1, 2, 3, 4, 9])
        let stacked = try StackedSource(base)
        #expect(stacked.count == 6 && stacked.shape == .image(height: 2, width: 2, channels: 3))
        #expect(stacked.name == "stacked:digits" && stacked.rule.hasPrefix("test; three"))
        let all = try stacked.read(rows: 0..<6)
        let digits = [0, 1, 2, 3, 4, 9]
        for row in 0..<6 {
            let parts = (0..<3).map { Int(all[row, $0]) / 10 }
            #expect(stacked.labels?[row] == parts.reduce(0) { 10 * $0 + digits[$1] })
            // Each channel is one image, pixel by pixel.
            for channel in 0..<3 {
                #expect((0..<4).map { all[row, 3 * $0 + channel] } == (0..<4).map { Float(10 * parts[channel] + $0) })
            }
        }
        // Any block of rows gives the same values, and the content decides the digest.
        #expect(try stacked.read(rows: 2..<4) == all.rows(in: 2..<4))
        #expect(try stacked.contentDigest() == StackedSource(base).contentDigest())
        #expect(try stacked.contentDigest() != StackedSource(single([0, 1, 2, 3, 4, 8])).contentDigest())
        #expect(Set(stacked.labels ?? []).count > 2)
    }

    @Test func otherSourcesAreRefusedWithAReason() {
        for source in [single(nil), single([0, 1, 10, 2, 3, 4]), single([-1, 0]), single([0, 1], channels: 3)] {
            let error = #expect(throws: DataError.self) { try StackedSource(source) }
            #expect(error?.location == "digits" && error?.remedy.contains("--reference-labels") == true)
        }
    }

    @Test func aNameOpensIt() throws {
        #expect(throws: DataError.self) { try SampleSources.open("stacked:builtin:ring") }
        let stacked = try SampleSources.open("stacked:builtin:shapes[0:50]")
        #expect(stacked.count == 50 && stacked.shape == .image(height: 28, width: 28, channels: 3))
    }
}
