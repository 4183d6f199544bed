public import GANMetrics

/// What every checkpoint of a series is held to.
public protocol SeriesJudge {
    /// Metrics that are compared with a baseline: what each sample adds to them is looked at.
    var pairedMetrics: Set<String> { get }
    /// Throws where checkpoints of this protocol can't be judged.
    ///
    /// Called once, before the first is measured: a mistake shall not show after hours. `weights` are the first one's.
    func prepare(_ evaluationProtocol: EvaluationProtocol, weights: String) throws
    /// Throws where the first candidate shows that no checkpoint can be judged.
    ///
    /// Called once, as soon as it is measured.
    func check(first candidate: SeriesCandidate, _ evaluationProtocol: EvaluationProtocol) throws
    /// The rules' words on one checkpoint.
    func gates(_ candidate: SeriesCandidate, _ evaluationProtocol: EvaluationProtocol) throws -> [SeriesGate]
}

extension SeriesJudge {
    /// Whatever the first candidate is like, the others are measured.
    public func check(first candidate: SeriesCandidate, _ evaluationProtocol: EvaluationProtocol) throws {}
}
