import GANEvaluation

/// One section of a report for people, whole: a file for each, named in the one list below.
protocol SectionPage {
    static var title: String { get }
    /// What a section with nothing measured would need.
    static var needed: String { get }
    /// Where a headline about several sections names it: what explains the others comes first, from 0 on.
    static var rank: Int { get }
    /// The pictures that stand below the rulers of the section's metrics.
    static func pictures(_ page: ReportPage) -> [PictureView]
}

extension ReportSection {
    /// The one list of them.
    var page: any SectionPage.Type {
        switch self {
        case .quality: return QualitySection.self
        case .diversity: return DiversitySection.self
        case .memorization: return MemorizationSection.self
        case .modes: return ModesSection.self
        case .condition: return ConditionSection.self
        case .discriminator: return DiscriminatorSection.self
        case .training: return TrainingSection.self
        }
    }

    /// The section's heading.
    var title: String { page.title }

    /// The sections as a headline names them.
    static var byRank: [ReportSection] { allCases.sorted { $0.page.rank < $1.page.rank } }

    /// The characters of the longest name.
    static var longestName: Int { allCases.map(\.rawValue.count).max() ?? 0 }
}

extension Grade {
    var badge: Badge {
        switch self {
        case .good: return Badge(word: rawValue, style: "good")
        case .weak: return Badge(word: rawValue, style: "weak")
        case .alarming: return Badge(word: rawValue, style: "alarming")
        case .cannotTell: return Badge(word: rawValue, style: "unknown")
        }
    }

    /// The characters of the longest word.
    static var longestWord: Int { allCases.map(\.rawValue.count).max() ?? 0 }
}
