package import GANEvaluation

/// `index.html`: one file that needs no network and no script.
package enum HTMLReport {
    /// The whole page; the same report gives the same bytes.
    ///
    /// Under 3 MB whatever the images' size: galleries are cut and reduced to a fixed number of pixels.
    /// Throws `ReportError` when the images can't be encoded.
    package static func render(_ report: EvaluationReport) throws -> String {
        let sprites: GallerySprites
        do {
            sprites = try GallerySprites(
                gallery: report.gallery, modes: report.modes, discriminator: report.discriminator,
                regions: report.regions)
        } catch {
            throw ReportError.imageEncoding(gallery: report.subject.name, reason: "\(error)")
        }
        return try HTMLRenderer().render(ReportPage(report: report, sprites: sprites).document())
    }
}
