import GANData
import GANNumerics
import GANONNX

/// A model from images to images, run by ONNX Runtime on one image after the other.
struct ImageTranslator: Sendable {
    /// What samples are called that it makes.
    let name: String
    private let path: String
    private let session: ONNXSession
    private let input: ONNXSession.Port
    private let output: String
    private let inputLayout: ImageLayout
    private let stated: (range: ValueRange?, layout: ImageLayout?)
    /// The range of the family's networks, where the model is built here.
    private let usual: ValueRange?
    private let shape: ImageShape
    /// Images in one run where the model fixes it.
    let batch: Int

    /// Most values of an image.
    private static let greatestSize = 1 << 26
    /// Images whose values show the range of all.
    static let probeCount = 8

    /// Opens a model for images of `shape`; throws `inputsUnclear` for one that takes none such.
    init(
        _ file: ONNXModelFile, name: String, shape: ImageShape, range: ValueRange?, usual: ValueRange? = nil,
        layout: ImageLayout?, output: String?,
        device: ONNXSession.Device, timeLimit: Double
    ) throws {
        let session = try ONNXSession(file, device: device, timeLimit: timeLimit)
        let path = file.path
        func unclear(_ problem: String, _ remedy: String) -> ModelError {
            .inputsUnclear(
                path: path, inputs: session.inputs.map(GeneratorInputs.describe), problem: problem, remedy: remedy)
        }
        let ports = session.inputs.filter { $0.shape.count == 4 && $0.shape[0].map { (1...64).contains($0) } ?? true }
        guard session.inputs.count == 1, let input = ports.first else {
            throw unclear("a model from images to images takes images and nothing else", "Export it with one input.")
        }
        let sample = SampleShape.image(height: shape.height, width: shape.width, channels: shape.channels)
        var sizes = input.shape.map { $0 ?? -1 }
        ImageLayout.complete(&sizes, shape: sample, layout: layout)
        sizes[0] = 1
        guard let (found, order) = ImageLayout.sample(of: sizes, layout: layout), found == sample else {
            throw unclear(
                "they don't take images of \(sample)", "Give images of its size: --resize and --as make such.")
        }
        self.name = name
        self.path = path
        self.session = session
        self.input = input
        self.output = try ONNXGenerator.imagePort(session.outputs, named: output, path: path).name
        self.shape = shape
        inputLayout = order
        stated = (range, layout)
        self.usual = usual
        batch = input.shape[0] ?? 1
    }

    /// What the model makes of images.
    struct Result {
        var images: Matrix<Float>
        var shape: SampleShape
        /// The values of black and white, in and out.
        var range: ValueRange
        /// How the range is known, in words.
        var known: String
    }

    /// The values of black and white, and how they are known, by what the model makes of the first images, `probe`.
    ///
    /// Without a stated range, and a family's, −1 to 1 goes in; where what comes out shows another range, that one goes in instead. Throws `rangeUnclear`,
    /// `nonFiniteOutput`, and what running the model throws.
    func range(by probe: Matrix<Float>) throws -> (range: ValueRange, known: String) {
        var (range, known) = (ValueRange.symmetric, "as stated")
        if let stated = stated.range {
            range = stated
        } else if let usual {
            (range, known) = (usual, "as this family's networks take them")
        } else if input.type == .uint8 {
            (range, known) = (ValueRange(low: 0, high: 255), "from the type uint8")
        } else {
            known = "by what comes out"
            let first = try values(probe, range: range).values
            guard let seen = ValueRange.detected(in: first.scalars) else { throw unclear(first) }
            if seen != range {
                let second = try values(probe, range: seen).values
                guard ValueRange.detected(in: second.scalars) == seen else { throw unclear(second) }
                range = seen
            }
        }
        return (range, known)
    }

    /// Grey levels of what the model makes of `images`, one a row, channels last, in a range that `range(by:)` found.
    ///
    /// The first one is row `firstRow` of all. Throws `nonFiniteOutput`, and what running the model throws.
    func translated(
        _ images: Matrix<Float>, firstRow: Int, _ range: ValueRange, known: String
    ) throws -> Result {
        let (values, shape) = try values(images, firstRow: firstRow, range: range)
        return Result(images: range.quantize(values), shape: shape, range: range, known: known)
    }

    private func unclear(_ values: Matrix<Float>) -> ModelError {
        .rangeUnclear(path: path, low: values.scalars.min() ?? 0, high: values.scalars.max() ?? 0)
    }

    /// The model's own values, channels last.
    private func values(
        _ images: Matrix<Float>, firstRow: Int = 0, range: ValueRange
    ) throws -> (values: Matrix<Float>, shape: SampleShape) {
        let first = try run(images, 0..<min(batch, images.rows), range)
        guard let (shape, layout) = ImageLayout.sample(of: first.shape, layout: stated.layout),
            case .image(let height, let width, let channels) = shape, shape.size <= Self.greatestSize
        else { throw ModelError.outputUnclear(path: path, output: output, shape: first.shape) }
        let size = shape.size
        let values = try Matrix<Float>(rows: images.rows, columns: size) { target in
            nonisolated(unsafe) let target = target
            try Parallel.forEachThrowing((images.rows + batch - 1) / batch) { piece in
                let rows = piece * batch..<min(images.rows, (piece + 1) * batch)
                let result = try run(images, rows, range)
                guard result.floats.count == batch * size else {
                    throw ModelError.outputUnclear(path: path, output: output, shape: result.shape)
                }
                for row in rows {
                    let start = (row - rows.lowerBound) * size
                    layout.channelsLast(
                        result.floats[start..<start + size], height: height, width: width, channels: channels,
                        into: UnsafeMutableBufferPointer(rebasing: target[row * size..<(row + 1) * size]))
                }
            }
        }
        if let (row, _) = values.firstNonFinite { throw ModelError.nonFiniteOutput(path: path, sample: firstRow + row) }
        return (values, shape)
    }

    /// One run on `rows`, filled up by the same ones again.
    private func run(_ images: Matrix<Float>, _ rows: Range<Int>, _ range: ValueRange) throws -> ONNXResult {
        let size = shape.height * shape.width * shape.channels
        var block = [Float](repeating: 0, count: batch * size)
        let factor = (range.high - range.low) / 255
        for place in 0..<batch {
            let row = rows.lowerBound + place % max(1, rows.count)
            let levels = images.scalars[row * size..<(row + 1) * size].map { range.low + factor * $0 }
            levels.withUnsafeBufferPointer { from in
                block.withUnsafeMutableBufferPointer { target in
                    inputLayout.fromChannelsLast(
                        from, height: shape.height, width: shape.width, channels: shape.channels,
                        into: UnsafeMutableBufferPointer(rebasing: target[place * size..<(place + 1) * size]))
                }
            }
        }
        let sides =
            inputLayout == .channelsFirst
            ? [batch, shape.channels, shape.height, shape.width] : [batch, shape.height, shape.width, shape.channels]
        let tensor = ONNXTensor(shape: sides, type: input.type)
        tensor.assign(block)
        return try session.run([(input.name, tensor)], outputs: [output])[0]
    }
}
