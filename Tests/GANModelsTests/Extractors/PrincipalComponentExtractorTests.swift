import GANData
import GANNumerics
import Testing

@testable import GANModels

@Suite struct PrincipalComponentExtractorTests {
    private func source(seed: UInt64, count: Int, side: Int) -> ArraySource {
        let samples = SeededGenerator(seed: seed).normalRows(count, columns: side * side)
        return ArraySource(
            name: "noise", rule: "noise", shape: .image(height: side, width: side, channels: 1),
            samples: Matrix(rows: count, columns: side * side, scalars: samples.scalars.map { 128 + 20 * $0 }))
    }

    @Test func keepsSixtyFourDirectionsWhereThereAreSoMany() throws {
        let wide = try PrincipalComponentExtractor.fit(to: source(seed: 1, count: 200, side: 9))
        let narrow = try PrincipalComponentExtractor.fit(to: source(seed: 1, count: 50, side: 3))
        #expect(wide.embed(try source(seed: 2, count: 5, side: 9).read(rows: 0..<5)).features.columns == 64)
        #expect(narrow.embed(try source(seed: 2, count: 5, side: 3).read(rows: 0..<5)).features.columns == 9)
    }

    /// All directions kept: a rotation, which keeps distances.
    @Test func keepsDistancesWhenNothingIsDropped() throws {
        let source = source(seed: 3, count: 60, side: 3)
        let samples = try source.read(rows: 0..<2)
        let extractor = try PrincipalComponentExtractor.fit(to: source)
        let features = extractor.embed(samples).features
        func distance(_ rows: Matrix<Float>, scale: Double) -> Double {
            zip(rows.row(0), rows.row(1)).map { (Double($0) - Double($1)) / scale }.map { $0 * $0 }.reduce(0, +)
                .squareRoot()
        }
        #expect(abs(distance(features, scale: 1) - distance(samples, scale: 255)) < 1e-5)
    }

    @Test func theDigestFollowsTheReference() throws {
        let first = try PrincipalComponentExtractor.fit(to: source(seed: 1, count: 50, side: 3))
        #expect(first.digest == (try PrincipalComponentExtractor.fit(to: source(seed: 1, count: 50, side: 3))).digest)
        #expect(first.digest != (try PrincipalComponentExtractor.fit(to: source(seed: 2, count: 50, side: 3))).digest)
    }

    @Test func refusesASingleSample() {
        #expect(
            throws: ModelError.unsuitableSamples(source: "noise", found: "1 in number", expected: "at least 2 samples")
        ) {
            try PrincipalComponentExtractor.fit(to: source(seed: 1, count: 1, side: 3))
        }
    }
}
