import GANNumerics

/// The sizes of a strided, zero-padded, square-kernel convolution between a large and a small grid.
///
/// One geometry serves three operations. With `large` `[n, H, W, C]`, `small` `[n, h, w, K]` and `weight`
/// `[K, kernel, kernel, C]` (channels last throughout):
///
/// - convolution: large, weight → small;
/// - transposed convolution: small, weight → large;
/// - weight gradient: large, small → weight.
///
/// Along each axis `h = ⌊(H + 2·padding − kernel) / stride⌋ + 1`.
public struct ConvolutionGeometry: Sendable, Hashable {
    /// The side of the square kernel, in positions.
    public let kernel: Int
    /// Positions of the large grid from one small position to the next.
    public let stride: Int
    /// Zeros that the large grid gets on each side.
    public let padding: Int
    /// H, the height of the large grid.
    public let largeHeight: Int
    /// W, the width of the large grid.
    public let largeWidth: Int
    /// C, the values at a position of the large grid.
    public let largeChannels: Int
    /// h, the height of the small grid.
    public let smallHeight: Int
    /// w, the width of the small grid.
    public let smallWidth: Int
    /// K, the values at a position of the small grid.
    public let smallChannels: Int

    /// The geometry of a convolution that reads a large grid.
    public init(
        kernel: Int, stride: Int, padding: Int, largeHeight: Int, largeWidth: Int, largeChannels: Int,
        smallChannels: Int
    ) {
        precondition(
            kernel > 0 && stride > 0 && padding >= 0 && largeHeight + 2 * padding >= kernel
                && largeWidth + 2 * padding >= kernel,
            "kernel \(kernel) with padding \(padding) on a \(largeHeight)×\(largeWidth) grid")
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.largeHeight = largeHeight
        self.largeWidth = largeWidth
        self.largeChannels = largeChannels
        self.smallChannels = smallChannels
        smallHeight = (largeHeight + 2 * padding - kernel) / stride + 1
        smallWidth = (largeWidth + 2 * padding - kernel) / stride + 1
    }

    /// The geometry of a transposed convolution that reads a small grid.
    ///
    /// `H = (h − 1)·stride − 2·padding + kernel + outputPadding`. A stride maps several large sizes to one small size;
    /// `outputPadding`, less than the stride, says which one is meant.
    public init(
        kernel: Int, stride: Int, padding: Int, outputPadding: Int = 0, smallHeight: Int, smallWidth: Int,
        smallChannels: Int, largeChannels: Int
    ) {
        precondition(outputPadding >= 0 && outputPadding < stride, "output padding \(outputPadding), stride \(stride)")
        self.init(
            kernel: kernel, stride: stride, padding: padding,
            largeHeight: (smallHeight - 1) * stride - 2 * padding + kernel + outputPadding,
            largeWidth: (smallWidth - 1) * stride - 2 * padding + kernel + outputPadding, largeChannels: largeChannels,
            smallChannels: smallChannels)
    }

    /// Values in one kernel position: the columns of the unfolded matrix.
    var patchSize: Int { kernel * kernel * largeChannels }
    /// Kernel positions in one image: its rows of the unfolded matrix.
    var positions: Int { smallHeight * smallWidth }

    var largeImage: Int { largeHeight * largeWidth * largeChannels }
    var smallImage: Int { smallHeight * smallWidth * smallChannels }

    func largeShape(_ images: Int) -> [Int] { [images, largeHeight, largeWidth, largeChannels] }
    func smallShape(_ images: Int) -> [Int] { [images, smallHeight, smallWidth, smallChannels] }
    var weightShape: [Int] { [smallChannels, kernel, kernel, largeChannels] }

    /// Images that one product handles, about 384 rows of the unfolded matrix: a function of the geometry alone, so
    /// results do not depend on the number of threads; small enough for the unfolded matrix to stay in cache.
    var imagesPerPiece: Int { max(1, min(32, 384 / positions)) }

    /// The convolution of the small grid that is this geometry's transposed convolution, with the weight turned about; nil where folding back
    /// costs less.
    ///
    /// There is one for a stride of 1 and a padding less than the kernel. It reads `kernel²·K` values for each position of the large grid, where
    /// folding back adds up `kernel²·C` for each of the small one several times over.
    var reversed: ConvolutionGeometry? {
        guard stride == 1, padding < kernel, smallChannels <= 2 * largeChannels,
            4 * largeHeight * largeWidth <= 5 * positions
        else { return nil }
        return ConvolutionGeometry(
            kernel: kernel, stride: 1, padding: kernel - 1 - padding, largeHeight: smallHeight, largeWidth: smallWidth,
            largeChannels: smallChannels, smallChannels: largeChannels)
    }

    /// Whether the unfolded matrix is the large grid itself.
    var isPointwise: Bool { kernel == 1 && stride == 1 && padding == 0 }

    /// Lays the kernel positions of one image of the large grid out in rows, with zeros for what lies in the padding.
    @inline(__always)
    func unfold(_ image: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
        let width = kernel * largeChannels
        var row = target
        for y in 0..<smallHeight {
            for x in 0..<smallWidth {
                let left = x * stride - padding
                let from = min(kernel, max(0, -left))
                let to = max(from, min(kernel, largeWidth - left))
                for line in y * stride - padding..<y * stride - padding + kernel {
                    if line < 0 || line >= largeHeight || from == to {
                        row.initialize(repeating: 0, count: width)
                    } else {
                        if from > 0 { row.initialize(repeating: 0, count: from * largeChannels) }
                        (row + from * largeChannels).update(
                            from: image + (line * largeWidth + left + from) * largeChannels,
                            count: (to - from) * largeChannels)
                        if to < kernel {
                            (row + to * largeChannels).initialize(repeating: 0, count: (kernel - to) * largeChannels)
                        }
                    }
                    row += width
                }
            }
        }
    }

    /// Adds the rows of kernel positions back to where one image of the large grid has them; what lies in the padding is left out.
    @inline(__always)
    func fold(_ rows: UnsafePointer<Float>, into image: UnsafeMutablePointer<Float>) {
        var row = rows
        for y in 0..<smallHeight {
            let top = y * stride - padding
            for x in 0..<smallWidth {
                let left = x * stride - padding
                let from = max(0, -left)
                let to = min(kernel, largeWidth - left)
                if from < to {
                    for line in max(0, -top)..<max(max(0, -top), min(kernel, largeHeight - top)) {
                        let source = row + (line * kernel + from) * largeChannels
                        let target = image + ((top + line) * largeWidth + left + from) * largeChannels
                        for i in 0..<(to - from) * largeChannels { target[i] += source[i] }
                    }
                }
                row += patchSize
            }
        }
    }
}
