/// `audit.html`: one file that needs no network, and no script to be read.
package enum AuditHTML {
    /// The whole page; the same audit gives the same bytes.
    ///
    /// Under 3 MB however many copies there are and however large the images: pictures and lists are cut, which the page says.
    /// Throws `ReportError` when the images can't be encoded.
    package static func render(_ report: AuditReport) throws(ReportError) -> String {
        let sprites = try AuditSprites(report.gallery, latents: report.latentPictures)
        return try HTMLRenderer().render(AuditPage(report: report, sprites: sprites).document())
    }
}
