import GANNumerics
import Testing

@testable import GANData

@Suite struct SampleDigestTests {
    @Test func equalContentHasAnEqualDigestInEveryFormat() throws {
        let expected = try SampleSources.open(fixture("same/train-images-idx3-ubyte")).contentDigest()
        for name in ["zipped-images-idx3-ubyte.gz", "folder", "images.zip", "compressed.npz", "positional.npz"] {
            #expect(try SampleSources.open(fixture("same/\(name)")).contentDigest() == expected, "\(name)")
        }
        let labelled = try SampleSources.open(fixture("same/images.npy"), labels: fixture("same/labels.npy"))
        #expect(try labelled.contentDigest() == expected)
        #expect(try SampleSources.open(fixture("same/images.npy")).contentDigest() != expected)
    }

    @Test func everyPartOfTheContentCounts() throws {
        func digest(_ scalars: [Float], _ shape: SampleShape, _ labels: [Int]? = nil) throws -> String {
            let samples = Matrix(rows: scalars.count / shape.size, columns: shape.size, scalars: scalars)
            return try ArraySource(name: "a", rule: "r", shape: shape, samples: samples, labels: labels).contentDigest()
        }
        let all = try [
            digest([1, 2, 3, 4], .vector(2)), digest([1, 2, 3, 5], .vector(2)), digest([1, 2, 3, 4.5], .vector(2)),
            digest([1, 2, 3, -4], .vector(2)), digest([1, 2, 3, 4], .vector(4)),
            digest([1, 2, 3, 4], .vector(2), [0, 1]),
            digest([1, 2, 3, 4], .vector(2), [0, 0]), digest([1, 2, 3, 4], .image(height: 2, width: 1, channels: 1)),
            digest([1, 2, 3, 256], .vector(2)),
        ]
        #expect(Set(all).count == all.count)
        #expect(try digest([0, 0.5], .vector(2)) == digest([-0.0, 0.5], .vector(2)))
    }

    @Test func blocksDoNotChangeIt() throws {
        // More values than one block, with a fraction in the last block only.
        var scalars = (0..<1_200_000).map { Float($0 % 256) }
        scalars[1_199_999] = 0.5
        let samples = Matrix(rows: 600_000, columns: 2, scalars: scalars)
        let source = ArraySource(name: "a", rule: "r", shape: .vector(2), samples: samples)
        let range = SampleRange(source, rows: 0..<600_000)
        #expect(try source.contentDigest() == range.contentDigest())
        #expect(try SampleRange(source, rows: 0..<599_999).contentDigest() != source.contentDigest())
    }

    @Test func isComputedOnce() throws {
        let digest = SampleDigest()
        let source = try SampleSources.open("builtin:ring")
        func value() throws -> String {
            try digest.value(of: source) { .floats(try source.read(rows: $0).scalars) }
        }
        let first = try value()
        let second = try digest.value(of: source) { _ in
            Issue.record("read again")
            return .floats([])
        }
        #expect(first == second)
    }
}
