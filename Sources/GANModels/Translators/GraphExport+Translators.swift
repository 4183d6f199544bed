import GANCheckpoints
public import GANData
import GANFiles
import GANNumerics
import GANONNX

extension GraphExport {
    /// Writes the network from images to images in `file`, for images of `shape`, to `path`: input `image`, output `images`, both from −1 to 1.
    ///
    /// What is written is run beside the network on the same random images, and only kept where both agree. Throws as `write` does, and
    /// `unsuitableModel` where no shape is given; nil of a file whose tensors are those of no such network.
    public static func writeTranslator(
        _ file: ModelFile, _ options: ModelOptions = ModelOptions(), shape: SampleShape?, to path: String,
        told: (String) -> Void = { _ in }
    ) throws -> Outcome? {
        guard case .stateDict(let weights) = file.contents else { return nil }
        let selected = try? weights.select(try file.selection(options, in: weights), role: .generator)
        guard options.architecture == nil, let selected, let family = file.translatorFamily(of: selected) else {
            return nil
        }
        guard let image = shape?.imageShape else {
            throw ModelError.unsuitableModel(
                path: file.path, problem: "its weights, those of \(family), take images of any size",
                expected: "a size that is stated", remedy: "State the size and channels of its images: --samples HxWxC."
            )
        }
        try file.checkTranslatorOptions(options)
        let built = try file.builtTranslator(in: weights, for: image, options)
        built.notes.forEach(told)
        let written = try ONNXModelFile(contents: built.model.contents, path: path)
        let images = SeededGenerator(seed: 0).normalRows(2, columns: image.height * image.width * image.channels)
        let inputs = Matrix(
            rows: images.rows, columns: images.columns, scalars: images.scalars.map { min(max(128 + 60 * $0, 0), 255) })
        func made(_ model: ONNXModelFile) throws -> Matrix<Float> {
            let translator = try ImageTranslator(
                model, name: built.name, shape: image, range: nil, usual: .symmetric, layout: nil, output: nil,
                device: options.device, timeLimit: options.timeLimit)
            return try translator.translated(inputs, firstRow: 0, .symmetric, known: "").images
        }
        let difference = try agreed(made(built.model), made(written), path: path)
        try AtomicFile.write(written.contents, to: path)
        return Outcome(paths: [path], largestDifference: difference, inputs: inputs.rows)
    }
}
