import Foundation
import GANData
import GANEvaluation
import GANFiles
import GANMetrics
import GANModels
import GANNumerics
import GANReports
import GANStore
import GANText
import GANTraining
import OrderedCollections
import Synchronization

/// The demonstrations of `ganeval course`, in memory but for the page at the end.
struct CourseSession {
    var steps: Int
    var seeds: Int
    /// What is shown; all of `parts` unless told otherwise.
    var chosen = Set(Self.parts)
    /// Steps of the plain DCGAN on images; other trainings take about as long.
    var imageSteps: Int
    var store: Store?
    /// The store's folder, where it was named.
    var storeFolder: String?
    var quiet: Bool

    /// What there is to show.
    static let parts = [
        "lines", "ring", "grid", "slopes", "sequences", "images", "conditional", "stacked", "paired", "unpaired",
        CourseCopying.part,
    ]

    /// Distances between the lines.
    private static let distances = [2.0, 1.5, 1, 0.5, 0.25, 0.1, 0]
    /// What is trained on both mixtures, by what follows the name of its base.
    private static let recipes = [
        "", "-minimax", "-lsgan", "-fgan-kl", "-fgan-rkl", "-fgan-js", "-fgan-pearson", "-wgan", "-wgan-gp",
        "-sn-hinge",
        "-ns-r1", "-pacgan", "-r3gan",
    ]
    /// What is trained once more for as many steps as its preset has, where those are more.
    private static let longest = "-r3gan"
    /// Critics, with what bounds their slope.
    private static let critics = [
        ("mlp-ring-wgan", "clipped weights"), ("mlp-ring-wgan-gp", "gradient penalty"),
        ("mlp-ring-wgan-lp", "one-sided penalty"), ("mlp-ring-sn-hinge", "spectral normalization"),
    ]

