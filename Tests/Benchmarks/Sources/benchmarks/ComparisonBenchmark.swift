import Foundation
import GANData
import GANMetrics
import GANNumerics

/// How often `compare` finds a difference that is not there, and how often one that is.
///
/// "Generators" are made of real images: features are block means of their pixels, drawn towards the mean and with noise. No
/// alarm may come of two sample sets of one generator (`alarms`); a worse generator must be found (`power`). All is drawn anew in
/// each trial, the reference too. One JSON line a scene; with `--out FOLDER` also `comparison.md` and `comparison.svg`.
struct ComparisonBenchmark {
    let images: String
    let trials: Int
    let small: Int
    let samples: Int
    let repeats: Int
    let permutations: Int
    let folder: String?
    /// Only the sentence's truth, the quickest part, and nothing written.
    let isDetectableOnly: Bool

    /// True distances over the baseline's.
    static let ratios = [1, 1.02, 1.05, 1.1, 1.2]

    init(_ options: Options) throws {
        var options = options
        guard let images = options.text("images") else {
            throw BenchmarkError(message: "Name a source of grey images of 28 x 28 with --images.")
        }
        self.images = images
        trials = try options.count("trials", default: 500)
        small = try options.count("small", default: 1000)
        samples = try options.count("samples", default: 10_000)
        repeats = try options.count("repeats", default: 100)
        permutations = try options.count("permutations", default: 500)
        folder = options.text("out")
        isDetectableOnly = options.text("only") == "detectable"
        try options.finish()
    }

    func run() throws {
        if isDetectableOnly {
            _ = try detectable()
            return
        }
        let pool = try Self.features(of: images)
        guard pool.rows >= 3 * samples else {
            throw BenchmarkError(message: "\(images) has \(pool.rows) images; a trial takes \(3 * samples).")
        }
        var alarms: [ComparisonFigure.Alarm] = []
        let scenes: [(String, ComparisonScene)] = [
            ("images", .images(pool)), ("mixture of Gaussians", .mixture),
        ]
        for (name, scene) in scenes {
            for kind in ComparisonScene.Kind.allCases {
                let alarm = try falseAlarms(name, scene, kind)
                alarms.append(alarm)
                try printLine([
                    "benchmark": "comparison", "scene": name, "kind": kind.rawValue, "trials": trials,
                    "samples": small, "worse": alarm.worse,
                    "any_difference": alarm.any, "worse_by_metric": alarm.byMetric,
                ])
            }
        }
        let scene = scenes[0].1
        var curves: [ComparisonFigure.Curve] = []
        for paired in [true, false] {
            for count in [samples / 5, samples] {
                var points: [(ratio: Double, found: Double)] = []
                for ratio in Self.ratios {
                    let strength = try scene.strength(ratio: ratio)
                    let found = try power(scene, strength, count: count, paired: paired)
                    points.append((ratio, found))
                    try printLine([
                        "benchmark": "comparison", "power": found, "ratio": ratio, "samples": count, "paired": paired,
                        "repeats": repeats, "strength": strength,
                    ])
                }
                curves.append(.init(name: "\(paired ? "paired" : "unpaired"), \(count)", points: points))
            }
        }
        let detectable = try detectable()
        guard let folder else { return }
        let figure = ComparisonFigure(
            alarms: alarms, curves: curves, detectable: detectable, trials: trials, small: small, repeats: repeats,
            permutations: permutations,
            images: images)
        let target = URL(fileURLWithPath: folder, isDirectory: true)
        try figure.markdown().write(
            to: target.appendingPathComponent("comparison.md"), atomically: true, encoding: .utf8)
        try figure.svg().write(to: target.appendingPathComponent("comparison.svg"), atomically: true, encoding: .utf8)
    }

    private func detectable() throws -> [DetectableBenchmark.Found] {
        let result = try DetectableBenchmark(count: 400, runs: 400, permutations: permutations).run()
        for found in result {
            try printLine([
                "benchmark": "comparison", "detectable": found.difference, "uncorrected": found.uncorrected,
                "fault": found.fault.rawValue, "paired": found.isPaired, "seen": found.share,
            ])
        }
        return result
    }

