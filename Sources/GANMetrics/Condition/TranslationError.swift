import GANNumerics
import OrderedCollections

/// How far translations are from the true ones, where the data know these.
///
///     mean over images, pixels and channels of |output − true translation|
///
/// In grey levels. Its parts say the same of each style exchanged for each other one, and what the mapping is (`StyleMapping`).
package enum TranslationError {
    package static let name = "translation_error"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Error of the true translation", section: .condition, direction: .lower,
        values: .init(0...255),
        sees: "translations that look right and are others than the intended one",
        blindTo: "nothing of a difference in pixels; it needs data whose true translation is known",
        paper: "Galanti, Wolf and Benaim 2018, arXiv 1709.00074, for the problem",
        needs: [],
        formula: "mean over images, pixels and channels of |output − true translation|",
        reading:
            "In grey levels, 0 for the true translation. One that exchanges styles has a small error to the exchanged ones instead, which the parts tell.",
        references: "Null: true translations of other inputs.",
        uncertainty: PairedFigure.uncertainty,
        conventions: "Built-in worlds alone know it: builtin:outlines, builtin:world-a and the other sides of both.")

    /// The error of outputs, with what their mapping is where the data have styles.
    package static func result(
        _ own: [Double], others: [Double], mapping: StyleMapping?, styles: [String]
    ) -> MetricResult {
        var result = PairedFigure.result(own, others: others, truth: nil, bounds: entry.bounds)
        result.null = MetricReference(
            value: Statistics.mean(others), basis: "true translations of other inputs, \(others.count) pairs")
        guard let mapping else { return result }
        result.parts["mapping"] = .text(mapping.kind.rawValue)
        result.parts["styles"] = .texts(styles)
        result.parts["mapped_to"] = .texts(mapping.chosen.map { $0.map { styles[$0] } ?? "none" })
        result.parts["mapped_share"] = .numbers(mapping.shares)
        result.parts["style_rows"] = .counts(mapping.images)
        result.parts["mapping_error"] = .number(mapping.error)
        result.parts["style_errors"] = .numbers(mapping.errors.scalars)
        return result
    }
}