    /// Runs everything and writes `course.md` and `course.json` into `folder`; returns the page's path.
    func run(into folder: String) throws -> String {
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let mixtures = [("ring", KnownModes.ring), ("grid", .grid)].filter { chosen.contains($0.0) }
        let distances = chosen.contains("lines") ? Self.distances : []
        let critics = chosen.contains("slopes") ? Self.critics : []
        let gradients = chosen.contains("sequences") ? SequenceGradient.allCases : []
        let trainings = CourseTrainings(folder: folder, steps: imageSteps, store: store, storeFolder: storeFolder)
        let lessons = CourseLesson.all.filter { chosen.contains($0.part) }
        let copying = chosen.contains(CourseCopying.part) ? CourseCopying.trainings(DemoData.found()) : []
        let total = Double(
            distances.count + mixtures.count * (Self.recipes.count + 1) + critics.count + gradients.count
                + lessons.reduce(0) { $0 + $1.trainings.count } + copying.count)
        var done = 0.0
        func tell(_ what: String) {
            bar.update("course", share: done / total, detail: what)
            done += 1
        }
        var report = CourseReport(
            toolVersion: ToolVersion.current, steps: steps, seeds: seeds, lines: [], mixtures: [], slopes: [])
        if !lessons.isEmpty || !copying.isEmpty { report.imageSteps = imageSteps }
        if chosen != Set(Self.parts) {
            report.only = Self.parts.filter { chosen.contains($0) }.joined(separator: ",")
        }
        for distance in distances {
            tell("lines at \(distance)")
            report.lines.append(try lines(at: distance))
        }
        for (data, modes) in mixtures {
            report.mixtures.append(try realData(data, modes: modes))
            for recipe in Self.recipes {
                guard let preset = Preset.named("mlp-\(data)\(recipe)") else { continue }
                tell(preset.name)
                report.mixtures.append(try mixture(preset, named: preset.name, steps: steps, data: data, modes: modes))
            }
            guard let preset = Preset.named("mlp-\(data)\(Self.longest)"), preset.steps > steps else { continue }
            tell("\(preset.name) for \(preset.steps) steps")
            report.mixtures.append(
                try mixture(
                    preset, named: "\(preset.name), \(preset.steps) steps", steps: preset.steps, data: data,
                    modes: modes))
        }
        for (name, bound) in critics {
            guard let preset = Preset.named(name) else { continue }
            tell("slopes of \(name)")
            report.slopes.append(try slope(preset, bound: bound))
        }
        for gradient in gradients {
            tell("expressions by \(gradient.rawValue)")
            if report.sequences.isEmpty { report.sequences.append(try realLines()) }
            report.sequences.append(try sequences(gradient))
        }
        for lesson in lessons {
            var result = CourseReport.Lesson(part: lesson.part, data: lesson.data.name, metrics: lesson.metrics)
            for (name, seed, cost) in lesson.trainings {
                tell("\(name) on \(lesson.data.name)")
                if let run = try trainings.run(lesson, preset: name, seed: seed, cost: cost) { result.runs.append(run) }
            }
            report.lessons.append(result)
        }
        for training in copying {
            tell("\(training.name) of \(training.data.name)")
            if let row = try trainings.run(training) { report.copying.append(row) }
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try AtomicFile.write(CoursePage.json(report), to: folder + "/course.json")
        try AtomicFile.write(CoursePage.markdown(report), to: folder + "/course.md")
        return folder + "/course.md"
    }

    private func lines(at distance: Double) throws -> CourseReport.Lines {
        func estimates(_ loss: ChosenLoss, _ regularizers: [ChosenRegularizer]) throws -> [Double] {
            try (1...seeds).compactMap { seed in
                try ParallelLines(distance: distance, steps: steps, seed: UInt64(seed))
                    .estimate(loss: loss, regularizers: regularizers)
            }
        }
        return CourseReport.Lines(
            distance: distance, jensenShannon: try estimates(ChosenLoss(NonSaturatingLoss.self), []),
            wasserstein: try estimates(
                ChosenLoss(WassersteinLoss.self), [ChosenRegularizer(OneSidedGradientPenalty(weight: 10))]))
    }

    /// Trainings are small and one's steps wait for each other: seeds run side by side, each on one thread.
    private func mixture(
        _ preset: Preset, named name: String, steps: Int, data: String, modes: KnownModes
    ) throws -> CourseReport.Mixture {
        let found = Mutex<[Int: Matrix<Float>]>([:])
        try Parallel.forEachThrowing(seeds) { index in
            try Parallel.withThreads(atMost: 1) {
                let seed = UInt64(index + 1)
                let run = try MixtureTraining(preset: preset, data: data, steps: steps, seed: seed)
                guard let samples = try run.run()?.samples(2500, seed: seed), samples.firstNonFinite == nil else {
                    return
                }
                found.withLock { $0[index] = samples }
            }
        }
        let samples = found.withLock { $0 }
        var result = CourseReport.Mixture(preset: name, data: data, modes: modes.centres.rows)
        for index in 0..<seeds {
            if let samples = samples[index] {
                try Self.add(samples, modes, to: &result)
            } else {
                result.diverged.append(index + 1)
            }
        }
        return result
    }

    /// The test samples in a generator's place.
    private func realData(_ data: String, modes: KnownModes) throws -> CourseReport.Mixture {
        var result = CourseReport.Mixture(preset: "real data", data: data, modes: modes.centres.rows)
        try Self.add(try SampleSources.open("builtin:\(data)-test").read(rows: 0..<2500), modes, to: &result)
        return result
    }

    private static func add(
        _ samples: Matrix<Float>, _ modes: KnownModes, to result: inout CourseReport.Mixture
    ) throws {
        let found = try ModeCoverage.evaluate(generated: samples, modes: modes)
        result.hit.append(Int(found.value))
        if case .number(let share)? = found.parts["high_quality_share"] { result.highQuality.append(share) }
        if case .number(let divergence)? = found.parts["kl_to_reference"] {
            result.reverseDivergence.append(divergence)
        }
    }

    private func slope(_ preset: Preset, bound: String) throws -> CourseReport.Slope {
        var result = CourseReport.Slope(preset: preset.name, bound: bound)
        for seed in 1...seeds {
            guard
                let trainer = try MixtureTraining(preset: preset, data: "ring", steps: steps, seed: UInt64(seed)).run()
            else { continue }
            let network = trainer.judgingDiscriminator
            let around = SeededGenerator(seed: UInt64(seed)).split("slopes").normalRows(512, columns: 2)
            result.largest.append(CriticSlope.largest(of: network, from: around, steps: 40, stepLength: 0.05))
            result.product.append(try CriticSlope.bound(of: network))
            guard let spectral = trainer.judgingSpectral else { continue }
            let exact = try CriticSlope.norms(of: trainer.discriminator)
            let found = zip(spectral.norms(trainer.discriminator.parameters), trainer.discriminator.parameters)
                .filter { $0.1.shape.count > 1 }.map { $0.0 }
            result.normError += zip(found, exact).map { abs($0 / $1 - 1) }.max().map { [$0] } ?? []
        }
        return result
    }

    private func realLines() throws -> CourseReport.Sequences {
        var result = CourseReport.Sequences(gradient: "real lines")
        try Self.add(Array(TextLines.open("builtin:grammar-test").lines.prefix(1000)), to: &result)
        return result
    }

    private func sequences(_ gradient: SequenceGradient) throws -> CourseReport.Sequences {
        var result = CourseReport.Sequences(gradient: gradient.rawValue)
        for seed in 1...seeds {
            let session = SequenceSession(
                subject: .trained(gradient, steps: steps), training: "builtin:grammar", samples: 1000,
                seed: UInt64(seed), quiet: true)
            try Self.add(try session.trainedLines(), to: &result)
        }
        return result
    }

    private static func add(_ lines: [String], to result: inout CourseReport.Sequences) throws {
        let found = try SequenceFindings(
            generated: lines, training: TextLines.open("builtin:grammar"), heldOut: nil
        ).generated
        result.valid += found.valid.map { [$0.value] } ?? []
        result.distinct.append(found.distinct)
        result.novel.append(found.novel.value)
        result.trigrams.append(found.divergences[2])
        result.selfBLEU.append(found.selfBLEU)
    }
}
