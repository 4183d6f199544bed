/// Gates as a table for a terminal, with the reasons of those that did not pass.
package enum GateTable {
    /// The lines, without line ends; reasons are wrapped at `width`, the table is as wide as its figures.
    package static func lines(_ record: GateRecord, width: Int) -> [String] {
        TerminalRenderer(width: width).lines(GatePage(record: record).document())
    }
}
