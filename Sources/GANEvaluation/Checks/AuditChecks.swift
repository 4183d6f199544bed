public import GANData
public import GANNumerics

/// The checks of an audit: those that need no feature space and no grades.
///
/// Numbers of samples and rows that repeat are the audit's own matter, and so is whether held-out rows were prepared alike, which it
/// must tell from other mixtures of classes.
public enum AuditChecks {
    private static let all: [any EvaluationCheck.Type] = [
        SameSourceCheck.self, HeldOutOverlapCheck.self, HeldOutNearCopiesCheck.self, HeldOutCopiesCheck.self,
        PreparationCheck.self, LevelsCheck.self, CompressionCheck.self, ConstantSamplesCheck.self,
    ]

    /// What was found, in the order in which checks are said; those with nothing to look at are left out.
    ///
    /// `heldOutNeighbours` are the training rows nearest to held-out rows, if they are known; `preparation` is what was found elsewhere of
    /// how held-out rows were prepared. One pass over each source whose facts `cache` does not hold, O(values); memory one block. Throws what
    /// reading throws.
    public static func run(
        samples: Matrix<Float>, training: any SampleSource, heldOut: (any SampleSource)?,
        heldOutNeighbours: NeighbourTable? = nil, preparation: Check? = nil, cache: any EvaluationCache = NoCache()
    ) throws -> [Check] {
        let context = CheckContext(
            reference: training, samples: SetFacts.of(samples, shape: training.shape),
            real: try SetFacts.of(training, cache: cache),
            heldOut: try heldOut.map { try SetFacts.of($0, cache: cache) },
            extractor: nil, heldOutNeighbours: heldOutNeighbours)
        let found = try all.compactMap { try $0.run(context) } + (preparation.map { [$0] } ?? [])
        return Check.Name.allCases.flatMap { name in found.filter { $0.name == name } }
    }
}

extension Check {
    /// Whether it failed for what the samples are, and not for the real data beside them.
    public var isOfSamples: Bool {
        guard outcome == .failed else { return false }
        switch finding {
        case .preparation(.samples, _), .rows(of: .reference), .constantImages: return true
        default: return false
        }
    }
}
