import GANNumerics
import RealModule

/// A discriminator's probabilities as they are, and after calibration on rows that are not judged.
package struct CalibrationComparison: Sendable, Equatable {
    /// A calibration, and how reliable its probabilities are on rows that it was not fitted to.
    package struct Judged: Sendable, Equatable {
        /// The map from scores to probabilities.
        package var calibration: ScoreCalibration
        /// How reliable they are.
        package var reliability: Reliability
        /// The bound on the Jensen–Shannon divergence that follows from them.
        package var bound: MetricResult
    }

    /// The raw probabilities first, which a critic lacks.
    package let judged: [Judged]
    /// Rows of each kind that were judged.
    package let rows: Int
    /// Rows of each kind that calibrations were fitted to.
    package let fittedRows: Int
    /// The samples that no calibration was fitted to, in their order.
    package let freshSamples: [Int]

    /// Fits to one half of held-out rows and as many samples, and reads the other half; nil without held-out rows.
    ///
    /// The halves are drawn by `seed`. Equally many rows of each kind are fitted and read, so that both are equally frequent. O(n log n).
    package init?(_ scores: DiscriminatorScores, seed: UInt64, bins: Int = 15, level: Double = 0.95) {
        guard let heldOut = scores.heldOut else { return nil }
        let count = min(heldOut.count, scores.generated.count)
        let half = count / 2
        guard half >= DiscriminatorScores.fewestRows / 2 else { return nil }
        let stream = SeededGenerator(seed: seed).split("discriminator calibration")
        func draw(_ rows: Int, _ role: String) -> (fitted: [Int], read: [Int]) {
            var generator = stream.split(role)
            let drawn = generator.sample(2 * half, below: rows)
            return (drawn[..<half].sorted(), drawn[half...].sorted())
        }
        let (real, generated) = (draw(heldOut.count, "real"), draw(scores.generated.count, "generated"))
        let fitted = (real: real.fitted.map { heldOut[$0] }, generated: generated.fitted.map { scores.generated[$0] })
        let read = (real: real.read.map { heldOut[$0] }, generated: generated.read.map { scores.generated[$0] })
        let calibrations =
            (scores.scale == .logit ? [ScoreCalibration.raw] : []) + [
                .platt(real: fitted.real, generated: fitted.generated),
                .isotonic(real: fitted.real, generated: fitted.generated),
            ]
        // A step of 0 or 1 would make a logarithm infinite.
        let least = 1 / Double(2 * half + 2)
        judged = calibrations.map { calibration in
            func logit(_ score: Double) -> Double {
                if let line = calibration.line { return line.slope * score + line.intercept }
                let probability = min(max(calibration.probability(score), least), 1 - least)
                return .log(probability / (1 - probability))
            }
            return Judged(
                calibration: calibration,
                reliability: Reliability(
                    real: read.real.map(calibration.probability),
                    generated: read.generated.map(calibration.probability), bins: bins, level: level),
                bound: JensenShannonBound.evaluate(
                    real: read.real.map(logit), generated: read.generated.map(logit), level: level))
        }
        rows = half
        fittedRows = half
        let used = Set(generated.fitted)
        freshSamples = scores.generated.indices.filter { !used.contains($0) }
    }

    /// The judgement of one kind of calibration.
    package subscript(method: ScoreCalibration.Method) -> Judged? {
        judged.first { $0.calibration.method == method }
    }
}
