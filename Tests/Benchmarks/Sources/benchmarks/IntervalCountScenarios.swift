import Foundation
import GANMetrics
import GANNumerics
import OrderedCollections

/// Metrics of class probabilities, and of counts: modes and collisions.
enum IntervalCountScenarios {
    static var all: [IntervalScenario] { probabilities + classes + modes + collisions }

    // MARK: Class probabilities

    private static let classCount = 10

    private static var probabilities: [IntervalScenario] {
        [
            scenario("all classes, sure", weights: [Double](repeating: 1, count: classCount), sharpness: 6),
            scenario("all classes, unsure", weights: [Double](repeating: 1, count: classCount), sharpness: 2),
            scenario("three of ten classes", weights: [3, 2, 1, 0, 0, 0, 0, 0, 0, 0], sharpness: 4),
        ]
    }

    private static func scenario(_ name: String, weights: [Double], sharpness: Double) -> IntervalScenario {
        let stream = SeededGenerator(seed: 3).split(name)
        let count = 1000
        return IntervalScenario(
            name: name, real: 0, generated: count, columns: classCount, truth: "mean of repeats"
        ) { index in
            let own = stream.split(index)
            let drawn = draw(count, weights: weights, stream: own)
            var scores = own.split("scores").normalRows(count, columns: classCount)
            for row in 0..<count {
                scores[row, drawn[row]] += Float(sharpness)
                let total = scores.row(row).reduce(0) { $0 + exp($1) }
                for column in 0..<classCount { scores[row, column] = exp(scores[row, column]) / total }
            }
            do { return [IntervalObservation("inception_score", try InceptionScore.evaluate(generated: scores))] } catch
            {
                preconditionFailure("\(error)")
            }
        }
    }

    private static func draw(_ count: Int, weights: [Double], stream: SeededGenerator) -> [Int] {
        var generator = stream.split("classes")
        let total = weights.reduce(0, +)
        return (0..<count).map { _ in
            var left = generator.uniform() * total
            for (number, weight) in weights.enumerated() {
                left -= weight
                if left < 0 { return number }
            }
            return weights.lastIndex { $0 > 0 } ?? 0
        }
    }

    // MARK: Classes hit

    private static var classes: [IntervalScenario] {
        let even = [Double](repeating: 1, count: classCount)
        let lopsided = [1, 1, 1, 1, 1, 1, 1, 0.3, 0.2, 0]
        return [("reference's shares", even), ("two near the least share, one missing", lopsided)].map {
            name, weights in
            let stream = SeededGenerator(seed: 4).split(name)
            let (count, total) = (500, weights.reduce(0, +))
            // The least share is a quarter of the reference's, which is even.
            let truth = Double(weights.count { $0 / total >= 0.25 / Double(classCount) })
            return IntervalScenario(
                name: name, real: 0, generated: count, columns: classCount, truth: "the shares drawn from"
            ) { index in
                do {
                    let result = try ModeCoverage.evaluate(
                        generatedClasses: draw(count, weights: weights, stream: stream.split(index)),
                        referenceCounts: [Int](repeating: 100, count: classCount))
                    return [IntervalObservation("mode_coverage", result, truth: truth)]
                } catch { preconditionFailure("\(error)") }
            }
        }
    }

    // MARK: Known modes

    private static var modes: [IntervalScenario] {
        let angles = (0..<8).map { Double($0) * .pi / 4 }
        let centres = angles.map { [Foundation.cos($0), Foundation.sin($0)] }
        let known = KnownModes(
            centres: Matrix(rows: 8, columns: 2, scalars: centres.flatMap { $0 }),
            standardDeviations: [Double](repeating: 0.01, count: 8))
        return [("ring, right spread", 0.01), ("ring, spread of 1.3", 0.013)].map { name, deviation in
            let stream = SeededGenerator(seed: 5).split(name)
            let source = GaussianMixture(centres: centres, deviation: deviation)
            let truth = ModeCoverage.probabilityWithin(3 * 0.01 / deviation, dimensions: 2)
            return IntervalScenario(name: name, real: 0, generated: 1000, columns: 2, truth: "closed form") { index in
                do {
                    let result = try ModeCoverage.evaluate(
                        generated: source.rows(1000, stream: stream.split(index)), modes: known)
                    return [
                        IntervalObservation(
                            "mode_coverage", result, part: "high_quality_interval", value: "high_quality_share",
                            truth: truth)
                    ]
                } catch { preconditionFailure("\(error)") }
            }
        }
    }

    // MARK: Collisions

    private static var collisions: [IntervalScenario] {
        let columns = 8
        let plain = GaussianMixture.single(columns: columns)
        let count = 1000
        func scenario(
            _ name: String, _ sample: @escaping @Sendable (SeededGenerator) -> Matrix<Float>,
            _ collide: @escaping @Sendable (Double) -> Double
        ) -> IntervalScenario {
            let stream = SeededGenerator(seed: 6).split(name)
            return IntervalScenario(
                name: name, real: count, generated: count, columns: columns, truth: "closed form, given the threshold"
            ) { index in
                let own = stream.split(index)
                do {
                    var result = try BirthdaySupport.evaluate(
                        real: plain.rows(count, stream: own.split("real")), generated: sample(own.split("generated")))
                    guard case .number(let threshold)? = result.parts["threshold"] else {
                        preconditionFailure("no threshold")
                    }
                    // Its interval takes the threshold as known, as the truth here does.
                    if case .interval(let interval)? = result.parts["given_threshold"] { result.interval = interval }
                    return [IntervalObservation("birthday_support", result, truth: 1 / collide(threshold))]
                } catch { preconditionFailure("\(error)") }
            }
        }
        /// Two independent rows are within `distance` where a normal vector is within distance/(√2·deviation).
        func gaussian(_ deviation: Double) -> @Sendable (Double) -> Double {
            { distance in
                ModeCoverage.probabilityWithin(distance / (2.0.squareRoot() * deviation), dimensions: columns)
            }
        }
        /// A generator with `support` different samples, all equally likely.
        func finite(_ support: Int) -> IntervalScenario {
            let atoms = plain.rows(support, stream: SeededGenerator(seed: 7))
            var distances: [Double] = []
            for first in 0..<support {
                for second in 0..<first {
                    distances.append(
                        zip(atoms.row(first), atoms.row(second)).reduce(0.0) {
                            $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1)
                        }.squareRoot())
                }
            }
            let near = distances.filter { $0 < 2 }
            return scenario("\(support) samples only") { stream in
                var choice = stream
                return atoms.rows(at: (0..<count).map { _ in choice.index(below: support) })
            } _: { threshold in
                let pairs = Double(near.count { $0 <= threshold })
                return (Double(support) + 2 * pairs) / Double(support * support)
            }
        }
        return [
            scenario("equal", { plain.rows(count, stream: $0) }, gaussian(1)),
            scenario(
                "spread of 0.7",
                { GaussianMixture.single(columns: columns, deviation: 0.7).rows(count, stream: $0) }, gaussian(0.7)),
            finite(500), finite(10_000),
        ]
    }
}
