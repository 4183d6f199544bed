import GANNumerics

/// The batch statistics that a batch-normalization layer saw.
public struct BatchStatistics: Sendable, Equatable {
    /// Means over the batch, one a channel.
    public var mean: [Float]
    /// Biased variances over the batch (divided by the number of rows), one a channel.
    public var variance: [Float]
    /// Rows that went into them: n·h·w.
    public var rows: Int

    /// Takes the statistics as they are.
    public init(mean: [Float], variance: [Float], rows: Int) {
        self.mean = mean
        self.variance = variance
        self.rows = rows
    }
}

extension Variable {
    /// Batch normalization with the batch's own statistics (Ioffe and Szegedy 2015, 1502.03167, algorithm 1).
    ///
    /// y = (x − mean) / √(variance + epsilon) · scale + offset, per channel on the last axis, statistics over all
    /// other axes, biased variance. One fused forward and one fused backward pass; the differentiable backward pass
    /// goes through `batchNormalizedReference`, which the fused ones are tested against.
    public func batchNormalized(
        scale: Variable, offset: Variable, epsilon: Float = 1e-5
    ) -> (result: Variable, statistics: BatchStatistics) {
        let channels = shape.last ?? 1
        let rows = value.count / max(1, channels)
        precondition(
            scale.shape == [channels] && offset.shape == [channels] && rows > 0,
            "batch normalization of \(shape) with scale \(scale.shape)")
        let (mean, variance) = value.channelMoments(channels: channels, rows: rows)
        let inverse = variance.map { 1 / ($0 + epsilon).squareRoot() }
        let factor = Tensor(shape: [channels], scalars: zip(inverse, scale.value.scalars).map { $0 * $1 })
        let normalized = value.affineChannels(centre: mean, factor: factor.scalars, offset: offset.value.scalars)
        let variable = Variable(normalized, from: [self, scale, offset]) { [self] g, wanted in
            if Recording.isEnabled {
                let reference = batchNormalizedReference(scale: scale, offset: offset, epsilon: epsilon)
                return Gradient.of(reference, at: [self, scale, offset], seed: g, differentiable: true)
            }
            return value.batchNormalizationGradients(
                g.value, mean: mean, inverse: inverse, scale: scale.value.scalars, wanted: wanted)
        }
        return (variable, BatchStatistics(mean: mean, variance: variance, rows: rows))
    }

    /// Batch normalization spelled out in elementary operations: slower, and differentiable any number of times.
    public func batchNormalizedReference(scale: Variable, offset: Variable, epsilon: Float = 1e-5) -> Variable {
        let channels = shape.last ?? 1
        let share = 1 / Float(value.count / max(1, channels))
        let centred = self - summedToChannels().scaled(by: share).broadcastChannels(to: shape)
        let variance = centred.squared().summedToChannels().scaled(by: share)
        let inverse = variance.shifted(by: epsilon).power(-0.5)
        return centred.multiplyingChannels(inverse * scale).addingChannels(offset)
    }

    /// Batch normalization with given statistics: y = (x − mean) / √(variance + epsilon) · scale + offset.
    public func normalized(
        mean: [Float], variance: [Float], scale: Variable, offset: Variable, epsilon: Float = 1e-5
    ) -> Variable {
        let count = mean.count
        let negativeMean = Variable.constant(Tensor(shape: [count], scalars: mean.map { -$0 }))
        let inverse = Variable.constant(
            Tensor(shape: [count], scalars: variance.map { 1 / ($0 + epsilon).squareRoot() }))
        return addingChannels(negativeMean).multiplyingChannels(inverse * scale).addingChannels(offset)
    }
}

extension Tensor {
    /// Mean and biased variance of each channel, in two passes: the second sums squares about the mean.
    fileprivate func channelMoments(channels: Int, rows: Int) -> (mean: [Float], variance: [Float]) {
        let mean = withRows { x in
            TensorKernels.channelSums(rows: rows, channels: channels) { row, totals in
                let x = x.row(row, channels)
                for c in 0..<channels { totals[c] += x[c] }
            }
        }.map { Float($0 / Double(rows)) }
        let variance = withRows { x in
            mean.withUnsafeBufferPointer { mean in
                nonisolated(unsafe) let mean = mean
                return TensorKernels.channelSums(rows: rows, channels: channels) { row, totals in
                    let x = x.row(row, channels)
                    for c in 0..<channels {
                        let d = x[c] - mean[c]
                        totals[c] += d * d
                    }
                }
            }
        }.map { Float($0 / Double(rows)) }
        return (mean, variance)
    }

