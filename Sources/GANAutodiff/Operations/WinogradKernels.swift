import CKernels
import GANNumerics

/// The three bilinear maps of a convolution by tiles.
///
/// With V the transformed tiles of the large grid `[16, tiles, depth]`, M those of the small one `[16, tiles, K]` and U the transformed weights
/// `[16, K, depth]`, slice by slice: convolution M = V Uᵀ, transposed convolution V = M U, weight gradient U = Mᵀ V. The sums before and
/// after are linear, and each map uses the transposes of another's. Images are handled some at a time, whose sums are shared out by rows
/// of tiles and whose products by slices.
enum WinogradKernels {
    static func convolve(
        large: Tensor, weight: Tensor, geometry: ConvolutionGeometry, tiling: WinogradTiling
    ) -> Tensor {
        let weights = transformed(weight, geometry, tiling)
        let size = tiling.filters * tiling.depth
        return Tensor(shape: geometry.smallShape(large.shape[0])) { target in
            TensorKernels.withPointers(large, weights, target) { operands in
                forEachBatch(of: large.shape[0], tiling) { batch in
                    transformTiles(of: operands.first, batch, geometry, tiling)
                    Parallel.forEach(WinogradTiling.slices) { slice in
                        OpenBLAS.multiply(
                            batch.tiles + slice * batch.rows * tiling.depth, transposed: false,
                            operands.second + slice * size, transposed: true,
                            into: batch.outputs + slice * batch.rows * tiling.filters, m: batch.rows,
                            n: tiling.filters, k: tiling.depth)
                    }
                    forEachTileRow(of: batch, tiling) { grid, place, down in
                        ganeval_winograd_output(
                            grid, batch.outputs + place * tiling.tiles * tiling.filters, batch.rows * tiling.filters,
                            operands.target + (batch.images.lowerBound + place) * geometry.smallImage, down)
                    }
                }
            }
        }
    }

    static func transposedConvolve(
        small: Tensor, weight: Tensor, geometry: ConvolutionGeometry, tiling: WinogradTiling
    ) -> Tensor {
        let weights = transformed(weight, geometry, tiling)
        let size = tiling.filters * tiling.depth
        return Tensor(shape: geometry.largeShape(small.shape[0])) { target in
            TensorKernels.withPointers(small, weights, target) { operands in
                forEachBatch(of: small.shape[0], tiling) { batch in
                    transformOutputs(of: operands.first, batch, geometry, tiling)
                    Parallel.forEach(WinogradTiling.slices) { slice in
                        OpenBLAS.multiply(
                            batch.outputs + slice * batch.rows * tiling.filters, operands.second + slice * size,
                            into: batch.tiles + slice * batch.rows * tiling.depth, m: batch.rows, n: tiling.depth,
                            k: tiling.filters)
                    }
                    Parallel.forEach(batch.images.count) { place in
                        withUnsafePointer(to: tiling.grid) {
                            ganeval_winograd_input_transposed(
                                $0, batch.tiles + place * tiling.tiles * tiling.depth, batch.rows * tiling.depth,
                                operands.target + (batch.images.lowerBound + place) * geometry.largeImage)
                        }
                    }
                }
            }
        }
    }

    static func weightGradient(
        large: Tensor, small: Tensor, geometry: ConvolutionGeometry, tiling: WinogradTiling
    ) -> Tensor {
        let images = large.shape[0]
        let size = tiling.filters * tiling.depth
        guard images > 0 else { return Tensor(shape: geometry.weightShape) }
        let sums = Tensor(shape: [WinogradTiling.slices, tiling.filters, tiling.depth]) { target in
            TensorKernels.withPointers(large, small, target) { operands in
                forEachBatch(of: images, tiling) { batch in
                    transformTiles(of: operands.first, batch, geometry, tiling)
                    transformOutputs(of: operands.second, batch, geometry, tiling)
                    Parallel.forEach(WinogradTiling.slices) { slice in
                        OpenBLAS.multiply(
                            batch.outputs + slice * batch.rows * tiling.filters, transposed: true,
                            batch.tiles + slice * batch.rows * tiling.depth, into: operands.target + slice * size,
                            m: tiling.filters, n: tiling.depth, k: batch.rows,
                            beta: batch.images.lowerBound == 0 ? 0 : 1)
                    }
                }
            }
        }
        return Tensor(shape: geometry.weightShape) { target in
            forEachFilter(of: sums, into: target, tiling) { grid, source, target, filter in
                ganeval_winograd_weight_transposed(
                    grid, source + filter * tiling.depth, size, target + filter * geometry.patchSize)
            }
        }
    }

