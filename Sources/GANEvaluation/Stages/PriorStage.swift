import GANMetrics
import GANModels
import GANNumerics

/// Samples of the generator's own prior and of each other one, all against the same real rows.
struct PriorStage {
    let context: MetricContext
    let seed: UInt64
    let neighbours: Int

    /// What it is called among what was not measured.
    static let name = "prior_mismatch"
    /// Samples of each prior.
    static let samples = 2000

    /// Why there is nothing to compare, as a clause; nil where there is.
    func obstacle(_ subject: EvaluationSubject) throws -> String? {
        guard case .generator(_, _, _, _, let wanted) = subject else {
            return "needs a generator, whose latents it draws from other priors"
        }
        let count = min(Self.samples, wanted, try context.allReal.rows)
        return count > max(neighbours, 1)
            ? nil : "needs more than \(neighbours) samples and reference rows, the neighbours that precision reads"
    }

    /// The own prior first, then the others; empty for samples without latents.
    ///
    /// The same numbers of samples, labels and noise for each. Throws what sampling and the metrics throw.
    func mismatches(
        _ subject: EvaluationSubject, extractor: any FeatureExtractor, progress: (Double) -> Void
    ) throws -> [PriorMismatch] {
        guard case .generator(let generator, _, _, let sampling, let wanted) = subject else { return [] }
        let real = try context.allReal
        let count = min(Self.samples, wanted, real.rows)
        var random = SeededGenerator(seed: seed).split("priors")
        let reference = real.rows(at: random.sample(count, below: real.rows).sorted())
        let own = generator.latentDistribution
        let priors = [own] + LatentDistribution.allCases.filter { $0 != own }
        let stream = SeededGenerator(seed: sampling).split("latents")
        var sets: [Matrix<Float>] = []
        for (place, prior) in priors.enumerated() {
            let latents = prior.rows(count, columns: generator.latentSize, firstRow: 0, of: stream)
            let samples = try generator.generate(latents: latents, firstSample: 0, seed: sampling)
            sets.append(try extractor.embed(samples).features)
            progress(Double(place + 1) / Double(priors.count + 1))
        }
        let points = try TruncationCurve.points(real: reference, sets: sets, neighbours: neighbours)
        return try priors.indices.map { place in
            PriorMismatch(
                distribution: priors[place], isOwn: place == 0,
                distance: try FrechetDistance.evaluate(
                    real: reference, generated: sets[place]),
                precision: points[place].precision, recall: points[place].recall, samples: count)
        }
    }
}
