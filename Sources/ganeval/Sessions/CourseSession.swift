import Foundation
import GANData
import GANFiles
import GANMetrics
import GANModels
import GANNumerics
import GANReports
import GANText
import GANTraining
import OrderedCollections

/// The demonstrations of `ganeval course`, in memory but for the page at the end.
struct CourseSession {
    var steps: Int
    var seeds: Int
    var quiet: Bool

    /// Distances between the lines.
    private static let distances = [2.0, 1.5, 1, 0.5, 0.25, 0.1, 0]
    /// What is trained on both mixtures, by what follows the name of its base.
    private static let recipes = [
        "", "-minimax", "-lsgan", "-fgan-kl", "-fgan-rkl", "-fgan-js", "-fgan-pearson", "-wgan", "-wgan-gp",
        "-sn-hinge",
        "-ns-r1", "-pacgan", "-r3gan",
    ]
    /// Critics, with what bounds their slope.
    private static let critics = [
        ("mlp-ring-wgan", "clipped weights"), ("mlp-ring-wgan-gp", "gradient penalty"),
        ("mlp-ring-wgan-lp", "one-sided penalty"), ("mlp-ring-sn-hinge", "spectral normalization"),
    ]

    /// Runs everything and writes `course.md` and `course.json` into `folder`; returns the page's path.
    func run(into folder: String) throws -> String {
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let total = Double(Self.distances.count + 2 * Self.recipes.count + Self.critics.count)
        var done = 0.0
        func tell(_ what: String) {
            bar.update("course", share: done / total, detail: what)
            done += 1
        }
        var report = CourseReport(
            toolVersion: ToolVersion.current, steps: steps, seeds: seeds, lines: [], mixtures: [], slopes: [])
        for distance in Self.distances {
            tell("lines at \(distance)")
            report.lines.append(try lines(at: distance))
        }
        for (data, modes) in [("ring", KnownModes.ring), ("grid", .grid)] {
            for recipe in Self.recipes {
                guard let preset = Preset.named("mlp-\(data)\(recipe)") else { continue }
                tell(preset.name)
                report.mixtures.append(try mixture(preset, data: data, modes: modes))
            }
        }
        for (name, bound) in Self.critics {
            guard let preset = Preset.named(name) else { continue }
            tell("slopes of \(name)")
            report.slopes.append(try slope(preset, bound: bound))
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try AtomicFile.write(CoursePage.json(report), to: folder + "/course.json")
        try AtomicFile.write(CoursePage.markdown(report), to: folder + "/course.md")
        return folder + "/course.md"
    }

    private func lines(at distance: Double) throws -> CourseReport.Lines {
        func mean(_ loss: ChosenLoss, _ regularizers: [ChosenRegularizer]) throws -> Double {
            let estimates = try (1...seeds).compactMap { seed in
                try ParallelLines(distance: distance, steps: steps, seed: UInt64(seed))
                    .estimate(loss: loss, regularizers: regularizers)
            }
            return estimates.reduce(0, +) / Double(max(1, estimates.count))
        }
        return CourseReport.Lines(
            distance: distance, jensenShannon: try mean(ChosenLoss(NonSaturatingLoss.self), []),
            wasserstein: try mean(
                ChosenLoss(WassersteinLoss.self), [ChosenRegularizer(OneSidedGradientPenalty(weight: 10))]))
    }

    private func mixture(_ preset: Preset, data: String, modes: KnownModes) throws -> CourseReport.Mixture {
        var result = CourseReport.Mixture(preset: preset.name, data: data, modes: modes.centres.rows)
        for seed in 1...seeds {
            guard let trainer = try MixtureTraining(preset: preset, data: data, steps: steps, seed: UInt64(seed)).run()
            else {
                result.diverged.append(seed)
                continue
            }
            let samples = trainer.samples(2500, seed: UInt64(seed))
            guard samples.firstNonFinite == nil else {
                result.diverged.append(seed)
                continue
            }
            let found = try ModeCoverage.evaluate(generated: samples, modes: modes)
            result.hit.append(Int(found.value))
            if case .number(let share)? = found.parts["high_quality_share"] { result.highQuality.append(share) }
            if case .number(let divergence)? = found.parts["kl_to_reference"] {
                result.reverseDivergence.append(divergence)
            }
        }
        return result
    }

    private func slope(_ preset: Preset, bound: String) throws -> CourseReport.Slope {
        let trainer = try MixtureTraining(preset: preset, data: "ring", steps: steps, seed: 1).run()
        guard let trainer else {
            return CourseReport.Slope(preset: preset.name, bound: bound, largest: nil, product: nil, normError: nil)
        }
        let network = trainer.judgingDiscriminator
        let around = SeededGenerator(seed: 1).split("slopes").normalRows(512, columns: 2)
        let largest = CriticSlope.largest(of: network, from: around, steps: 40, stepLength: 0.05)
        var normError: Double?
        if let spectral = trainer.judgingSpectral {
            let exact = try CriticSlope.norms(of: trainer.discriminator)
            let found = zip(spectral.norms(trainer.discriminator.parameters), trainer.discriminator.parameters)
                .filter { $0.1.shape.count > 1 }.map { $0.0 }
            normError = zip(found, exact).map { abs($0 / $1 - 1) }.max()
        }
        return CourseReport.Slope(
            preset: preset.name, bound: bound, largest: largest, product: try CriticSlope.bound(of: network),
            normError: normError)
    }
}
