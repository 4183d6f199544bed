import GANEvaluation

/// How much of the real data's variety is reached, and what quality costs of it.
enum DiversitySection: SectionPage {
    static let title = "Diversity"
    static let needed = "Needed: samples and a reference, a few thousand of each."
    static let rank = 3

    static func pictures(_ page: ReportPage) -> [PictureView] {
        [page.report.tradeOff.map { TradeOffFigure.picture($0) }, PriorDocument.picture(page.report.priors)]
            .compactMap { $0 }
    }
}
