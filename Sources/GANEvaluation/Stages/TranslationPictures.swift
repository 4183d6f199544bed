import GANData
import GANNumerics

/// Outputs with their inputs and targets as pictures of one shape: the outputs'.
struct TranslationPictures {
    let outputs: Matrix<Float>
    let inputs: Matrix<Float>?
    let inputShape: ImageShape?
    let targets: Matrix<Float>?
    let shape: ImageShape

    /// One row, whose input is brought to the output's size by its nearest pixels, and to its channels, to be seen beside it.
    func example(_ row: Int, value: Double) -> TranslationPanel.Example {
        TranslationPanel.Example(
            row: row, value: value, input: input(row), output: Array(outputs.row(row)),
            target: targets.map { Array($0.row(row)) })
    }

    private func input(_ row: Int) -> [Float]? {
        guard let inputs, let inputShape, row < inputs.rows else { return nil }
        if inputShape == shape { return Array(inputs.row(row)) }
        let colours: ImageConversion.Colours? =
            inputShape.channels == shape.channels
            ? nil : shape.channels == 3 ? .rgb : shape.channels == 1 ? .grey : nil
        let conversion = ImageConversion(
            size: ImageSize(height: shape.height, width: shape.width), rule: .nearest, colours: colours)
        guard conversion.shape(of: inputShape) == shape else { return nil }
        return conversion.converted(inputs.rows(in: row..<row + 1), shape: inputShape).scalars
    }
}
