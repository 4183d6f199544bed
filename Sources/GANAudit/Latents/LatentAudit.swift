package import GANData
import GANMetrics
package import GANModels
package import GANNumerics

/// What a generator's latent space says about copying, beside what its samples say.
///
/// *Recovery*: for training and held-out rows drawn at random, the latent vector whose sample is nearest is searched for, by
/// gradients through a native network, by populations through any other generator. A generator that learned the distribution
/// comes as near to rows it never saw; one that memorized comes nearer to its training rows (Webster et al. 2019,
/// arXiv 1901.03396). *Basins*: on ways from a copy's latent vector to other samples, how long the picture stays the copy.
///
/// With a conditional generator a search keeps the class label and noise of the sample from which it set out.
package enum LatentAudit {
    /// How many samples a generator must make for each row that is recovered, at most.
    package static func samplesForEachRow(of generator: any Generator, options: LatentOptions) -> Int {
        if let native = generator as? NetworkGenerator, native.classCount == nil {
            return LatentGradientRecovery(generator: native, schedule: options.gradientSchedule, seed: options.seed)
                .samplesForEachRow
        }
        return LatentSearchRecovery(generator: generator, schedule: options.searchSchedule, seed: options.seed)
            .samplesForEachRow
    }

    /// Looks into the latent space of `generator`, whose series of `options.seed` begins with `samples`.
    ///
    /// `check` is called after each step and stops the work by throwing. The same seed gives the same outcome for any number of
    /// threads. Throws `AuditError`, and what reading and generating throw.
    package static func run(
        _ findings: AuditFindings, generator: any Generator, samples: any SampleSource, training: any SampleSource,
        heldOut: (any SampleSource)?, options: LatentOptions,
        progress: @escaping (StageProgress) -> Void = { _ in }, check: @escaping () throws -> Void = {}
    ) throws -> LatentOutcome {
        try options.check()
        let heldOut = heldOut.flatMap { $0.count > 0 ? $0 : nil }
        for source in [samples, training] + (heldOut.map { [$0] } ?? [])
        where source.shape != generator.sampleShape {
            throw AuditError.shapesDiffer(
                source: source.name, found: source.shape, training: generator.name, expected: generator.sampleShape)
        }
        func told(_ stage: String) -> LatentProgress {
            LatentProgress(report: { progress(StageProgress(stage: stage, share: $0)) }, check: check)
        }
        var result = AuditFindings.Latents(
            recovery: nil, basins: [], ordinaryWidth: nil, nearness: nil)
        var pictures = LatentPictures(training: [], heldOut: [], copied: [], strips: [])
        if options.rows > 0 {
            let targets = try LatentTargets(findings, training: training, heldOut: heldOut, options: options)
            let recovered = try LatentRecovery(generator: generator, samples: samples, options: options).run(
                targets, hasProbabilities: findings.hasProbabilities, progress: told("recovering rows"))
            result.recovery = recovered.findings
            (pictures.training, pictures.heldOut, pictures.copied) =
                (recovered.pictures.training, recovered.pictures.heldOut, recovered.pictures.copied)
        }
        if let distance = findings.typicalDistance, options.interpolatedCopies > 0, !findings.copies.isEmpty {
            let nearness = distance / Double(max(1, training.shape.size)).squareRoot()
            let basins = LatentBasins(
                findings: findings, generator: generator, samples: samples, training: training, options: options,
                nearness: nearness)
            let chosen = basins.chosen
            let progress = told("walking around copies")
            for (number, copy) in chosen.enumerated() {
                try progress.step(number, of: chosen.count + 1)
                let found = try basins.found(copy)
                result.basins.append(found.basin)
                pictures.strips.append(found.strip)
            }
            result.nearness = nearness
            result.ordinaryWidth = try basins.ordinaryWidth()
            try progress.step(chosen.count + 1, of: chosen.count + 1)
        }
        return LatentOutcome(findings: result, pictures: generator.sampleShape.isImage ? pictures : nil)
    }
}
