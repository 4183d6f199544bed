/// Each class would come often enough among the samples for its absence to say something.
enum ClassCountsCheck: EvaluationCheck {
    static let name = Check.Name.classCounts
    /// A class that should come five times is missing by chance in 0.7 % of all cases.
    private static let needed = 5
    /// Where rarer classes hold more of the data than this, the modes as a whole can't be told.
    private static let limit = 0.5

    static func run(_ context: CheckContext) -> Check? {
        guard let counts = context.classCounts, counts.count >= 2 else { return nil }
        let total = Double(counts.reduce(0, +))
        let rare = counts.filter { Double(context.samples.count) * Double($0) / total < Double(needed) }
        let share = Double(rare.reduce(0, +)) / total
        if rare.isEmpty { return passed(figure: 0, limit: limit) }
        let finding = CheckFinding.rareClasses(rare.count, of: counts.count, share: share, needed: needed)
        return share > limit
            ? failed(finding, figure: share, limit: limit, spoils: [.modes])
            : noticed(finding, figure: share, limit: limit)
    }
}
