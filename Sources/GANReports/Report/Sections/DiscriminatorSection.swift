/// What the discriminator knows of its training data: figures alone.
enum DiscriminatorSection: SectionPage {
    static let title = "Discriminator"
    static let needed = "Needed: the discriminator that was trained with this generator (--discriminator)."
    static let rank = 4

    static func pictures(_ page: ReportPage) -> [PictureView] { [] }
}
