import GANNumerics
import OrderedCollections

/// How far samples move for a step between two latent vectors, path by path.
public struct PathLengths: Sendable, Equatable {
    /// d(G(z_t), G(z_{t+ε})), one for each path.
    public var distances: [Double]
    /// ε, the step as a share of the path.
    public var step: Double
    /// Where the paths lie: "z", or "w" behind a mapping network.
    public var space: String
    /// How points between two vectors were found: "slerp" or "lerp".
    public var interpolation: String
    /// What measured the distances.
    public var distance: String
    /// The same of straight paths in w between the images of the same latent vectors; nil without a mapping network.
    public var mapped: [Double]?

    /// Distances of steps `step` on paths in `space`.
    public init(distances: [Double], step: Double, space: String, interpolation: String, distance: String) {
        self.distances = distances
        self.step = step
        self.space = space
        self.interpolation = interpolation
        self.distance = distance
    }

    static let lackOfNetwork = "needs images and the weights of efficientnet-lite0, which ./setup gets"
}

/// How much samples change along a path between two latent vectors.
///
///     E[ d(G(z_t), G(z_{t+ε}))/ε² ],   ε = 10⁻⁴, without the lowest and the highest 1 % of the paths
///
/// t is uniform in 0…1. Paths are spherical between normal vectors and straight in w and between others. Samples are compared with their
/// fractions of grey levels. Lower is smoother; there is no null, for nothing says how smooth a perfect generator would be, and no ceiling, for real
/// data have no latent vectors.
///
/// Source: Karras, Laine and Aila 2019, arXiv 1812.04948, section 4.1 and their metrics' code for ε and the trimming. Theirs measures by LPIPS;
/// here it is EfficientNet-lite0's layers with equal weights, so that the numbers compare with their own kind alone, unless the weights of LPIPS are given.
public enum PerceptualPathLength: Metric {
    /// The name in results, files and on the command line.
    public static let name = "perceptual_path_length"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Perceptual path length", section: .quality, direction: .lower,
        values: .init(0 ... .infinity),
        sees: "latent spaces in which samples jump instead of changing smoothly",
        blindTo: "quality, variety and copying: a generator of one image has 0",
        paper: "Karras, Laine and Aila 2019, arXiv 1812.04948, section 4.1",
        needs: [.latentPaths], formula: "trimmed mean of d(G(z_t), G(z_{t+ε}))/ε², ε = 1e-4, t uniform",
        reading:
            "Lower is smoother. Compare checkpoints of one generator, or generators of one size, by it; a collapsed generator has the lowest of all, so read it "
            + "beside recall. It is measured in EfficientNet-lite0's layers unless --lpips FILE names the weights of LPIPS, which measured published numbers: another scale. Of a generator with a "
            + "mapping network value_in_w is that of straight paths in w.",
        references:
            "No null: nothing says how smooth a perfect generator is. No ceiling: real data have no latent vectors.",
        uncertainty: "Bootstrap of paths, the trimming repeated in each draw; percentiles of 1,000 draws.",
        conventions:
            "Both ends of a step have one class label and one noise. The lowest and the highest 1 % of the paths are left out, as StyleGAN does. Samples are not "
            + "rounded to grey levels, which would multiply the value.")

    /// Paths that a mean takes.
    static let fewestPaths = 50
    private static let draws = 1000
    /// What is left out at either end.
    private static let trimmed = 0.01

    /// The metric of steps' distances.
    ///
    /// Throws `MetricError` for fewer than 50 paths, distances that are not finite, and a step out of 0…1. Cost 1,000 sorts of the paths.
    public static func evaluate(
        _ paths: PathLengths, interval: Bool = true, seed: UInt64 = 0, level: Double = 0.95
    ) throws(MetricError) -> MetricResult {
        guard paths.step > 0, paths.step < 1 else {
            throw .invalidOption(metric: name, option: "step", value: "\(paths.step)", allowed: "between 0 and 1")
        }
        guard paths.distances.count >= fewestPaths else {
            throw .tooFewRows(metric: name, role: "path", rows: paths.distances.count, needed: fewestPaths)
        }
        if let row = paths.distances.firstIndex(where: { !$0.isFinite }) {
            throw .nonFinite(metric: name, role: "path", row: row, column: 0)
        }
        let lengths = paths.distances.map { $0 / (paths.step * paths.step) }
        var result = MetricResult(value: trimmedMean(lengths.sorted()))
        if let mapped = paths.mapped {
            let behind = PathLengths(
                distances: mapped, step: paths.step, space: "w", interpolation: "lerp", distance: paths.distance)
            let found = try evaluate(behind, interval: interval, seed: seed, level: level)
            result.parts["value_in_w"] = .number(found.value)
            if let interval = found.interval { result.parts["interval_in_w"] = .interval(interval) }
            result.parts["median_in_w"] = found.parts["median"]
        }
        result.parts["paths"] = .count(lengths.count)
        result.parts["step"] = .number(paths.step)
        result.parts["space"] = .text(paths.space)
        result.parts["interpolation"] = .text(paths.interpolation)
        result.parts["distance"] = .text(paths.distance)
        result.parts["median"] = .number(Statistics.median(lengths))
        result.parts["largest"] = .number(lengths.max() ?? 0)
        guard interval else { return result }
        var stream = SeededGenerator(seed: seed).split(name)
        let means = (0..<draws).map { _ in
            trimmedMean((0..<lengths.count).map { _ in lengths[stream.index(below: lengths.count)] }.sorted())
        }.sorted()
        let edge = (1 - level) / 2
        result.interval = MetricInterval(
            low: min(result.value, Statistics.quantile(ofSorted: means, edge)),
            high: max(result.value, Statistics.quantile(ofSorted: means, 1 - edge)), level: level,
            method: "bootstrap of paths, \(draws) draws")
        return result
    }

    /// The mean without what lies beyond the percentiles, which are values that occur, the outer ones where they fall between two.
    static func trimmedMean(_ sorted: [Double]) -> Double {
        let last = Double(sorted.count - 1)
        let low = sorted[Int((trimmed * last).rounded(.down))]
        let high = sorted[Int(((1 - trimmed) * last).rounded(.up))]
        return Statistics.mean(sorted.filter { $0 >= low && $0 <= high })
    }
}

extension PerceptualPathLength {
    /// Real data have no latent vectors.
    public static var ceiling: CeilingRule { .none }

    /// What keeps it from being computed.
    public static func missing(_ inputs: MetricInputs) -> String? {
        inputs.paths == nil
            ? inputs.lackOfPaths ?? "needs a generator whose samples have fractions of grey levels" : nil
    }

    /// The metric of the generator's paths.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        guard let paths = context.inputs.paths else {
            throw .tooFewRows(metric: name, role: "path", rows: 0, needed: fewestPaths)
        }
        return try evaluate(paths, interval: context.options.interval, seed: context.options.seed)
    }
}
