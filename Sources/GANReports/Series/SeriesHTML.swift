package import GANEvaluation

/// `series.html`: one file that needs no network, and no script to be read.
package enum SeriesHTML {
    /// The whole page; the same series gives the same bytes.
    ///
    /// Pictures are cut to keep the page under 3 MB, which it says. Throws `ReportError` when images can't be encoded.
    package static func render(_ report: SeriesReport) throws(ReportError) -> String {
        let film = try SeriesFilm(report)
        return try HTMLRenderer().render(SeriesPage(report: report, film: film).document())
    }
}
