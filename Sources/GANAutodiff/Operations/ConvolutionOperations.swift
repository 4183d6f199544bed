import GANNumerics

// Convolution, transposed convolution and weight gradient are bilinear, and each one's derivatives are the other two:
// the family is closed, so it can be differentiated any number of times.

extension Variable {
    /// A strided, zero-padded cross-correlation: `[n, H, W, C]` with weight `[K, kernel, kernel, C]` gives `[n, h, w, K]`.
    ///
    /// small[n, y, x, k] = Σ weight[k, i, j, c] · large[n, y·stride + i − padding, x·stride + j − padding, c].
    /// 2·n·h·w·K·C·kernel² operations.
    public func convolved(with weight: Variable, stride: Int, padding: Int) -> Variable {
        precondition(
            shape.count == 4 && weight.shape.count == 4 && shape[3] == weight.shape[3],
            "convolution of \(shape) with weight \(weight.shape)")
        let geometry = ConvolutionGeometry(
            kernel: weight.shape[1], stride: stride, padding: padding, largeHeight: shape[1], largeWidth: shape[2],
            largeChannels: shape[3], smallChannels: weight.shape[0])
        return convolved(with: weight, geometry)
    }

    /// The transpose of `convolved` as a linear map: `[n, h, w, K]` with weight `[K, kernel, kernel, C]` gives `[n, H, W, C]`.
    ///
    /// `H = (h − 1)·stride − 2·padding + kernel + outputPadding` (Dumoulin and Visin 2016, 1603.07285, relationship 14).
    public func transposedConvolved(
        with weight: Variable, stride: Int, padding: Int, outputPadding: Int = 0
    ) -> Variable {
        precondition(
            shape.count == 4 && weight.shape.count == 4 && shape[3] == weight.shape[0],
            "transposed convolution of \(shape) with weight \(weight.shape)")
        let geometry = ConvolutionGeometry(
            kernel: weight.shape[1], stride: stride, padding: padding, outputPadding: outputPadding,
            smallHeight: shape[1], smallWidth: shape[2], smallChannels: shape[3], largeChannels: weight.shape[3])
        return transposedConvolved(with: weight, geometry)
    }

    private func convolved(with weight: Variable, _ geometry: ConvolutionGeometry) -> Variable {
        let result = ConvolutionKernels.convolve(large: value, weight: weight.value, geometry: geometry)
        return Variable(result, from: [self, weight]) { [self] g, wanted in
            [
                wanted[0] ? g.transposedConvolved(with: weight, geometry) : nil,
                wanted[1] ? .weightGradient(large: self, small: g, geometry) : nil,
            ]
        }
    }

    private func transposedConvolved(with weight: Variable, _ geometry: ConvolutionGeometry) -> Variable {
        let result = ConvolutionKernels.transposedConvolve(small: value, weight: weight.value, geometry: geometry)
        return Variable(result, from: [self, weight]) { [self] g, wanted in
            [
                wanted[0] ? g.convolved(with: weight, geometry) : nil,
                wanted[1] ? .weightGradient(large: g, small: self, geometry) : nil,
            ]
        }
    }

    private static func weightGradient(large: Variable, small: Variable, _ geometry: ConvolutionGeometry) -> Variable {
        let result = ConvolutionKernels.weightGradient(large: large.value, small: small.value, geometry: geometry)
        return Variable(result, from: [large, small]) { g, wanted in
            [
                wanted[0] ? small.transposedConvolved(with: g, geometry) : nil,
                wanted[1] ? large.convolved(with: g, geometry) : nil,
            ]
        }
    }
}
