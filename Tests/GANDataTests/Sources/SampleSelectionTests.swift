import GANNumerics
import Testing

@testable import GANData

@Suite struct SampleSelectionTests {
    private let base = ArraySource(
        name: "all", rule: "made", shape: .vector(2),
        samples: Matrix(rows: 5, columns: 2, scalars: (0..<10).map(Float.init)), labels: [4, 3, 2, 1, 0])

    @Test func rowsAreTheBases() throws {
        let some = SampleSelection(base, rows: [0, 2, 3], name: "some")
        #expect(some.count == 3 && some.labels == [4, 2, 1])
        #expect(try some.read(rows: 1..<3).scalars == [4, 5, 6, 7])
        #expect(try some.read(rows: 1..<1).rows == 0)
        #expect(some.origin(of: 2) == base.origin(of: 3))
        #expect(
            try some.contentDigest()
                == ArraySource(
                    name: "other", rule: "made", shape: .vector(2), samples: base.read(rows: [0, 2, 3]),
                    labels: [4, 2, 1]
                ).contentDigest())
    }

    @Test func otherLabelsAreOtherContent() throws {
        let some = SampleSelection(base, rows: [0, 2], name: "some", labels: [9, 8])
        #expect(some.labels == [9, 8])
        #expect(try some.contentDigest() != SampleSelection(base, rows: [0, 2], name: "some").contentDigest())
    }
}