    /// Some images with room for what their products need.
    private struct Batch: @unchecked Sendable {
        let images: Range<Int>
        /// Tiles of all its images.
        let rows: Int
        /// `[16, rows, depth]`.
        let tiles: UnsafeMutablePointer<Float>
        /// `[16, rows, K]`.
        let outputs: UnsafeMutablePointer<Float>
    }

    private static func forEachBatch(of images: Int, _ tiling: WinogradTiling, _ body: (Batch) -> Void) {
        let most = min(images, tiling.imagesPerBatch) * tiling.tiles * WinogradTiling.slices
        ConvolutionKernels.withScratch(most * tiling.depth) { tiles in
            ConvolutionKernels.withScratch(most * tiling.filters) { outputs in
                for first in stride(from: 0, to: images, by: tiling.imagesPerBatch) {
                    let range = first..<min(images, first + tiling.imagesPerBatch)
                    body(Batch(images: range, rows: range.count * tiling.tiles, tiles: tiles, outputs: outputs))
                }
            }
        }
    }

    /// The tiles of a batch's large images.
    private static func transformTiles(
        of source: UnsafePointer<Float>, _ batch: Batch, _ geometry: ConvolutionGeometry, _ tiling: WinogradTiling
    ) {
        nonisolated(unsafe) let source = source
        forEachTileRow(of: batch, tiling) { grid, place, down in
            ganeval_winograd_input(
                grid, source + (batch.images.lowerBound + place) * geometry.largeImage,
                batch.tiles + place * tiling.tiles * tiling.depth, batch.rows * tiling.depth, down)
        }
    }

    /// What a batch's small images are to the products of tiles.
    private static func transformOutputs(
        of source: UnsafePointer<Float>, _ batch: Batch, _ geometry: ConvolutionGeometry, _ tiling: WinogradTiling
    ) {
        nonisolated(unsafe) let source = source
        forEachTileRow(of: batch, tiling) { grid, place, down in
            ganeval_winograd_output_transposed(
                grid, source + (batch.images.lowerBound + place) * geometry.smallImage,
                batch.outputs + place * tiling.tiles * tiling.filters, batch.rows * tiling.filters, down)
        }
    }

    /// Calls `body` with the grid, a place in the batch and a row of its tiles; no two rows write the same values.
    private static func forEachTileRow(
        of batch: Batch, _ tiling: WinogradTiling,
        _ body: @Sendable (UnsafePointer<ganeval_winograd>, Int, Int) -> Void
    ) {
        let down = tiling.grid.tiles_down
        Parallel.forEach(batch.images.count * down) { row in
            withUnsafePointer(to: tiling.grid) { body($0, row / down, row % down) }
        }
    }

    /// The transformed weights of all filters.
    private static func transformed(
        _ weight: Tensor, _ geometry: ConvolutionGeometry, _ tiling: WinogradTiling
    ) -> Tensor {
        Tensor(shape: [WinogradTiling.slices, tiling.filters, tiling.depth]) { target in
            forEachFilter(of: weight, into: target, tiling) { grid, source, target, filter in
                ganeval_winograd_weight(
                    grid, source + filter * geometry.patchSize, target + filter * tiling.depth,
                    tiling.filters * tiling.depth)
            }
        }
    }

    private static func forEachFilter(
        of source: Tensor, into target: UnsafeMutableBufferPointer<Float>, _ tiling: WinogradTiling,
        _ body:
            @Sendable (
                UnsafePointer<ganeval_winograd>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int
            ) -> Void
    ) {
        TensorKernels.withPointers(source, source, target) { operands in
            Parallel.forEachRange(of: tiling.filters, size: 8) { range in
                withUnsafePointer(to: tiling.grid) { grid in
                    for filter in range { body(grid, operands.first, operands.target, filter) }
                }
            }
        }
    }
}
