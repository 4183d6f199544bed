import GANNumerics
import RealModule

/// A map from a discriminator's score to the probability that a row is real, real rows and samples being equally frequent.
package struct ScoreCalibration: Sendable, Equatable {
    /// How a map was made.
    package enum Method: String, Sendable, Codable, CaseIterable {
        /// The discriminator's own: 1/(1 + e^−logit).
        case raw
        /// A logistic function of the score, with two parameters.
        case platt
        /// A rising step function, interpolated.
        case isotonic
    }

    /// How it was made.
    package let method: Method
    private let map: Map

    private enum Map: Equatable {
        case logistic(slope: Double, intercept: Double)
        /// Scores that rise and their probabilities, straight lines between them.
        case steps(scores: [Double], probabilities: [Double])
    }

    /// The discriminator's own probabilities, for logits.
    package static let raw = ScoreCalibration(method: .raw, map: .logistic(slope: 1, intercept: 0))

    /// The probability that a row of this score is real, 0…1.
    package func probability(_ score: Double) -> Double {
        switch map {
        case .logistic(let slope, let intercept): return Self.logistic(slope * score + intercept)
        case .steps(let scores, let probabilities):
            guard let last = scores.indices.last, score > scores[0] else { return probabilities[0] }
            guard score < scores[last] else { return probabilities[last] }
            var (low, high) = (0, last)
            while high - low > 1 {
                let middle = (low + high) / 2
                if scores[middle] <= score { low = middle } else { high = middle }
            }
            let share = (score - scores[low]) / (scores[high] - scores[low])
            return probabilities[low] + share * (probabilities[high] - probabilities[low])
        }
    }

    /// The slope and the intercept of a logistic map, whose logit is slope·score + intercept; nil for steps.
    package var line: (slope: Double, intercept: Double)? {
        guard case .logistic(let slope, let intercept) = map else { return nil }
        return (slope, intercept)
    }

    private static func logistic(_ x: Double) -> Double {
        x >= 0 ? 1 / (1 + .exp(-x)) : .exp(x) / (1 + .exp(x))
    }
}

// MARK: Platt

extension ScoreCalibration {
    /// The logistic function that fits finite scores of real rows and of samples best.
    ///
    /// Greatest likelihood with Platt's targets (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2) in the place of 1 and 0, which keeps it finite where the two are
    /// separated; Newton's method with halved steps. Sources: Platt 1999; Lin, Lin and Weng 2007. O(n) a step, a few dozen at most.
    package static func platt(real: [Double], generated: [Double]) -> ScoreCalibration {
        let scores = real + generated
        // In standard units Newton's method needs no care for a critic's scale.
        let (centre, spread) = (Statistics.mean(scores), max(Statistics.standardDeviation(scores), 1e-300))
        let units = scores.map { ($0 - centre) / spread }
        let (high, low) = ((Double(real.count) + 1) / (Double(real.count) + 2), 1 / (Double(generated.count) + 2))
        let targets = real.map { _ in high } + generated.map { _ in low }
        var (slope, intercept) = (0.0, Double.log((Double(real.count) + 1) / (Double(generated.count) + 1)))
        func loss(_ slope: Double, _ intercept: Double) -> Double {
            var sum = 0.0
            for (unit, target) in zip(units, targets) {
                let x = slope * unit + intercept
                sum += Statistics.softplus(x) - target * x
            }
            return sum
        }
        var value = loss(slope, intercept)
        for _ in 0..<100 {
            var (first, second, aa, ab, bb) = (0.0, 0.0, 1e-12, 0.0, 1e-12)
            for (unit, target) in zip(units, targets) {
                let probability = logistic(slope * unit + intercept)
                let (rest, weight) = (probability - target, probability * (1 - probability))
                first += rest * unit
                second += rest
                aa += weight * unit * unit
                ab += weight * unit
                bb += weight
            }
            if max(abs(first), abs(second)) < 1e-10 * Double(scores.count) { break }
            let determinant = aa * bb - ab * ab
            guard determinant > 0 else { break }
            let step = (-(bb * first - ab * second) / determinant, -(aa * second - ab * first) / determinant)
            let descent = first * step.0 + second * step.1
            var length = 1.0
            var isLower = false
            while length > 1e-10 {
                let next = (slope + length * step.0, intercept + length * step.1)
                let found = loss(next.0, next.1)
                if found < value + 1e-4 * length * descent {
                    (slope, intercept, value, isLower) = (next.0, next.1, found, true)
                    break
                }
                length /= 2
            }
            if !isLower { break }
        }
        return ScoreCalibration(
            method: .platt, map: .logistic(slope: slope / spread, intercept: intercept - slope * centre / spread))
    }
}

// MARK: Isotonic

extension ScoreCalibration {
    /// The rising function that fits finite scores of real rows and of samples best, by least squares.
    ///
    /// Pool adjacent violators; equal scores are pooled first. Between two steps it goes straight, and beyond the first and last score it stays.
    /// Source: Zadrozny and Elkan 2002. O(n log n).
    package static func isotonic(real: [Double], generated: [Double]) -> ScoreCalibration {
        let rows = (real.map { ($0, 1.0) } + generated.map { ($0, 0.0) }).sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        /// Scores from `low` to `high` with one probability.
        struct Pool {
            var low: Double
            var high: Double
            var sum: Double
            var count: Double
            var mean: Double { sum / count }
        }
        var pools: [Pool] = []
        var start = 0
        while start < rows.count {
            var pool = Pool(low: rows[start].0, high: rows[start].0, sum: 0, count: 0)
            while start < rows.count, rows[start].0 == pool.low {
                pool.sum += rows[start].1
                pool.count += 1
                start += 1
            }
            while let last = pools.last, last.mean >= pool.mean {
                pool = Pool(low: last.low, high: pool.high, sum: last.sum + pool.sum, count: last.count + pool.count)
                pools.removeLast()
            }
            pools.append(pool)
        }
        var (scores, probabilities): ([Double], [Double]) = ([], [])
        for pool in pools {
            scores.append(pool.low)
            probabilities.append(pool.mean)
            if pool.high > pool.low {
                scores.append(pool.high)
                probabilities.append(pool.mean)
            }
        }
        return ScoreCalibration(method: .isotonic, map: .steps(scores: scores, probabilities: probabilities))
    }
}
