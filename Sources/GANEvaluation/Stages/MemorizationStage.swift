import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// What distances to the training set need besides samples: held-out data's own, and training rows' spacing, found once.
final class MemorizationBase {
    let heldOut: (any SampleSource)?
    let search: NeighbourStage
    fileprivate var fresh: NeighbourTable?
    /// The distance from a training row to its nearest other one, for rows that were asked for.
    fileprivate var spacing: [Int: Double] = [:]

    init(training: any SampleSource, heldOut: (any SampleSource)?, cache: any EvaluationCache) {
        self.heldOut = heldOut
        search = NeighbourStage(
            training: training, extractor: PixelExtractor(sampleShape: training.shape), cache: cache)
    }
}

/// Distances to the training set, of samples and of held-out data, in pixel space.
struct MemorizationStage {
    typealias Body<Result> = (@escaping @Sendable (Double) -> Void) throws -> Result

    let base: MemorizationBase
    let stage: (String, Body<Void>) throws -> Void

    struct Outcome {
        var metrics: OrderedDictionary<String, MeasuredMetric>
        var table: NeighbourTable
        var ratios: [Double]
        var figure: DistanceRatioFigure?
    }

    func measure(samples: Matrix<Float>, identity: [String]) throws -> Outcome {
        let (search, heldOut) = (base.search, base.heldOut)
        let extractor = search.extractor
        var found: NeighbourTable?
        try stage("nearest training rows of samples") { share in
            found = try search.table(extractor.embed(samples).features, identity: identity, progress: share)
        }
        guard let generated = found else { preconditionFailure("a stage that did not run") }
        if let heldOut, base.fresh == nil {
            try stage("nearest training rows of held-out data") { share in
                // As many at a time as there are samples, which are in memory anyway: mostly one pass.
                base.fresh = try search.table(of: heldOut, values: samples.scalars.count, progress: share)
            }
        }
        let fresh = base.fresh
        var metrics: OrderedDictionary<String, MeasuredMetric> = [:]
        func add(_ name: String, _ result: MetricResult, ceiling: Double?) {
            var result = result
            if let ceiling, let heldOut {
                result.ceiling = MetricReference(value: ceiling, basis: "held-out data, \(heldOut.count) rows")
            }
            metrics[name] = MeasuredMetric(name: name, extractor: extractor.name, result: result)
        }
        try addAuthenticity(generated, fresh, add)

        let neighbours = generated.count
        let ratios = DistanceRatio.ratios(of: generated, neighbours: neighbours)
        let freshRatios = fresh.map { DistanceRatio.ratios(of: $0, neighbours: neighbours) }
        if neighbours >= 2 {
            add(
                "distance_ratio",
                try DistanceRatio.evaluate(
                    generated: generated, heldOut: fresh, options: .init(neighbours: neighbours)),
                ceiling: freshRatios.map { Statistics.mean($0) })
        }
        return Outcome(
            metrics: metrics, table: generated, ratios: ratios,
            figure: DistanceRatioFigure(generated: ratios, heldOut: freshRatios ?? [], extractor: extractor.name))
    }

    private func addAuthenticity(
        _ generated: NeighbourTable, _ fresh: NeighbourTable?, _ add: (String, MetricResult, Double?) -> Void
    ) throws {
        func hits(_ table: NeighbourTable) -> [Int] { (0..<table.queries).map { table.index(query: $0, rank: 0) } }
        // Two searches, so that the held-out side's is found in the cache whatever the samples are.
        for (table, role) in (fresh.map { [($0, "held-out data")] } ?? []) + [(generated, "samples")] {
            let rows = Set(hits(table)).filter { base.spacing[$0] == nil }.sorted()
            if rows.isEmpty { continue }
            try stage("spacing of the training rows near \(role)") { share in
                let found = try base.search.neighbourDistances(of: rows, progress: share)
                base.spacing.merge(found) { first, _ in first }
            }
        }
        func nearest(_ table: NeighbourTable) -> Authenticity.NearestTraining {
            let rows = hits(table)
            return Authenticity.NearestTraining(
                distances: (0..<table.queries).map { table.distance(query: $0, rank: 0) }, rows: rows,
                neighbourDistances: rows.map { base.spacing[$0, default: 0] })
        }
        let held = fresh.map { nearest($0) }
        add(
            "authenticity", try Authenticity.evaluate(generated: nearest(generated), heldOut: held),
            try held.map { try Authenticity.evaluate(generated: $0).value })
    }
}
