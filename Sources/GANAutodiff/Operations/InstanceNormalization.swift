import GANNumerics

extension Variable {
    /// Each image's channels brought to mean 0 and variance 1 over its own pixels.
    ///
    /// Ulyanov et al. 2016, 1607.08022. `[n, h, w, c]`: y = (x − mean) / √(variance + epsilon), with mean and biased variance over h and w for each n and
    /// c. A grid of one pixel gives zeros.
    public func instanceNormalized(epsilon: Float = 1e-5) -> Variable {
        precondition(shape.count == 4, "instance normalization of \(shape)")
        let (images, height, width, channels) = (shape[0], shape[1], shape[2], shape[3])
        // With images beside channels this is batch normalization, which has a fused backward pass.
        let beside = permuted([1, 2, 0, 3]).reshaped([height * width, images * channels])
        let ones = Variable.constant(Tensor(shape: [images * channels], repeating: 1))
        let zeros = Variable.constant(Tensor(shape: [images * channels]))
        return beside.batchNormalized(scale: ones, offset: zeros, epsilon: epsilon).result
            .reshaped([height, width, images, channels]).permuted([2, 0, 1, 3])
    }
}