    /// (x − centre) · factor + offset, per channel on the last axis.
    fileprivate func affineChannels(centre: [Float], factor: [Float], offset: [Float]) -> Tensor {
        let channels = centre.count
        let shift = (0..<channels).map { offset[$0] - centre[$0] * factor[$0] }
        return shift.withUnsafeBufferPointer { shift in
            nonisolated(unsafe) let shift = shift
            return TensorKernels.zipChannels(self, Tensor(shape: [channels], scalars: factor)) { x, factor, z, n in
                for c in 0..<n { z[c] = x[c] * factor[c] + shift[c] }
            }
        }
    }

    /// The gradients at x, scale and offset, given the gradient g at the result.
    ///
    /// With x̂ = (x − mean)·inverse over P rows: offset′ = Σ g, scale′ = Σ g·x̂,
    /// x′ = scale·inverse·(g − offset′/P − x̂·scale′/P).
    fileprivate func batchNormalizationGradients(
        _ gradient: Tensor, mean: [Float], inverse: [Float], scale: [Float], wanted: [Bool]
    ) -> [Variable?] {
        let channels = mean.count
        let rows = count / channels
        // Both sums come out of one pass over g and x: the totals' first half is Σ g, the second Σ g·(x − mean).
        let sums = withRows { x in
            gradient.withRows { g in
                mean.withUnsafeBufferPointer { mean in
                    nonisolated(unsafe) let mean = mean
                    return TensorKernels.channelSums(rows: rows, channels: 2 * channels) { row, totals in
                        let (x, g) = (x.row(row, channels), g.row(row, channels))
                        let products = totals + channels
                        for c in 0..<channels {
                            totals[c] += g[c]
                            products[c] += g[c] * (x[c] - mean[c])
                        }
                    }
                }
            }
        }
        let scaleGradient = (0..<channels).map { sums[channels + $0] * Double(inverse[$0]) }
        let input: Tensor? =
            wanted[0]
            ? inputGradient(
                gradient, mean: mean, inverse: inverse, scale: scale, offsetGradient: Array(sums[0..<channels]),
                scaleGradient: scaleGradient) : nil
        return [
            input.map { .constant($0) },
            wanted[1] ? .constant(Tensor(shape: [channels], scalars: scaleGradient.map { Float($0) })) : nil,
            wanted[2] ? .constant(Tensor(shape: [channels], scalars: sums[0..<channels].map { Float($0) })) : nil,
        ]
    }

    /// x′ = a·g + b·x + d, with per-channel a, b and d that gather the formula's constants.
    private func inputGradient(
        _ gradient: Tensor, mean: [Float], inverse: [Float], scale: [Float], offsetGradient: [Double],
        scaleGradient: [Double]
    ) -> Tensor {
        let channels = mean.count
        let rows = Double(count / channels)
        let a = (0..<channels).map { scale[$0] * inverse[$0] }
        let b = (0..<channels).map { -a[$0] * inverse[$0] * Float(scaleGradient[$0] / rows) }
        let d = (0..<channels).map { -a[$0] * Float(offsetGradient[$0] / rows) - b[$0] * mean[$0] }
        return (a + b + d).withUnsafeBufferPointer { factors in
            guard let base = factors.baseAddress else { return self }
            nonisolated(unsafe) let (a, b, d) = (base, base + channels, base + 2 * channels)
            return Tensor(shape: shape) { target in
                TensorKernels.withPointers(gradient, self, target) { p in
                    Parallel.forEachRange(of: p.count / channels, size: max(1, TensorKernels.pieceSize / channels)) {
                        for row in $0 {
                            let (g, x, z) = (
                                p.first + row * channels, p.second + row * channels, p.target + row * channels
                            )
                            for c in 0..<channels { z[c] = a[c] * g[c] + b[c] * x[c] + d[c] }
                        }
                    }
                }
            }
        }
    }

    /// Read access to a tensor's rows from several threads.
    private struct Rows: @unchecked Sendable {
        let base: UnsafePointer<Float>
        func row(_ index: Int, _ width: Int) -> UnsafePointer<Float> { base + index * width }
    }

    private func withRows<Result>(_ body: (Rows) -> Result) -> Result {
        precondition(count > 0, "batch normalization of no rows")
        return scalars.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("an array with elements has an address") }
            return body(Rows(base: base))
        }
    }
}
