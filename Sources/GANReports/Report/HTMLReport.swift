package import GANEvaluation

/// `index.html`: one file that needs no network and no script.
package enum HTMLReport {
    /// The whole page, with images at native size in the folder beside it; the same report gives the same bytes.
    ///
    /// Under 3 MB whatever the images' size: galleries are cut, compressed and reduced. Throws `ReportError` when the images can't be encoded.
    package static func render(_ report: EvaluationReport) throws -> String {
        try render(report, images: try images(report, place: .folder))
    }

    /// The whole page; its pictures lead to `images`.
    static func render(
        _ report: EvaluationReport, images: NativeImages?, companions: ReportCompanions = ReportCompanions()
    ) throws -> String {
        let sprites = try encoded(report) {
            try GallerySprites(
                gallery: report.gallery, modes: report.modes, discriminator: report.discriminator,
                regions: report.regions, translation: report.translation)
        }
        return try HTMLRenderer().render(
            ReportPage(report: report, sprites: sprites, native: images, companions: companions).document())
    }

    /// The report's images at native size.
    static func images(_ report: EvaluationReport, place: NativeImages.Place) throws -> NativeImages {
        try encoded(report) { try NativeImages(report, place: place) }
    }

    private static func encoded<Images>(_ report: EvaluationReport, _ make: () throws -> Images) throws -> Images {
        do { return try make() } catch {
            throw ReportError.imageEncoding(gallery: report.subject.name, reason: "\(error)")
        }
    }
}
