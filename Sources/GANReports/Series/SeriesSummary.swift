package import GANEvaluation

/// A series for a terminal: the verdict in words, a table of the checkpoints, and where to look.
package enum SeriesSummary {
    /// The lines, without line ends, cut to `width` columns.
    package static func lines(for report: SeriesReport, width: Int = 80) -> [String] {
        TerminalRenderer(width: width).lines(SeriesPage(report: report).document())
    }
}
