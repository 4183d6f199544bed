import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// Distances to the training set, of samples and of held-out data, in pixel space.
struct MemorizationStage {
    typealias Body<Result> = (@escaping @Sendable (Double) -> Void) throws -> Result

    let training: any SampleSource
    let heldOut: (any SampleSource)?
    let cache: any EvaluationCache
    let stage: (String, Body<NeighbourTable>) throws -> NeighbourTable

    struct Outcome {
        var metrics: OrderedDictionary<String, MeasuredMetric>
        var table: NeighbourTable
        var ratios: [Double]
        var figure: DistanceRatioFigure?
    }

    func measure(samples: Matrix<Float>, identity: [String]) throws -> Outcome {
        let extractor = PixelExtractor(sampleShape: training.shape)
        let search = NeighbourStage(training: training, extractor: extractor, cache: cache)
        let generated = try stage("nearest training rows of samples") { share in
            try search.table(extractor.embed(samples).features, identity: identity, progress: share)
        }
        let fresh = try heldOut.map { heldOut in
            try stage("nearest training rows of held-out data") { share in
                let rows = extractor.embed(try heldOut.read(rows: 0..<heldOut.count)).features
                return try search.table(
                    rows, identity: ["source", try heldOut.contentDigest(), "all rows"], progress: share)
            }
        }
        var metrics: OrderedDictionary<String, MeasuredMetric> = [:]
        func add(_ name: String, _ result: MetricResult, ceiling: Double?) {
            var result = result
            if let ceiling, let heldOut {
                result.ceiling = MetricReference(value: ceiling, basis: "held-out data, \(heldOut.count) rows")
            }
            metrics[name] = MeasuredMetric(name: name, extractor: extractor.name, result: result)
        }
        try addAuthenticity(generated, fresh, search, add)

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
        _ generated: NeighbourTable, _ fresh: NeighbourTable?, _ search: NeighbourStage,
        _ add: (String, MetricResult, Double?) -> Void
    ) throws {
        func hits(_ table: NeighbourTable) -> [Int] { (0..<table.queries).map { table.index(query: $0, rank: 0) } }
        var own: [Int: Double] = [:]
        // Two searches, so that the held-out side's is found in the cache whatever the samples are.
        for (table, role) in [(generated, "samples")] + (fresh.map { [($0, "held-out data")] } ?? []) {
            let rows = Set(hits(table)).sorted()
            var found: [Int: Double] = [:]
            _ = try stage("spacing of the training rows near \(role)") { share in
                found = try search.neighbourDistances(of: rows, progress: share)
                return table
            }
            own.merge(found) { first, _ in first }
        }
        func nearest(_ table: NeighbourTable) -> Authenticity.NearestTraining {
            let rows = hits(table)
            return Authenticity.NearestTraining(
                distances: (0..<table.queries).map { table.distance(query: $0, rank: 0) }, rows: rows,
                neighbourDistances: rows.map { own[$0, default: 0] })
        }
        let held = fresh.map { nearest($0) }
        add(
            "authenticity", try Authenticity.evaluate(generated: nearest(generated), heldOut: held),
            try held.map { try Authenticity.evaluate(generated: $0).value })
    }
}
