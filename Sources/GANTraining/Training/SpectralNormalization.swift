public import GANAutodiff
public import GANNumerics

/// A discriminator's weights divided by their largest singular values, which power iteration follows.
///
/// Miyato et al. 2018, 1802.05957, equations 7 and 8 and algorithm 1: each weight as a matrix with one output a row, v ← Wᵀu/‖Wᵀu‖,
/// u ← Wv/‖Wv‖, σ = uᵀWv. Where the paper iterates once an update, this goes on until σ has settled: one iteration lags behind weights that
/// Adam moves fast. u and v are constants of the gradient, σ is not. Biases and normalization scales are left alone.
public struct SpectralNormalization: Sendable, Equatable {
    /// u of each weight, `[outputs]`; nil for parameters that are no weights.
    public internal(set) var left: [Tensor?]
    /// v of each weight, `[inputs]`.
    public internal(set) var right: [Tensor?]

    /// Random vectors for parameters of these shapes, some iterations ahead; weights have two axes or four.
    public init(_ parameters: [Tensor], seed: SeededGenerator) {
        left = parameters.enumerated().map { index, weight in
            guard weight.shape.count > 1 else { return nil }
            var random = seed.split(index)
            return Self.unit(Tensor(shape: [weight.shape[0]]) { random.fillNormal($0) })
        }
        right = parameters.map { $0.shape.count > 1 ? Tensor(shape: [$0.count / max(1, $0.shape[0])]) : nil }
        // The first steps would otherwise divide by far too little.
        for _ in 0..<15 { iterate(parameters) }
    }

    /// Power iterations for each weight until σ grows by less than one part in 10,000, at most 30; O(values) each.
    public mutating func follow(_ parameters: [Tensor]) {
        for (index, weight) in parameters.enumerated() where left[index] != nil {
            var norm = 0.0
            for _ in 0..<30 {
                let next = iterate(weight, index)
                let grown = next - norm
                norm = next
                if grown <= 1e-4 * next { break }
            }
        }
    }

    /// One power iteration for each weight; O(values).
    public mutating func iterate(_ parameters: [Tensor]) {
        for (index, weight) in parameters.enumerated() { _ = iterate(weight, index) }
    }

    /// One power iteration for one weight; returns ‖Wv‖, which is σ with the vectors as they are now.
    private mutating func iterate(_ weight: Tensor, _ index: Int) -> Double {
        guard let u = left[index] else { return 0 }
        let (rows, columns) = (u.count, weight.count / max(1, u.count))
        let matrix = Variable.constant(weight.reshaped([rows, columns]))
        let v = Self.unit(
            matrix.multiplied(by: .constant(u.reshaped([rows, 1])), transposed: true).value.reshaped([columns]))
        let product = matrix.multiplied(by: .constant(v.reshaped([columns, 1]))).value.reshaped([rows])
        right[index] = v
        left[index] = Self.unit(product)
        return Self.length(product)
    }

    /// σ of each weight as the vectors have it, at most the largest singular value; 1 for other parameters.
    public func norms(_ parameters: [Tensor]) -> [Double] {
        parameters.indices.map { index in
            norm(.constant(parameters[index]), index).map { Double($0.value.scalar) } ?? 1
        }
    }

    /// The weights as the discriminator uses them: each divided by its σ, differentiable at the weights.
    public func normalized(_ weights: [Variable]) -> [Variable] {
        weights.indices.map { index in
            guard let sigma = norm(weights[index], index) else { return weights[index] }
            return weights[index] * sigma.shifted(by: 1e-12).power(-1).expanded(to: weights[index].shape)
        }
    }

    private func norm(_ weight: Variable, _ index: Int) -> Variable? {
        guard let u = left[index], let v = right[index] else { return nil }
        let matrix = weight.reshaped([u.count, v.count])
        let product = matrix.multiplied(by: .constant(v.reshaped([v.count, 1])))
        return (product * .constant(u.reshaped([u.count, 1]))).sum()
    }

    private static func length(_ vector: Tensor) -> Double {
        vector.scalars.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    }

    private static func unit(_ vector: Tensor) -> Tensor {
        let length = length(vector)
        guard length > 0 else { return vector }
        return Tensor(shape: vector.shape, scalars: vector.scalars.map { Float(Double($0) / length) })
    }
}
