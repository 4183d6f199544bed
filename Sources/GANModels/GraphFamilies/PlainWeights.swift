import GANNumerics

/// A state dict's weights without their norms.
enum PlainWeights {
    /// Every weight under a norm put together: PyTorch's spectral and weight norms, and BigGAN-PyTorch's own spectral norm.
    ///
    /// Throws `wrongTensors` for parts that are missing or don't belong together; O(elements).
    static func resolve(_ tensors: [String: Tensor], path: String) throws(ModelError) -> [String: Tensor] {
        let norms = WeightNorms(tensors)
        var plain = tensors
        var missing: [String] = []
        var misshapen: [String] = []
        for (name, parts) in norms.parts.sorted(by: { $0.key < $1.key }) {
            do throws(WeightNorms.Problem) {
                guard let whole = try norms.tensor(name, outputAxis: 0) else { continue }
                for part in parts.names { plain[part] = nil }
                plain[name] = whole
            } catch {
                switch error {
                case .missing(let names): missing += names
                case .misshapen(let text): misshapen.append(text)
                }
            }
        }
        for name in tensors.keys.sorted() where name.hasSuffix(".u0") {
            let base = String(name.dropLast(3))
            // A second vector is of a norm with more than one singular value, which no published model has.
            guard let weight = tensors["\(base).weight"], let left = tensors[name], tensors["\(base).u1"] == nil,
                let rows = weight.shape.first, rows > 0, left.count == rows
            else { continue }
            plain["\(base).weight"] = dividedByNorm(weight, rows: rows, u: left.scalars)
            plain[name] = nil
            plain["\(base).sv0"] = nil
        }
        guard missing.isEmpty, misshapen.isEmpty else {
            throw .wrongTensors(path: path, missing: missing.sorted(), misshapen: misshapen)
        }
        return plain
    }

    /// W / ‖W v‖ with v = uᵀW / ‖uᵀW‖, as BigGAN-PyTorch computes at every call: one step of the power iteration.
    private static func dividedByNorm(_ weight: Tensor, rows: Int, u: [Float]) -> Tensor {
        let columns = weight.count / rows
        var v = [Double](repeating: 0, count: columns)
        weight.scalars.withUnsafeBufferPointer { values in
            for row in 0..<rows {
                let factor = Double(u[row])
                for column in 0..<columns { v[column] += factor * Double(values[row * columns + column]) }
            }
        }
        let length = max(v.reduce(0) { $0 + $1 * $1 }.squareRoot(), 1e-12)
        var squares = 0.0
        weight.scalars.withUnsafeBufferPointer { values in
            for row in 0..<rows {
                var sum = 0.0
                for column in 0..<columns { sum += Double(values[row * columns + column]) * v[column] }
                squares += (sum / length) * (sum / length)
            }
        }
        let norm = squares.squareRoot()
        return Tensor(shape: weight.shape, scalars: weight.scalars.map { Float(Double($0) / norm) })
    }
}
