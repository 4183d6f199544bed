import GANNumerics

// Linear maps of image grids [n, h, w, c] that leave channels alone, and the exchange of channels for pixels.

extension Variable {
    /// One linear map along the rows' axis and one along the columns': `[n, h, w, c]` to `[n, h′, w′, c]`.
    ///
    /// y[n, i, j, c] = Σ rows[i, k] · columns[j, l] · x[n, k, l, c]. The gradient goes back through the transposes.
    public func gridMapped(rows: GridAxisMap, columns: GridAxisMap) -> Variable {
        precondition(
            shape.count == 4 && shape[1] == rows.inputs && shape[2] == columns.inputs,
            "maps of \(rows.inputs)×\(columns.inputs) positions on shape \(shape)")
        let result = value.gridMapped(rows: rows, columns: columns)
        return Variable(result, from: [self]) { g, _ in
            [g.gridMapped(rows: rows.transposed, columns: columns.transposed)]
        }
    }

    /// Channels laid out as pixels: `[n, h, w, c·r²]` to `[n, h·r, w·r, c]`.
    ///
    /// Shi et al. 2016, 1609.05158. Channel c·r² + i·r + j gives row i and column j of each r×r square, as PyTorch's `PixelShuffle` does.
    public func pixelShuffled(factor: Int) -> Variable {
        precondition(
            shape.count == 4 && factor > 0 && shape[3] % (factor * factor) == 0, "\(shape) shuffled by \(factor)")
        let (images, height, width) = (shape[0], shape[1], shape[2])
        let channels = shape[3] / (factor * factor)
        return reshaped([images, height, width, channels, factor, factor])
            .permuted([0, 1, 4, 2, 5, 3])
            .reshaped([images, height * factor, width * factor, channels])
    }
}

extension Tensor {
    fileprivate func gridMapped(rows: GridAxisMap, columns: GridAxisMap) -> Tensor {
        let (images, height, width, channels) = (shape[0], shape[1], shape[2], shape[3])
        let (inner, outer) = (width * channels, columns.outputs * channels)
        return Tensor(shape: [images, rows.outputs, columns.outputs, channels]) { target in
            TensorKernels.withPointers(self, self, target) { operands in
                Parallel.forEach(images) { image in
                    let input = operands.first + image * height * inner
                    let output = operands.target + image * rows.outputs * outer
                    withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, height * outer)) { scratch in
                        guard let middle = scratch.baseAddress else { return }
                        for row in 0..<height {
                            columns.apply(from: input + row * inner, to: middle + row * outer, width: channels)
                        }
                        rows.apply(from: middle, to: output, width: outer)
                    }
                }
            }
        }
    }
}

extension GridAxisMap {
    /// Maps rows of `width` floats: output row i is the weighted sum of input rows.
    fileprivate func apply(from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, width: Int) {
        for index in 0..<outputs {
            let y = output + index * width
            y.initialize(repeating: 0, count: width)
            for term in starts[index]..<starts[index + 1] {
                let x = input + sources[term] * width
                let weight = weights[term]
                for i in 0..<width { y[i] += weight * x[i] }
            }
        }
    }
}
