import GANEvaluation
import GANMetrics
import GANText

/// The sentences about branches of the real data whose samples are too few or too many.
struct RegionWords {
    let table: RegionTable

    /// What is missing, and how much of the real data it is.
    var finding: String {
        let missing = table.branches.filter { $0.kind == .missing }
        guard !missing.isEmpty else {
            if table.branches.isEmpty {
                return "No branch of the real data has too few or too many samples, among \(table.regions) regions."
            }
            let counts = [RegionTable.Branch.Kind.rare, .moved, .swollen].compactMap { kind -> String? in
                let count = table.branches.count { $0.kind == kind }
                return count == 0 ? nil : "\(count) \(Self.word(kind))"
            }
            return "No branch of the real data is missing; \(ReportText.list(counts))."
        }
        let share = missing.reduce(0.0) { $0 + $1.share }
        let range = table.missingShare.map {
            " (95 %: \(FigureText.percent($0.low)) to \(FigureText.percent($0.high)))"
        }
        let named = missing.prefix(4).map { name($0) } + (missing.count > 4 ? ["\(missing.count - 4) more"] : [])
        return
            "\(missing.count == 1 ? "A whole branch" : "\(missing.count) whole branches") of the real data "
            + "\(missing.count == 1 ? "is" : "are") missing, \(FigureText.percent(share))\(range ?? "") of them: "
            + ReportText.list(named) + "."
    }

    /// What could have been seen at all.
    var visible: String {
        guard let smallest = table.smallestVisible else {
            return "These counts are too small to see any missing mode."
        }
        return
            "At these counts a missing mode of \(FigureText.percent(smallest)) of the data or more would be seen in 9 of 10 "
            + "draws, if it has a region of its own."
    }

    /// "mostly Sandal (85 %)", or how many regions it is.
    func name(_ branch: RegionTable.Branch) -> String {
        guard let first = branch.labels.first else {
            return "\(FigureText.percent(branch.share)) in \(branch.regions) region\(branch.regions == 1 ? "" : "s")"
        }
        let share = FigureText.percent(first.share)
        return first.share >= 0.5
            ? "mostly \(first.name) (\(share))"
            : "mixed, \(ReportText.list(branch.labels.prefix(2).map { "\($0.name) (\(FigureText.percent($0.share)))" }))"
    }

    /// What is wrong with a branch, in a word.
    static func word(_ kind: RegionTable.Branch.Kind) -> String {
        switch kind {
        case .missing: return "missing"
        case .rare: return "too rare"
        case .moved: return "looking otherwise"
        case .swollen: return "too frequent"
        }
    }

    /// A branch's figures in two lines.
    func lines(_ branch: RegionTable.Branch) -> [String] {
        let made = FigureText.percent(branch.made)
        return [
            "\(Self.word(branch.kind)): \(FigureText.percent(branch.share)) of the real data",
            branch.labels.isEmpty ? "\(made) of its samples" : "\(name(branch)), \(made) of its samples",
        ]
    }

    /// What the map shows.
    func finding(_ map: RegionTable.Map) -> String {
        "The line that separates samples from real data best is right about \(FigureText.percent(map.accuracy)) of rows that it "
            + "has not seen; half would be chance."
    }
}
