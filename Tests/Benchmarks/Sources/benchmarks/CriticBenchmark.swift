import Foundation
import GANCritics
import GANData
import GANMetrics
import GANNumerics
import OrderedCollections

/// What fresh critics say where the truth is known: of real images against real ones, and of blurred ones; and how long they take.
///
/// Prints a table in Markdown. Each split draws two disjoint sets of `rows` images; one critic looks at pixels by convolutions, the other one,
/// as it would at features, at means over squares of four pixels a side.
struct CriticBenchmark {
    let images: String
    let splits: Int
    let rows: Int

    init(_ options: Options) throws {
        var options = options
        images = options.text("images") ?? "builtin:shapes"
        splits = try options.count("splits", default: 50)
        rows = try options.count("rows", default: 2000)
        try options.finish()
    }

    private struct Critic {
        let name: String
        let metric: String
        let shape: SampleShape
        let budget: CriticBudget
        let values: (Matrix<Float>) -> Matrix<Float>
    }

    func run() throws {
        let source = try SampleSources.open(images)
        guard case .image(let height, let width, let channels) = source.shape else {
            throw BenchmarkError(message: "\(images) holds no images.")
        }
        guard source.count >= 2 * rows else {
            throw BenchmarkError(message: "\(images) has \(source.count) images, fewer than two sets of \(rows).")
        }
        let budgets = CriticBudgets()
        let size = (rows: (height + 3) / 4, columns: (width + 3) / 4)
        let critics = [
            Critic(
                name: "features", metric: FreshCritic.name, shape: .vector(size.rows * size.columns * channels),
                budget: budgets.features,
                values: { Self.means($0, height: height, width: width, channels: channels) }),
            Critic(
                name: "pixels", metric: FreshPixelCritic.name, shape: source.shape, budget: budgets.pixels,
                values: { $0 }),
        ]
        print("## \(source.name), two sets of \(rows) images, \(splits) splits\n")
        print(
            "| critic | sets | area, mean | outside 95 % | p ≤ 0.05 | p ≤ 0.5 | p, Kolmogorov distance | seconds each |"
        )
        print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for critic in critics {
            for isBlurred in [false, true] {
                let count = isBlurred ? min(splits, 3) : splits
                var areas: [Double] = []
                var (outside, values) = (0, [Double]())
                let start = ContinuousClock.now
                for split in 0..<count {
                    var stream = SeededGenerator(seed: UInt64(split)).split("critic benchmark")
                    let drawn = stream.sample(2 * rows, below: source.count)
                    let real = try read(source, Array(drawn[..<rows]))
                    var other = try read(source, Array(drawn[rows...]))
                    if isBlurred { other = Self.blurred(other, height: height, width: width, channels: channels) }
                    let scores = try CriticTrainer(
                        objective: .classification, shape: critic.shape, budget: critic.budget, seed: UInt64(split)
                    ).scores(real: critic.values(real), generated: critic.values(other))
                    let result =
                        critic.metric == FreshCritic.name
                        ? try FreshCritic.evaluate(scores) : try FreshPixelCritic.evaluate(scores)
                    areas.append(result.value)
                    if let interval = result.interval, interval.low > 0.5 || interval.high < 0.5 { outside += 1 }
                    if case .number(let value)? = result.parts["permutation_p_value"] { values.append(value) }
                }
                let seconds = (ContinuousClock.now - start) / .seconds(1) / Double(count)
                let row = [
                    critic.name, isBlurred ? "real against blurred" : "real against real",
                    String(format: "%.4f", Statistics.mean(areas)), "\(outside) of \(count)",
                    "\(values.count { $0 <= 0.05 })", "\(values.count { $0 <= 0.5 })",
                    String(format: "%.3f", Self.kolmogorov(values)), String(format: "%.1f", seconds),
                ]
                print("| " + row.joined(separator: " | ") + " |")
            }
        }
    }

    private func read(_ source: any SampleSource, _ rows: [Int]) throws -> Matrix<Float> {
        var scalars: [Float] = []
        for row in rows { scalars += try source.read(rows: row..<row + 1).scalars }
        return Matrix(rows: rows.count, columns: source.shape.size, scalars: scalars)
    }

    /// The largest distance of the values' distribution from the uniform one.
    private static func kolmogorov(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let count = Double(sorted.count)
        return sorted.indices.map {
            max(abs(sorted[$0] - Double($0) / count), abs(Double($0 + 1) / count - sorted[$0]))
        }
        .max() ?? 0
    }

    /// Means over squares of four pixels a side.
    private static func means(_ images: Matrix<Float>, height: Int, width: Int, channels: Int) -> Matrix<Float> {
        let (rows, columns) = ((height + 3) / 4, (width + 3) / 4)
        var result = Matrix<Float>(rows: images.rows, columns: rows * columns * channels)
        for image in 0..<images.rows {
            for y in 0..<height {
                for x in 0..<width {
                    for channel in 0..<channels {
                        result[image, (y / 4 * columns + x / 4) * channels + channel] +=
                            images[image, (y * width + x) * channels + channel] / 16
                    }
                }
            }
        }
        return result
    }

    /// A 3×3 box blur; pixels beyond the edge are left out of the means.
    private static func blurred(_ images: Matrix<Float>, height: Int, width: Int, channels: Int) -> Matrix<Float> {
        var result = images
        for image in 0..<images.rows {
            for y in 0..<height {
                for x in 0..<width {
                    for channel in 0..<channels {
                        var (sum, count): (Float, Float) = (0, 0)
                        for i in max(0, y - 1)...min(height - 1, y + 1) {
                            for j in max(0, x - 1)...min(width - 1, x + 1) {
                                sum += images[image, (i * width + j) * channels + channel]
                                count += 1
                            }
                        }
                        result[image, (y * width + x) * channels + channel] = (sum / count).rounded()
                    }
                }
            }
        }
        return result
    }
}
