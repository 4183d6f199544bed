/// Real rows do not repeat: a neighbourhood of copies has no size.
enum DuplicatesCheck: EvaluationCheck {
    static let name = Check.Name.duplicates
    private static let noticeable = 0.01
    private static let limit = 0.5

    static func run(_ context: CheckContext) -> Check? {
        let sets: [(CheckedSet, SetFacts)] =
            [(.reference, context.real)] + (context.heldOut.map { [(.heldOut, $0)] } ?? [])
        var greatest = 0.0
        var finding: CheckFinding?
        for (set, facts) in sets {
            let repeated = facts.count - Set(facts.fingerprints).count
            let share = Double(repeated) / Double(max(1, facts.count))
            if share > greatest { (greatest, finding) = (share, .repeatedRows(set, repeated, of: facts.count)) }
        }
        guard let finding, greatest > noticeable else { return passed(figure: greatest, limit: limit) }
        // Rows of few values repeat by themselves.
        return greatest >= limit && context.isImage
            ? failed(finding, figure: greatest, limit: limit, spoils: .calibrated)
            : noticed(finding, figure: greatest, limit: limit)
    }
}