    /// All five metrics read together, two sets of one generator against a fresh reference.
    private func falseAlarms(
        _ name: String, _ scene: ComparisonScene, _ kind: ComparisonScene.Kind
    ) throws -> ComparisonFigure.Alarm {
        var alarm = ComparisonFigure.Alarm(scene: name, kind: kind.rawValue)
        for trial in 0..<trials {
            let drawn = scene.equal(kind, count: small, seed: UInt64(trial + 1))
            let reference = try ComparisonReference(rows: drawn.reference, matched: drawn.reference)
            let metrics = try SetComparison.evaluate(
                [try reference.measure(drawn.first), try reference.measure(drawn.second)],
                paired: kind.isPaired,
                options: .init(test: .init(permutations: permutations, seed: UInt64(trial + 1))))
            var (worse, any) = (false, false)
            for metric in metrics {
                let answer = metric.answers[0]
                guard answer.isDifferent(level: 0.95) else { continue }
                any = true
                let isLower = ["frechet_distance", "kernel_distance"].contains(metric.name)
                let isWorse = (answer.difference > 0) == isLower
                guard isWorse, metric.name != "density" else { continue }
                worse = true
                alarm.byMetric[metric.name, default: 0] += 1 / Double(trials)
            }
            alarm.worse += worse ? 1 / Double(trials) : 0
            alarm.any += any ? 1 / Double(trials) : 0
        }
        return alarm
    }

    /// The share of repeats in which the second set's Fréchet distance is called worse; that metric alone is computed.
    private func power(
        _ scene: ComparisonScene, _ strength: Double, count: Int, paired: Bool
    ) throws -> Double {
        var found = 0
        for trial in 0..<repeats {
            let drawn = scene.worse(strength: strength, count: count, paired: paired, seed: UInt64(trial + 10_001))
            let reference = try FrechetReference(Moments(of: drawn.reference))
            let sets = try [drawn.first, drawn.second].map { rows in
                let influence = try FrechetInfluence(reference: reference, generated: Moments(of: rows))
                return RowContributions.frechetDistance(influence, generated: rows, reference: drawn.reference)
            }
            let middle = try FrechetInfluence(
                reference: reference, generated: Moments(of: drawn.first.appendingRows(of: drawn.second)))
            let question = DifferenceTest.Question(
                metric: sets[0].metric, difference: sets[1].value - sets[0].value,
                statistic: .scores(
                    first: middle.ofGenerated(drawn.first), second: middle.ofGenerated(drawn.second)),
                variances: sets[1].differenceVariances(to: sets[0], paired: paired))
            // As strict as the largest of five metrics at once would be under Bonferroni.
            let answer = DifferenceTest.evaluate(
                [[question]], paired: paired, options: .init(permutations: permutations, seed: UInt64(trial + 1)))[0][0]
            if answer.isDifferent(level: 0.99), answer.difference > 0 { found += 1 }
        }
        return Double(found) / Double(repeats)
    }

    /// Means of blocks of 4 × 2 pixels, 98 columns in 0…1, less their mean over all images.
    private static func features(of images: String) throws -> Matrix<Float> {
        let source = try SampleSources.open(images)
        guard source.shape == .image(height: 28, width: 28, channels: 1) else {
            throw BenchmarkError(message: "\(images) holds \(source.shape)s, not grey images of 28 x 28.")
        }
        let pixels = try source.read(rows: 0..<source.count)
        var features = Matrix<Float>(rows: pixels.rows, columns: 98)
        for row in 0..<pixels.rows {
            for (place, value) in pixels.row(row).enumerated() {
                features[row, place / 28 / 4 * 14 + place % 28 / 2] += value / 8
            }
        }
        let mean = Moments(of: features).mean
        for row in 0..<features.rows {
            for column in 0..<features.columns { features[row, column] -= Float(mean[column]) }
        }
        return features
    }
}
