/// Quality against variety: the precision–recall curve of the samples beside that of real data, and what truncation of the latents does.
public struct TradeOff: Sendable, Equatable {
    /// The samples' curve.
    public var samples: Curve
    /// Real data's: held-out rows in the samples' place, or one half of the reference against the other.
    public var real: Curve
    /// Whether held-out rows gave `real`.
    public var isHeldOut: Bool
    /// Rows of each set that the curves are of.
    public var rows: Int
    /// Precision and recall at truncations of the latents, the least first; empty where nobody asked for them.
    public var truncations: [Truncation]

    package init(samples: Curve, real: Curve, isHeldOut: Bool, rows: Int, truncations: [Truncation] = []) {
        self.samples = samples
        self.real = real
        self.isHeldOut = isHeldOut
        self.rows = rows
        self.truncations = truncations
    }

    /// Precision and recall over angles, by Sajjadi and others, 2018.
    public struct Curve: Sendable, Equatable {
        /// Rising from 0, each 0 to 1.
        public var precision: [Double]
        /// Falling to 0, each 0 to 1.
        public var recall: [Double]
        /// The largest F8 on the curve, which weighs recall.
        public var f8: Double
        /// The largest F1/8 on the curve, which weighs precision.
        public var f1over8: Double

        package init(precision: [Double], recall: [Double], f8: Double, f1over8: Double) {
            self.precision = precision
            self.recall = recall
            self.f8 = f8
            self.f1over8 = f1over8
        }
    }

    /// What samples of shortened latents reach.
    public struct Truncation: Sendable, Equatable {
        /// What the latents were multiplied by.
        public var factor: Double
        /// The share of the samples among real data, 0 to 1.
        public var precision: Double
        /// The share of the real data among samples, 0 to 1.
        public var recall: Double
        /// How many samples there were, and as many real rows.
        public var samples: Int

        package init(factor: Double, precision: Double, recall: Double, samples: Int) {
            self.factor = factor
            self.precision = precision
            self.recall = recall
            self.samples = samples
        }
    }
}
