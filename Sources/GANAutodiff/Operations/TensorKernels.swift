import GANNumerics

/// Elementwise and reducing loops over tensors, cut into pieces of fixed size.
///
/// The pieces do not depend on the number of threads, and partial sums are added in the order of the pieces, so every
/// kernel gives the same bits on any number of threads.
enum TensorKernels {
    /// Elements a piece: large enough to pay for handing it to a thread, small enough to stay in the second-level cache.
    static let pieceSize = 32_768

    /// A new tensor of `a`'s shape; `loop` fills `y[i]` from `x[i]` for every i of a range.
    ///
    /// Loops are handed over whole, not element by element: the compiler then sees a plain loop over pointers and
    /// makes it four elements wide.
    static func map(
        _ a: Tensor,
        _ loop: @Sendable (_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ range: Range<Int>) -> Void
    ) -> Tensor {
        Tensor(shape: a.shape) { target in
            withPointers(a, a, target) { p in
                Parallel.forEachRange(of: p.count, size: pieceSize) { loop(p.first, p.target, $0) }
            }
        }
    }

    /// A new tensor of the operands' shape; `loop` fills `z[i]` from `x[i]` and `y[i]` for every i of a range.
    static func zip(
        _ a: Tensor, _ b: Tensor,
        _ loop:
            @Sendable (
                _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>,
                _ range: Range<Int>
            ) -> Void
    ) -> Tensor {
        precondition(a.shape == b.shape, "elementwise operation on shapes \(a.shape) and \(b.shape)")
        return Tensor(shape: a.shape) { target in
            withPointers(a, b, target) { p in
                Parallel.forEachRange(of: p.count, size: pieceSize) { loop(p.first, p.second, p.target, $0) }
            }
        }
    }

    /// A new tensor of `a`'s shape `[..., channels]`; `loop` fills one row `z` from a row `x` of `a` and all of `b` `[channels]`.
    static func zipChannels(
        _ a: Tensor, _ b: Tensor,
        _ loop:
            @Sendable (
                _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>, _ channels: Int
            ) -> Void
    ) -> Tensor {
        let channels = b.count
        precondition(a.shape.last == channels, "channel operation on shapes \(a.shape) and \(b.shape)")
        return Tensor(shape: a.shape) { target in
            withPointers(a, b, target) { p in
                Parallel.forEachRange(of: p.count / channels, size: max(1, pieceSize / channels)) { rows in
                    for row in rows { loop(p.first + row * channels, p.second, p.target + row * channels, channels) }
                }
            }
        }
    }

    /// Sums over rows for each channel: `loop` adds its terms for one row to `totals` `[channels]`.
    ///
    /// Pieces of rows are summed in float32 and their totals in float64.
    static func channelSums(
        rows: Int, channels: Int, _ loop: @Sendable (_ row: Int, _ totals: UnsafeMutablePointer<Float>) -> Void
    ) -> [Double] {
        let size = max(1, min(256, pieceSize / max(1, channels)))
        let pieces = (rows + size - 1) / size
        var partial = [Float](repeating: 0, count: pieces * channels)
        partial.withUnsafeMutableBufferPointer { partial in
            guard let base = partial.baseAddress else { return }
            nonisolated(unsafe) let totals = base
            Parallel.forEachRange(of: rows, size: size) { range in
                for row in range { loop(row, totals + range.lowerBound / size * channels) }
            }
        }
        var sums = [Double](repeating: 0, count: channels)
        for piece in 0..<pieces { for c in 0..<channels { sums[c] += Double(partial[piece * channels + c]) } }
        return sums
    }

    /// Two inputs and the outcome of a loop, as pointers that the pieces share: they read the inputs, and each writes a
    /// part of the target that no other piece touches.
    struct Pointers: @unchecked Sendable {
        let first: UnsafePointer<Float>
        let second: UnsafePointer<Float>
        let target: UnsafeMutablePointer<Float>
        /// Elements of the target.
        let count: Int
    }

    /// Calls `body` with the operands' memory, unless one of them is empty.
    @inline(__always)
    static func withPointers(
        _ a: Tensor, _ b: Tensor, _ target: UnsafeMutableBufferPointer<Float>, _ body: (Pointers) -> Void
    ) {
        a.scalars.withUnsafeBufferPointer { first in
            b.scalars.withUnsafeBufferPointer { second in
                guard let first = first.baseAddress, let second = second.baseAddress, let base = target.baseAddress
                else { return }
                body(Pointers(first: first, second: second, target: base, count: target.count))
            }
        }
    }

    /// The sum of all elements, in float64.
    static func sum(_ a: Tensor) -> Double {
        let pieces = (a.count + pieceSize - 1) / pieceSize
        var partial = [Double](repeating: 0, count: pieces)
        a.scalars.withUnsafeBufferPointer { source in
            partial.withUnsafeMutableBufferPointer { partial in
                nonisolated(unsafe) let (source, partial) = (source, partial)
                Parallel.forEachRange(of: source.count, size: pieceSize) { range in
                    var total = 0.0
                    for i in range { total += Double(source[i]) }
                    partial[range.lowerBound / pieceSize] = total
                }
            }
        }
        return partial.reduce(0, +)
    }

    /// op(A) · op(B) for packed row-major matrices, cut into tiles of the result.
    static func product(
        _ a: Tensor, transposed transposeA: Bool, _ b: Tensor, transposed transposeB: Bool, m: Int, n: Int, k: Int
    ) -> Tensor {
        let (tileRows, tileColumns) = (128, 512)
        let across = (n + tileColumns - 1) / tileColumns
        let down = (m + tileRows - 1) / tileRows
        return Tensor(shape: [m, n]) { target in
            a.scalars.withUnsafeBufferPointer { first in
                b.scalars.withUnsafeBufferPointer { second in
                    guard let target = target.baseAddress else { return }
                    guard let first = first.baseAddress, let second = second.baseAddress, k > 0 else {
                        target.initialize(repeating: 0, count: m * n)
                        return
                    }
                    nonisolated(unsafe) let (p, q, r) = (first, second, target)
                    Parallel.forEach(across * down) { tile in
                        let row = tile / across * tileRows
                        let column = tile % across * tileColumns
                        OpenBLAS.multiply(
                            p + (transposeA ? row : row * k), transposed: transposeA,
                            q + (transposeB ? column * k : column), transposed: transposeB,
                            into: r + row * n + column, m: min(tileRows, m - row), n: min(tileColumns, n - column),
                            k: k,
                            leadingA: transposeA ? m : k, leadingB: transposeB ? k : n, leadingC: n)
                    }
                }
            }
        }
    }
}
