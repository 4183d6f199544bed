import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// The precision–recall curves of samples and real data, and of truncated latents where somebody asks.
struct TradeOffStage {
    let context: MetricContext
    let seed: UInt64
    let neighbours: Int

    /// Rows of each set: enough for a curve, and little work.
    static let rows = 5000
    /// Clusterings that are averaged.
    private static let runs = 3
    /// Samples at each truncation.
    static let truncated = 2000
    /// What latents are multiplied by.
    static let factors = [0.25, 0.4, 0.55, 0.7, 0.85, 1]

    /// Fewer rows of each set give no curve.
    static let fewestRows = 10 * PrecisionRecallCurve.Options().clusters
    /// What the sweep is called among what was not measured.
    static let sweepName = "truncation_sweep"

    /// How many rows of each set the curves are of.
    private var curveRows: Int {
        get throws {
            let (real, generated) = (try context.allReal, try context.generated)
            return min(Self.rows, generated.rows, context.inputs.heldOut?.rows ?? real.rows / 2, real.rows)
        }
    }

    /// Why latents can't be shortened one by one, as a clause; nil where they can.
    func sweepObstacle(_ subject: EvaluationSubject) throws -> String? {
        guard case .generator(_, _, _, _, let wanted) = subject else {
            return "needs a generator, whose latents it shortens"
        }
        let count = min(Self.truncated, wanted, try context.allReal.rows)
        if count <= neighbours {
            return "needs more than \(neighbours) samples and reference rows, the neighbours that precision reads"
        }
        let rows = try curveRows
        guard rows < Self.fewestRows else { return nil }
        return "needs \(Self.fewestRows) samples and as many held-out rows, or twice as many reference rows without "
            + "any; here are \(rows)"
    }

    /// nil where the sets are too small for the clusters; throws what the metric throws for other reasons.
    func tradeOff() throws -> TradeOff? {
        let (real, generated) = (try context.allReal, try context.generated)
        let heldOut = context.inputs.heldOut
        let count = try curveRows
        guard count >= Self.fewestRows else { return nil }
        let stream = SeededGenerator(seed: seed).split("trade-off")
        func drawn(_ rows: Matrix<Float>, _ role: String, _ wanted: Int) -> Matrix<Float> {
            var generator = stream.split(role)
            return rows.rows(at: generator.sample(wanted, below: rows.rows).sorted())
        }
        var (reference, fresh): (Matrix<Float>, Matrix<Float>)
        if let heldOut {
            (reference, fresh) = (drawn(real, "real", count), drawn(heldOut, "held out", count))
        } else {
            var generator = stream.split("real")
            let both = generator.sample(2 * count, below: real.rows)
            (reference, fresh) = (real.rows(at: both[..<count].sorted()), real.rows(at: both[count...].sorted()))
        }
        return TradeOff(
            samples: try curve(reference, drawn(generated, "samples", count)), real: try curve(reference, fresh),
            isHeldOut: heldOut != nil, rows: count)
    }

    private func curve(_ real: Matrix<Float>, _ generated: Matrix<Float>) throws -> TradeOff.Curve {
        let result = try PrecisionRecallCurve.evaluate(
            real: real, generated: generated, options: .init(runs: Self.runs, relabellings: 1, seed: seed))
        func numbers(_ part: String) -> [Double] {
            if case .numbers(let values)? = result.parts[part] { return values }
            return []
        }
        return TradeOff.Curve(
            precision: numbers("precision"), recall: numbers("recall"), f8: result.number("f8") ?? 0,
            f1over8: result.number("f1_8") ?? 0)
    }

    /// Precision and recall at each factor; empty for samples without latents.
    ///
    /// Throws what sampling and the metrics throw.
    func truncations(
        _ subject: EvaluationSubject, extractor: any FeatureExtractor, progress: (Double) -> Void
    ) throws -> [TradeOff.Truncation] {
        guard case .generator(let generator, _, _, let sampling, let wanted) = subject else { return [] }
        let real = try context.allReal
        let count = min(Self.truncated, wanted, real.rows)
        guard count > neighbours else { return [] }
        var random = SeededGenerator(seed: seed).split("truncation")
        let reference = real.rows(at: random.sample(count, below: real.rows).sorted())
        var sets: [Matrix<Float>] = []
        for (place, factor) in Self.factors.enumerated() {
            var latents = generator.latents(rows: 0..<count, seed: sampling)
            for index in latents.scalars.indices { latents.scalars[index] *= Float(factor) }
            let samples = try generator.generate(latents: latents, firstSample: 0, seed: sampling)
            sets.append(try extractor.embed(samples).features)
            progress(Double(place + 1) / Double(Self.factors.count + 1))
        }
        let points = try TruncationCurve.points(real: reference, sets: sets, neighbours: neighbours)
        return zip(Self.factors, points).map {
            TradeOff.Truncation(factor: $0, precision: $1.precision, recall: $1.recall, samples: count)
        }
    }
}
