import GANNumerics
import GANONNX

extension GeneratorInputs {
    /// The tensors for one run: `latents` `[numbers.count, latentSize]`, filled up with zeros to `batch` samples.
    ///
    /// Labels and noise of sample i come from streams of `stream` that belong to i alone, so they do not depend on how a
    /// series is cut into runs; row k is sample `numbers[k]`.
    func tensors(
        latents: Matrix<Float>, numbers: [Int], batch: Int, stream: SeededGenerator, truncation: Float,
        labels: GeneratorLabels = .uniform
    ) -> [(name: String, tensor: ONNXTensor)] {
        zip(ports, roles).map { port, role in
            let tensor = ONNXTensor(shape: Self.shape(of: port, role: role, batch: batch), type: port.type)
            var values = [Float](repeating: 0, count: tensor.count)
            switch role {
            case .latent: values.replaceSubrange(0..<latents.scalars.count, with: latents.scalars)
            case .noise(let size):
                let series = stream.split("noise \(port.name)")
                for (row, number) in numbers.enumerated() {
                    let noise = series.normalRows(1, columns: size, firstRow: number)
                    values.replaceSubrange(row * size..<(row + 1) * size, with: noise.scalars)
                }
            case .sharedNoise:
                let noise = stream.split("shared noise \(port.name)").normalRows(1, columns: values.count)
                values = noise.scalars
            case .truncation: values = [Float](repeating: truncation, count: values.count)
            case .label(let classes):
                for (row, number) in numbers.enumerated() {
                    values[row] = Float(labels.label(number, classes: classes, stream))
                }
            case .oneHot(let classes):
                for (row, number) in numbers.enumerated() {
                    values[row * classes + labels.label(number, classes: classes, stream)] = 1
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
