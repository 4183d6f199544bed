import GANNumerics
import GANONNX

/// What makes a foreign generator give wrong samples without an error, found before any is drawn.
enum GeneratorHazards {
    /// The model without operators that draw numbers by themselves, so that the seed decides every sample, and how many of them became inputs.
    ///
    /// `shape` runs a model and reads one of its outputs for a run of some samples. Throws for operators that can't become inputs.
    static func seeded(
        _ file: ONNXModelFile, shape: (ONNXModelFile, String) throws -> (axes: [Int], samples: Int, batch: Int?)
    ) throws -> (file: ONNXModelFile, count: Int) {
        let found = file.operators.keys.filter(ONNXNoiseInputs.operators.contains).sorted()
        guard !found.isEmpty else { return (file, 0) }
        guard let noise = ONNXNoiseInputs(file) else { throw random(found, file) }
        let probed = try noise.showingShapes()
        var shapes: [[Int]] = []
        var fixed: Int?
        for output in noise.shapeOutputs {
            let (axes, samples, batch) = try shape(probed, output)
            // Draws that samples share belong to none of them.
            guard axes.count >= 2, axes[0] == samples, axes.allSatisfy({ $0 > 0 }) else { throw random(found, file) }
            shapes.append(axes)
            fixed = batch
        }
        return (try noise.replaced(shapes: shapes, batch: fixed), noise.count)
    }

    private static func random(_ found: [String], _ file: ONNXModelFile) -> ModelError {
        let counts = found.map { "\($0) (\(file.operators[$0] ?? 0))" }.joined(separator: ", ")
        return .unsuitableModel(
            path: file.path, problem: "it draws random numbers of its own: \(counts)",
            expected: "a model whose samples follow from its inputs, so that the same seed gives the same samples",
            remedy: """
                Export it without them (StyleGAN: noise_mode='const'), or with the noise as an input: \
                torch.onnx.export(G, (z, noise), "g.onnx", input_names=["z", "noise"], dynamo=True).
                """)
    }

    /// Throws for an input that noise must not be fed to: what a mapping network makes, or an image.
    static func checkLatent(
        _ port: ONNXSession.Port, output: [Int], path: String
    ) throws(ModelError) {
        let name = port.name.lowercased()
        let sizes = port.shape.dropFirst()
        if ["ws", "w_plus", "wp", "dlatents", "styles"].contains(name) || sizes.count == 2 && (sizes.first ?? 1) != 1 {
            throw .unsuitableModel(
                path: path,
                problem:
                    "its input \(GeneratorInputs.describe(port)) looks like the output of a mapping network (w), which is not normally distributed",
                expected: "a generator that takes z",
                remedy: """
                    Export mapping and synthesis together: torch.onnx.export(G, (z, c), "g.onnx", dynamo=True); \
                    or say what the input is drawn from with --prior.
                    """)
        }
        // An image goes in where one of the same size comes out.
        guard sizes.count == 3, output.count == 4 else { return }
        let input = Array(sizes)
        let isImage =
            [Array(output[2...3]), Array(output[1...2])].contains { side in
                side[0] > 1 && side[1] > 1
                    && ([Array(input[1...2]), Array(input[0...1])].contains {
                        $0.allSatisfy { $0 != nil } && $0 == side.map { Int?($0) }
                    })
            }
        guard isImage else { return }
        throw .unsuitableModel(
            path: path,
            problem:
                "its input \(GeneratorInputs.describe(port)) is an image as large as its output \(output.dropFirst()): it turns images into images",
            expected: "a generator that takes latent vectors",
            remedy: """
                Give --inputs SOURCE with the images that it is to work on; or say what its input is drawn from with --prior, if it is \
                noise of that shape.
                """)
    }

    /// What two runs with the same first sample and other neighbours show, nil where the neighbours change nothing.
    ///
    /// Rounding may differ with a batch's size, so a hundredth of the values' range counts as nothing.
    static func coupling(_ first: ArraySlice<Float>, _ second: ArraySlice<Float>) -> Double? {
        guard first.count == second.count, !first.isEmpty else { return nil }
        var (low, high, largest) = (Float.infinity, -Float.infinity, Float(0))
        for (a, b) in zip(first, second) {
            guard a.isFinite, b.isFinite else {
                if a.isFinite != b.isFinite { return .infinity }
                continue
            }
            (low, high) = (min(low, a, b), max(high, a, b))
            largest = max(largest, abs(a - b))
        }
        guard high > low else { return nil }
        let share = Double(largest / (high - low))
        return share > 0.01 ? share : nil
    }

    static func coupled(_ share: Double, file: ONNXModelFile, batch: Int?) -> ModelError {
        var why = "a sample changes with the others of its batch"
        if share.isFinite { why += ", by up to \(Int((100 * min(share, 99)).rounded())) % of its values' range" }
        if file.trainingNodes > 0 {
            why +=
                ": \(file.trainingNodes) of its operators are in training mode (BatchNormalization with training_mode = 1)"
        }
        let alone =
            batch == nil ? " Or run it one by one with --batch 1, which is what a batch of one sample gives." : ""
        return .unsuitableModel(
            path: file.path, problem: why, expected: "a sample that follows from its own latent vector",
            remedy: """
                Export the model in evaluation mode: G.eval(); \
                torch.onnx.export(G, z, "g.onnx", input_names=["z"], dynamic_shapes=({0: "n"},), dynamo=True).\(alone)
                """)
    }
}
