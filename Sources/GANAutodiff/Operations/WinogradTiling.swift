import CKernels
import GANNumerics

/// How a convolution is cut into tiles of 4×4 positions, whose outputs share products.
///
/// A kernel of r·stride positions an axis is stride² kernels of r taps, one for each phase of the large grid, on stride² times as many channels; a
/// tile of 4 positions has m = 5 − r outputs an axis. Where direct products take r² for each output, a tile takes 16 for m².
///
/// Source: Winograd 1980, Arithmetic Complexity of Computations; Lavin and Gray 2016, arXiv 1509.09308, section 4. By strides: Yepez and Ko 2020, IEEE
/// Trans. VLSI Systems 28.
struct WinogradTiling {
    let grid: ganeval_winograd
    /// Tiles of one image.
    let tiles: Int
    /// The channels of all phases.
    let depth: Int
    let filters: Int
    /// Slices of transformed values: 16.
    static let slices = 16

    /// Fewer products by this factor pay for the sums around them.
    private static let leastGain = 1.25
    /// Of fewer channels on a side the sums cost more than the products.
    private static let fewestChannels = 16

    /// The tiling of a geometry; nil where direct products cost less.
    init?(_ geometry: ConvolutionGeometry) {
        let taps = geometry.kernel / geometry.stride
        guard geometry.stride <= 2, geometry.kernel == taps * geometry.stride, taps == 2 || taps == 3,
            geometry.smallChannels >= Self.fewestChannels, geometry.largeChannels >= Self.fewestChannels
        else { return nil }
        let outputs = 5 - taps
        let down = (geometry.smallHeight + outputs - 1) / outputs
        let across = (geometry.smallWidth + outputs - 1) / outputs
        guard
            Double(geometry.positions * taps * taps) >= Self.leastGain * Double(Self.slices * down * across)
        else { return nil }
        tiles = down * across
        depth = geometry.stride * geometry.stride * geometry.largeChannels
        filters = geometry.smallChannels
        grid = ganeval_winograd(
            large_height: geometry.largeHeight, large_width: geometry.largeWidth,
            large_channels: geometry.largeChannels, small_height: geometry.smallHeight,
            small_width: geometry.smallWidth, small_channels: geometry.smallChannels, stride: geometry.stride,
            padding: geometry.padding, outputs: outputs, tiles_down: down, tiles_across: across)
    }

    /// Images that are handled at once, whose transformed values stay in a shared cache: a function of the geometry alone, so results do not depend on the
    /// number of threads.
    var imagesPerBatch: Int { max(2, min(64, Self.batchValues / (Self.slices * tiles * (depth + filters)))) }

    /// 12 MB.
    private static let batchValues = 3 << 20
}
