import GANNumerics
import OrderedCollections

/// Whether a model from images to images answers the input that it was given: how often an output is nearer to its own target than to another input's.
///
/// The share and the test are those of `PairAssignment`, by root mean square differences of grey levels.
package enum ConditionUse {
    package static let name = "condition_use"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Own target recognized", section: .condition, direction: .higher, values: .init(0...1),
        sees: "outputs that do not depend on what they were made of",
        blindTo: "faults that all outputs share: a dim or noisy answer may still be nearest to its own target",
        paper: "Phipson and Smyth 2010, arXiv 1603.05766, for the test",
        needs: [],
        formula: "mean over i of the share of j ≠ i with d(output i, target j) > d(output i, target i)",
        reading:
            "½ of a model that ignores its input, 1 where every output is nearest to its own target. Where inputs leave much open, true answers have less "
            + "than 1 as well: the ceiling, on data of which more than one true answer is known.",
        references:
            "Null: ½, exactly. Ceiling: another true answer to the same input, where the data know one; else the targets themselves, where some repeat.",
        uncertainty:
            "Normal over outputs, given the targets; the p-value is that of 999 random assignments of targets to outputs.",
        conventions: "Root mean square differences of grey levels; at most 500 pairs, the first ones.")

    /// The part that says how often targets recognize themselves, where some of them repeat.
    package static let repeatedTargets = "targets_recognized"

    /// The result of outputs, with another true answer's in the same place as the ceiling, or, where none is known and targets repeat, with the targets' own.
    package static func result(
        _ found: PairAssignment, ceiling: PairAssignment? = nil, targets: PairAssignment? = nil
    ) -> MetricResult {
        var result = PairedFigure.result(found.shares, bounds: entry.bounds)
        result.null = MetricReference(value: 0.5, basis: "exact: a model that ignores its input")
        result.ceiling = ceiling.map {
            MetricReference(
                value: Statistics.mean($0.shares), basis: "another true answer to each of \($0.rows) inputs")
        }
        // Equal targets tie, so that the best possible outputs have less than 1.
        if ceiling == nil, let own = targets.map({ Statistics.mean($0.shares) }), own < 1 - 1e-9 {
            result.ceiling = MetricReference(value: own, basis: "the targets themselves, some of which repeat")
            result.parts[repeatedTargets] = .number(own)
        }
        result.parts["p_value"] = .number(found.pValue)
        result.parts["pairs"] = .count(found.rows)
        result.parts["assignments"] = .count(PairAssignment.drawn)
        return result
    }
}
