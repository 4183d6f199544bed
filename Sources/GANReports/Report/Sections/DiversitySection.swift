/// How much of the real data's variety is reached: figures alone.
enum DiversitySection: SectionPage {
    static let title = "Diversity"
    static let needed = "Needed: samples and a reference, a few thousand of each."
    static let rank = 2

    static func pictures(_ page: ReportPage) -> [PictureView] { [] }
}
