package import GANNumerics
import OrderedCollections

/// How much the answers to one input differ from each other, for a model that draws noise.
///
///     mean over inputs of the mean absolute difference of two answers
///
/// In grey levels. Source: Zhu et al. 2017, arXiv 1711.11586 (BicycleGAN), for the diversity of one input's answers.
package enum AnswerDiversity {
    package static let name = "answer_diversity"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Variety of one input's answers", section: .condition, direction: .closerToNull,
        values: .init(0...255),
        sees: "models that answer the same thing each time, though more than one answer is true",
        blindTo: "whether the different answers are right",
        paper: "Zhu et al. 2017, arXiv 1711.11586",
        needs: [],
        formula: "mean over inputs of mean |answer − other answer to the same input|",
        reading:
            "In grey levels. 0 for a model without noise. Far above the true answers' own, it makes up more than the data leave open.",
        references:
            "Null: two true answers to the same input, where the data know them. Answers to different inputs are a part.",
        uncertainty: PairedFigure.uncertainty,
        conventions: "Absolute differences of grey levels of two answers to each input, drawn by two seeds.")

    /// From two answers to each input, `[n, d]` both, answers to other inputs, and two true ones' absolute differences where they are known.
    package static func result(
        _ first: Matrix<Float>, _ second: Matrix<Float>, others: [Int], truth: [Double]?
    ) -> MetricResult {
        let own = PairedAbsoluteError.values(outputs: first, targets: second)
        var result = PairedFigure.result(own, bounds: entry.bounds)
        result.null = truth.map {
            MetricReference(value: Statistics.mean($0), basis: "two true answers to each of \($0.count) inputs")
        }
        let apart = PairedAbsoluteError.values(outputs: first, targets: second.rows(at: others))
        result.parts["between_inputs"] = .number(Statistics.mean(apart))
        return result
    }
}
