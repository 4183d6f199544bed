import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// What distances to the training set need besides samples: held-out data's own, and training rows' spacing, found once.
final class MemorizationBase {
    let heldOut: (any SampleSource)?
    let search: NeighbourStage
    /// The rows of the reference nearest to each held-out row, once they were searched.
    fileprivate(set) var fresh: NeighbourTable?
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
    let base: MemorizationBase
    let choice: MetricChoice
    let stage: StageRunner

    struct Outcome {
        var measured: MeasuredSet
        var table: NeighbourTable
        var ratios: [Double]
        var figure: DistanceRatioFigure?
    }

    func measure(samples: Matrix<Float>, identity: [String]) throws -> Outcome {
        let (search, heldOut) = (base.search, base.heldOut)
        let extractor = search.extractor
        let generated = try stage("nearest training rows of samples") { share in
            try search.table(extractor.embed(samples).features, identity: identity, progress: share)
        }
        if let heldOut, base.fresh == nil {
            base.fresh = try stage("nearest training rows of held-out data") { share in
                // As many at a time as there are samples, which are in memory anyway: mostly one pass.
                try search.table(of: heldOut, values: samples.scalars.count, progress: share)
            }
        }
        let (fresh, metrics) = (base.fresh, choice.inPixels)
        if metrics.contains(where: { $0.name == Authenticity.name }) { try findSpacing(generated, fresh) }
        var inputs = MetricInputs()
        inputs.nearest = .init(generated: generated, heldOut: fresh, spacing: base.spacing)
        let measured = try MeasuredSet.of(
            metrics, in: try MetricContext(metrics, inputs: inputs), extractor: extractor.name,
            pixels: extractor.name, choice: choice)
        let ratios = DistanceRatio.ratios(of: generated, neighbours: generated.count)
        let freshRatios = fresh.map { DistanceRatio.ratios(of: $0, neighbours: generated.count) }
        return Outcome(
            measured: measured, table: generated, ratios: ratios,
            figure: DistanceRatioFigure(generated: ratios, heldOut: freshRatios ?? [], extractor: extractor.name))
    }

    private func findSpacing(_ generated: NeighbourTable, _ fresh: NeighbourTable?) throws {
        // Two searches, so that the held-out side's is found in the cache whatever the samples are.
        for (table, role) in (fresh.map { [($0, "held-out data")] } ?? []) + [(generated, "samples")] {
            let hits = Set((0..<table.queries).map { table.index(query: $0, rank: 0) })
            let rows = hits.filter { base.spacing[$0] == nil }.sorted()
            if rows.isEmpty { continue }
            let found = try stage("spacing of the training rows near \(role)") { share in
                try base.search.neighbourDistances(of: rows, progress: share)
            }
            base.spacing.merge(found) { first, _ in first }
        }
    }
}
