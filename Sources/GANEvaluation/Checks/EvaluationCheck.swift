/// One thing that must hold before figures are believed.
///
/// A check is a pure function of its context; it looks at the data that an evaluation has at hand anyway.
protocol EvaluationCheck: Sendable {
    static var name: Check.Name { get }
    /// What was found; nil where the data have nothing to check, as without held-out rows.
    ///
    /// Throws what the metrics throw that it is made with.
    static func run(_ context: CheckContext) throws -> Check?
}

/// All checks of an evaluation.
enum EvaluationChecks {
    static let all: [any EvaluationCheck.Type] = [
        SameSourceCheck.self, SampleCountCheck.self, ClassCountsCheck.self, ClassifierCheck.self,
        HeldOutOverlapCheck.self, HeldOutNearCopiesCheck.self, HeldOutCopiesCheck.self, HeldOutDriftCheck.self,
        PreparationCheck.self, LevelsCheck.self, CompressionCheck.self, DuplicatesCheck.self,
        ConstantSamplesCheck.self,
    ]

    /// What each check found, in the list's order.
    static func run(_ context: CheckContext) throws -> [Check] { try all.compactMap { try $0.run(context) } }
}

extension EvaluationCheck {
    static func passed(figure: Double? = nil, limit: Double? = nil) -> Check {
        Check(name: name, outcome: .passed, figure: figure, limit: limit)
    }

    static func noticed(_ finding: CheckFinding, figure: Double? = nil, limit: Double? = nil) -> Check {
        Check(name: name, outcome: .noticed, figure: figure, limit: limit, finding: finding)
    }

    static func failed(
        _ finding: CheckFinding, figure: Double? = nil, limit: Double? = nil, spoils: [ReportSection]
    ) -> Check {
        Check(name: name, outcome: .failed, figure: figure, limit: limit, spoils: spoils, finding: finding)
    }
}
