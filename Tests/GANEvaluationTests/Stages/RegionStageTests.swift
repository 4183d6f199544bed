import GANData
import GANMetrics
import GANNumerics
import TestSupport
import Testing

@testable import GANEvaluation

/// What is missing is seen and shown without any label.
@Suite struct RegionStageTests {
    private func report(_ generated: ArraySource, labelled: Bool) throws -> EvaluationReport {
        let all = Sample.bands(count: 900, seed: 1)
        let reference = Sample.source(
            try all.read(rows: 0..<900), shape: all.shape, labels: labelled ? all.labels : nil, name: "reference")
        return try Evaluator(
            EvaluationRequest(
                subject: .samples(generated, count: 10_000), reference: reference, extractor: .pixelsPCA,
                metrics: .named(["distinct_bins"]))
        ).evaluate(record: Sample.record)
    }

    private func lacking(_ band: Int) throws -> ArraySource {
        let all = Sample.bands(count: 800, seed: 2)
        let labels = try #require(all.labels)
        return try Sample.rows(of: all, limit: 600) { labels[$0] != band }
    }

    @Test func aMissingBandIsAMissingBranchWithItsImages() throws {
        let found = try report(lacking(3), labelled: false)
        let table = try #require(found.regions)
        let missing = table.branches.filter { $0.kind == .missing }
        #expect(abs(missing.reduce(0) { $0 + $1.share } - 0.2) < 0.04 && missing.allSatisfy { $0.labels.isEmpty })
        // The shown images are of the band that nobody makes: its rows are bright.
        let image = try #require(missing.first?.exemplars.first)
        #expect(image[60..<80].reduce(0, +) > 2 * image[20..<40].reduce(0, +) && image.count == 100)
        #expect(try #require(table.smallestVisible) < 0.1)
        let map = try #require(table.map)
        #expect(!map.outlines.isEmpty && map.points.contains { $0.role == .real && !$0.image.isEmpty })
        let tile = found.tile(.modes)
        #expect(tile?.grade == .alarming && tile?.rule == BinsRule.name)
        guard case .regions(let regions)? = tile?.finding else {
            Issue.record("\(String(describing: tile))")
            return
        }
        #expect(abs((regions.missing ?? 0) - 0.2) < 0.04)
    }

    @Test func labelsNameBranchesWhereThereAreSome() throws {
        let missing = try #require(report(lacking(3), labelled: true).regions).branches.filter { $0.kind == .missing }
        #expect(missing.first?.labels.first?.name == "class 3" && (missing.first?.labels.first?.share ?? 0) > 0.9)
    }

    @Test func honestSamplesLackNothing() throws {
        let fresh = Sample.bands(count: 600, seed: 3)
        let found = try report(Sample.source(fresh.read(rows: 0..<600), shape: fresh.shape), labelled: false)
        #expect(found.regions?.branches.isEmpty == true && found.regions?.missingShare == nil)
        #expect(found.tile(.modes)?.grade == .good, "\(String(describing: found.tile(.modes)?.finding))")
    }
}
