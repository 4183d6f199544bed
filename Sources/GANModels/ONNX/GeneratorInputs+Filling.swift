import GANNumerics
import GANONNX

extension GeneratorInputs {
    /// The tensors for one run: `latents` `[numbers.count, latentSize]`, filled up to `batch` samples by the same ones again.
    ///
    /// Zeros would do for most models, but some can't take them: StyleGAN divides by a latent vector's length.
    /// Labels and noise of sample i come from streams of `stream` that belong to i alone, so they do not depend on how a
    /// series is cut into runs; row k is sample `numbers[k]`.
    func tensors(
        latents: Matrix<Float>, numbers: [Int], batch: Int, stream: SeededGenerator, truncation: Float,
        labels: GeneratorLabels = .uniform
    ) -> [(name: String, tensor: ONNXTensor)] {
        let filled = (0..<max(batch, numbers.count)).map { (row: $0, source: numbers.isEmpty ? 0 : $0 % numbers.count) }
        return zip(ports, roles).map { port, role in
            let tensor = ONNXTensor(shape: Self.shape(of: port, role: role, batch: batch), type: port.type)
            var values = [Float](repeating: 0, count: tensor.count)
            switch role {
            case .latent(let size):
                for (row, source) in filled {
                    values.replaceSubrange(
                        row * size..<(row + 1) * size, with: latents.scalars[source * size..<(source + 1) * size])
                }
            case .noise(let size):
                let series = stream.split("noise \(port.name)")
                for (row, source) in filled {
                    let noise = series.normalRows(1, columns: size, firstRow: numbers[source])
                    values.replaceSubrange(row * size..<(row + 1) * size, with: noise.scalars)
                }
            case .sharedNoise:
                let noise = stream.split("shared noise \(port.name)").normalRows(1, columns: values.count)
                values = noise.scalars
            case .truncation: values = [Float](repeating: truncation, count: values.count)
            case .label(let classes):
                for (row, source) in filled {
                    values[row] = Float(labels.label(numbers[source], classes: classes, stream))
                }
            case .oneHot(let classes):
                for (row, source) in filled {
                    values[row * classes + labels.label(numbers[source], classes: classes, stream)] = 1
                }
            }
            tensor.assign(values)
            return (port.name, tensor)
        }
    }

    private static func shape(of port: ONNXSession.Port, role: Role, batch: Int) -> [Int] {
        if case .oneHot(let classes) = role { return [batch, classes] }
        return port.shape.enumerated().map { axis, size in size ?? (axis == 0 ? batch : 1) }
    }
}
