import GANAutodiff
import GANData
package import GANNumerics

extension NetworkGenerator {
    /// Values of one graph, about: every layer's outputs are kept until the gradient is known.
    private static let graphValues = 1 << 25

    /// How far each latent vector's sample lies from a target, and which way leads there.
    ///
    /// The error of row i is the mean squared difference between the network's output before rounding and `targets` row i, in
    /// grey levels for images, in the network's own values for vectors; the gradient is ∂errorᵢ/∂latentsᵢ, `[n, latentSize]`.
    /// The same bits for any number of threads. Time a small multiple of running the network; memory 128 MiB for the
    /// graph, or one sample's graph where that is larger.
    package func errors(
        latents: Matrix<Float>, targets: Matrix<Float>
    ) -> (errors: [Double], gradients: Matrix<Float>) {
        precondition(
            latents.rows == targets.rows && latents.columns == latentSize && targets.columns == sampleShape.size,
            "latent vectors [\(latents.rows), \(latents.columns)], targets [\(targets.rows), \(targets.columns)]")
        var wanted = targets
        var scale: Float = 1
        if case .image = sampleShape {
            wanted = valueRange.encode(targets)
            scale = 255 / (valueRange.high - valueRange.low)
        }
        let weights = network.parameters.map { Variable.constant($0) }
        var errors: [Double] = []
        var gradients: [Float] = []
        gradients.reserveCapacity(latents.scalars.count)
        let piece = graphPiece
        for start in stride(from: 0, to: latents.rows, by: piece) {
            let rows = start..<min(latents.rows, start + piece)
            let z = Variable.parameter(Tensor(latents.rows(in: rows)))
            var input = z
            if let grid = latentGrid { input = z.reshaped([rows.count] + grid).permuted([0, 2, 3, 1]) }
            let output = network.forward(input, weights: weights, mode: .evaluation).output
            var difference = Tensor(shape: output.shape)
            let columns = sampleShape.size
            for row in 0..<rows.count {
                var sum = 0.0
                for place in row * columns..<(row + 1) * columns {
                    let value = output.value.scalars[place] - wanted.scalars[rows.lowerBound * columns + place]
                    sum += Double(value) * Double(value)
                    difference.scalars[place] = value * 2 * scale * scale / Float(columns)
                }
                errors.append(sum * Double(scale) * Double(scale) / Double(columns))
            }
            gradients += Gradient.of(output, at: [z], seed: .constant(difference))[0].value.scalars
        }
        return (errors, Matrix(rows: latents.rows, columns: latentSize, scalars: gradients))
    }

    /// Latent vectors in one graph, by the layers alone.
    private var graphPiece: Int {
        let values = network.flow.shapes.reduce(network.description.input.reduce(1, *)) { $0 + $1.reduce(1, *) }
        return max(1, min(Network.evaluationPiece, Self.graphValues / max(1, values)))
    }
}
