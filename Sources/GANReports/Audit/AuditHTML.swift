import Foundation
import GANEvaluation
import GANNumerics

/// `audit.html`: one file that needs no network, and no script to be read.
public enum AuditHTML {
    /// The whole page; the same audit gives the same bytes.
    ///
    /// Under 3 MB however many copies there are and however large the images: pictures and lists are cut, which the page says.
    /// Throws `ReportError` when the images can't be encoded.
    public static func render(_ report: AuditReport) throws(ReportError) -> String {
        let sprites = try AuditSprites(report.gallery, latents: report.latentPictures)
        return try PageTemplates.render(AuditPageBuilder(report: report, sprites: sprites).page(), with: "audit")
    }

    /// The source of the page's one script, as a content security policy names it.
    static func hash(of script: String) -> String {
        var digest = ContentDigest()
        digest.update(Array(script.utf8))
        let digits = Array(digest.hexadecimal())
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0..<$0 + 2]), radix: 16)
        }
        return "sha256-" + Data(bytes).base64EncodedString()
    }
}
