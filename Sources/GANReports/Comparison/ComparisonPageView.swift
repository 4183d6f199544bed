/// What the comparison's template reads; names here and in `Templates/compare.mustache` are the same.
///
/// As in `PageView`, a name that is nil in an inner view is looked up in the outer ones.
struct ComparisonPageView {
    let title: String
    let css: String
    let spriteRules: String
    let names: String
    let reference: String
    let date: String
    let sentence: String
    let grade: String
    let gradeStyle: String
    let reasons: [String]
    let subjects: [SubjectView]
    let tiles: [DifferenceTileView]
    let sections: [AuditSectionView]
    let command: String
    let methodOpening: String
    let methodTables: [TableView]
    let allDoubts: [DoubtView]
}

struct SubjectView {
    let letter: String
    let name: String
    let detail: String
}

struct DifferenceTileView {
    let metric: String
    let outcome: String
    let outcomeStyle: String
    let values: String
    /// SVG.
    let figure: String
    let said: [String]
}
