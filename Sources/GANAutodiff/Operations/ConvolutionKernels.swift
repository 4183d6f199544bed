import GANNumerics

/// The three bilinear maps of a convolution, by unfolding (im2col) and matrix products, or by tiles where `WinogradTiling` says that these cost less.
///
/// With P the unfolded large grid `[positions, kernel·kernel·C]` of a piece of images, S its small grid
/// `[positions, K]` and W the weight `[K, kernel·kernel·C]`: convolution S = P Wᵀ, transposed convolution P = S W folded
/// back by addition, or a convolution of S where that costs less, weight gradient W = Sᵀ P. Pieces hold a fixed number of images and run on any
/// thread.
enum ConvolutionKernels {
    static func convolve(large: Tensor, weight: Tensor, geometry: ConvolutionGeometry) -> Tensor {
        if let tiling = WinogradTiling(geometry) {
            return WinogradKernels.convolve(large: large, weight: weight, geometry: geometry, tiling: tiling)
        }
        let images = large.shape[0]
        let (rows, patch) = (geometry.positions, geometry.patchSize)
        return Tensor(shape: geometry.smallShape(images)) { target in
            TensorKernels.withPointers(large, weight, target) { operands in
                Parallel.forEachRange(of: images, size: geometry.imagesPerPiece) { range in
                    withUnfolded(operands.first, range, geometry) { columns in
                        OpenBLAS.multiply(
                            columns, transposed: false, operands.second, transposed: true,
                            into: operands.target + range.lowerBound * geometry.smallImage,
                            m: range.count * rows, n: geometry.smallChannels, k: patch)
                    }
                }
            }
        }
    }

    static func transposedConvolve(small: Tensor, weight: Tensor, geometry: ConvolutionGeometry) -> Tensor {
        if let reversed = geometry.reversed {
            return convolve(large: small, weight: turned(weight), geometry: reversed)
        }
        if let tiling = WinogradTiling(geometry) {
            return WinogradKernels.transposedConvolve(small: small, weight: weight, geometry: geometry, tiling: tiling)
        }
        let images = small.shape[0]
        let (rows, patch) = (geometry.positions, geometry.patchSize)
        return Tensor(shape: geometry.largeShape(images)) { target in
            TensorKernels.withPointers(small, weight, target) { operands in
                Parallel.forEachRange(of: images, size: geometry.imagesPerPiece) { range in
                    withScratch(range.count * rows * patch) { columns in
                        OpenBLAS.multiply(
                            operands.first + range.lowerBound * geometry.smallImage, operands.second, into: columns,
                            m: range.count * rows, n: patch, k: geometry.smallChannels)
                        for image in range {
                            let output = operands.target + image * geometry.largeImage
                            output.initialize(repeating: 0, count: geometry.largeImage)
                            geometry.fold(columns + (image - range.lowerBound) * rows * patch, into: output)
                        }
                    }
                }
            }
        }
    }

    /// Groups of pieces whose products are added up in one buffer each; the groups' buffers are then added in order.
    private static let gradientGroups = 4

    static func weightGradient(large: Tensor, small: Tensor, geometry: ConvolutionGeometry) -> Tensor {
        if let tiling = WinogradTiling(geometry) {
            return WinogradKernels.weightGradient(large: large, small: small, geometry: geometry, tiling: tiling)
        }
        let images = large.shape[0]
        let (rows, patch) = (geometry.positions, geometry.patchSize)
        let size = geometry.smallChannels * patch
        let perGroup = (images + gradientGroups - 1) / gradientGroups
        let groups = perGroup == 0 ? 0 : (images + perGroup - 1) / perGroup
        guard groups > 0 else { return Tensor(shape: geometry.weightShape) }
        var partial = Tensor(shape: [groups] + geometry.weightShape) { target in
            TensorKernels.withPointers(large, small, target) { operands in
                Parallel.forEach(groups) { group in
                    let end = min(images, (group + 1) * perGroup)
                    var first = group * perGroup
                    var beta: Float = 0
                    while first < end {
                        let range = first..<min(end, first + geometry.imagesPerPiece)
                        withUnfolded(operands.first, range, geometry) { columns in
                            OpenBLAS.multiply(
                                operands.second + range.lowerBound * geometry.smallImage, transposed: true, columns,
                                into: operands.target + group * size, m: geometry.smallChannels, n: patch,
                                k: range.count * rows, beta: beta)
                        }
                        beta = 1
                        first = range.upperBound
                    }
                }
            }
        }
        partial.scalars.withUnsafeMutableBufferPointer { sums in
            nonisolated(unsafe) let sums = sums
            Parallel.forEachRange(of: size, size: TensorKernels.pieceSize) { range in
                for group in 1..<max(1, groups) { for i in range { sums[i] += sums[group * size + i] } }
            }
        }
        partial.scalars.removeLast((groups - 1) * size)
        return Tensor(shape: geometry.weightShape, scalars: partial.scalars)
    }

    /// `[K, kernel, kernel, C]` as `[C, kernel, kernel, K]`, both axes of the kernel turned about.
    private static func turned(_ weight: Tensor) -> Tensor {
        let (filters, kernel, channels) = (weight.shape[0], weight.shape[1], weight.shape[3])
        let cells = kernel * kernel
        return Tensor(shape: [channels, kernel, kernel, filters]) { target in
            weight.scalars.withUnsafeBufferPointer { source in
                for (filter, cell) in (0..<filters).flatMap({ filter in (0..<cells).map { (filter, $0) } }) {
                    for channel in 0..<channels {
                        target[(channel * cells + cells - 1 - cell) * filters + filter] =
                            source[(filter * cells + cell) * channels + channel]
                    }
                }
            }
        }
    }

    /// Calls `body` with the unfolded matrix of the images in `range`.
    @inline(__always)
    private static func withUnfolded(
        _ source: UnsafePointer<Float>, _ range: Range<Int>, _ geometry: ConvolutionGeometry,
        _ body: (UnsafePointer<Float>) -> Void
    ) {
        if geometry.isPointwise { return body(source + range.lowerBound * geometry.largeImage) }
        let size = geometry.positions * geometry.patchSize
        withScratch(range.count * size) { columns in
            for image in range {
                geometry.unfold(
                    source + image * geometry.largeImage, into: columns + (image - range.lowerBound) * size)
            }
            body(columns)
        }
    }

    static func withScratch(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
        let scratch = UnsafeMutablePointer<Float>.allocate(capacity: max(1, count))
        defer { scratch.deallocate() }
        body(scratch)
    }
}
