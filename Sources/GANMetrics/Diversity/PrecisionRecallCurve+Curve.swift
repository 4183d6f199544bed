import RealModule

extension PrecisionRecallCurve {
    /// Precision and recall over angles in (0, π/2), from two histograms over the same bins.
    public struct Curve: Sendable, Equatable {
        /// α(tan θ_i) at θ_i evenly spaced, `[angles]`, rising from 0.
        public let precision: [Double]
        /// α(tan θ_i)/tan θ_i, `[angles]`, falling to 0.
        public let recall: [Double]

        /// What keeps the outermost angles off 0 and π/2, as in the paper's code.
        private static let margin = 1e-10

        /// The curve of the shares `generated` against the shares `real`, each non-negative with sum 1, over equally many bins.
        public init(real: [Double], generated: [Double], angles: Int = 1001) {
            precondition(
                real.count == generated.count && angles > 1,
                "\(real.count) and \(generated.count) bins, \(angles) angles")
            var precision = [Double](repeating: 0, count: angles)
            var recall = precision
            for index in 0..<angles {
                let angle =
                    Self.margin + (Double.pi / 2 - 2 * Self.margin) * Double(index) / Double(angles - 1)
                let slope = Double.tan(angle)
                var sum = 0.0
                for bin in real.indices { sum += min(slope * real[bin], generated[bin]) }
                // Rounding can carry a sum of shares past 1.
                precision[index] = min(1, sum)
                recall[index] = min(1, sum / slope)
            }
            self.precision = precision
            self.recall = recall
        }

        /// The mean of at least one curve over the same angles, point by point.
        public init(meanOf curves: [Curve]) {
            precondition(!curves.isEmpty, "the mean of no curves")
            let count = Double(curves.count)
            precision = curves[0].precision.indices.map { index in
                curves.reduce(0) { $0 + $1.precision[index] } / count
            }
            recall = curves[0].recall.indices.map { index in curves.reduce(0) { $0 + $1.recall[index] } / count }
        }

        /// The largest F_β = (1 + β²)·p·r/(β²·p + r) on the curve, in 0…1; β > 1 weighs recall, β < 1 precision.
        public func maximumF(_ beta: Double) -> Double {
            var largest = 0.0
            for (precision, recall) in zip(precision, recall) {
                largest = max(largest, Self.f(beta, precision: precision, recall: recall))
            }
            return largest
        }

        /// F_β of one point; 0 where precision and recall are both 0.
        public static func f(_ beta: Double, precision: Double, recall: Double) -> Double {
            let square = beta * beta
            let weighted = square * precision + recall
            return weighted > 0 ? min(1, (1 + square) * precision * recall / weighted) : 0
        }
    }
}
