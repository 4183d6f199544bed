/// What a discriminator knows of its training data, and what critics find that are trained for the samples: figures alone.
enum DiscriminatorSection: SectionPage {
    static let title = "Discriminator"
    static let needed =
        "Not part of a report: ganeval audit --discriminator asks whether the discriminator knows its training data."
    static let rank = 4

    static func pictures(_ page: ReportPage) -> [PictureView] { [] }
}
