import GANNumerics
import RealModule

/// How sequences of symbols compare with those that they were learnt from.
///
/// A sequence is a row of symbol numbers, which may be empty. All figures are functions of the sets; O(symbols) each but for sorting.
public struct SequenceQuality: Sendable, Equatable, Codable {
    /// A share of sequences with Wilson's 95 % interval.
    public struct Share: Sendable, Equatable, Codable {
        /// Sequences of the kind, and all.
        public var count: Int
        /// All sequences.
        public var of: Int
        /// The interval's lower end.
        public var low: Double
        /// The interval's upper end.
        public var high: Double

        /// `count` of `of`; at least one.
        public init(_ count: Int, of: Int) {
            self.count = count
            self.of = of
            (low, high) = Statistics.wilsonInterval(successes: count, trials: of)
        }

        /// count / of.
        public var value: Double { Double(count) / Double(max(1, of)) }
    }

    /// Sequences that were looked at.
    public var sequences: Int
    /// Those that the rule calls valid; nil without one.
    public var valid: Share?
    /// Different sequences among all, a share without an interval: repeats are no independent trials, and more sequences repeat more.
    public var distinct: Double
    /// Sequences that no training sequence equals.
    public var novel: Share
    /// Sequences that equal a training sequence.
    public var memorized: Share
    /// The Jensen–Shannon divergence in nats, 0 to log 2, of the shares of n-grams from the training sequences', for n = 1 to 4.
    ///
    /// Both ends of a sequence count as a symbol each where n > 1. The plug-in estimate, which is biased upwards: hold it beside real sequences
    /// of equal number.
    public var divergences: [Double]
    /// Self-BLEU: how well the other sequences foretell one, 0 to 1; larger is less diverse.
    public var selfBLEU: Double

    /// Sequences at most that self-BLEU reads, from the first on.
    public static let bleuLimit = 1000

    /// Compares at least one generated sequence with at least one training sequence.
    public init(generated: [[UInt32]], training: [[UInt32]], isValid: (([UInt32]) -> Bool)? = nil) {
        precondition(!generated.isEmpty && !training.isEmpty, "sequences without others to compare them with")
        let known = Set(training)
        let copies = generated.count { known.contains($0) }
        sequences = generated.count
        valid = isValid.map { rule in Share(generated.count(where: rule), of: generated.count) }
        distinct = Double(Set(generated).count) / Double(generated.count)
        novel = Share(generated.count - copies, of: generated.count)
        memorized = Share(copies, of: generated.count)
        divergences = (1...4).map { NGrams.divergence(generated, training, length: $0) }
        selfBLEU = NGrams.selfBLEU(Array(generated.prefix(Self.bleuLimit)))
    }
}
