import GANNumerics

/// Elementwise and reducing loops over tensors, cut into pieces of fixed size.
///
/// The pieces do not depend on the number of threads, and partial sums are added in the order of the pieces, so every
/// kernel gives the same bits on any number of threads.
enum TensorKernels {
    /// Elements a piece: large enough to pay for handing it to a thread, small enough to stay in the second-level cache.
    static let pieceSize = 32_768

    @inline(__always)
    static func map(_ a: Tensor, _ function: @escaping @Sendable (Float) -> Float) -> Tensor {
        Tensor(shape: a.shape) { target in
            a.scalars.withUnsafeBufferPointer { source in
                nonisolated(unsafe) let (source, target) = (source, target)
                Parallel.forEachRange(of: target.count, size: pieceSize) { range in
                    for i in range { target[i] = function(source[i]) }
                }
            }
        }
    }

    @inline(__always)
    static func zip(_ a: Tensor, _ b: Tensor, _ function: @escaping @Sendable (Float, Float) -> Float) -> Tensor {
        precondition(a.shape == b.shape, "elementwise operation on shapes \(a.shape) and \(b.shape)")
        return Tensor(shape: a.shape) { target in
            a.scalars.withUnsafeBufferPointer { first in
                b.scalars.withUnsafeBufferPointer { second in
                    nonisolated(unsafe) let (first, second, target) = (first, second, target)
                    Parallel.forEachRange(of: target.count, size: pieceSize) { range in
                        for i in range { target[i] = function(first[i], second[i]) }
                    }
                }
            }
        }
    }

    /// `function(a[p, c], b[c])` for every row p: `a` is `[..., channels]`, `b` `[channels]`.
    @inline(__always)
    static func zipChannels(
        _ a: Tensor, _ b: Tensor, _ function: @escaping @Sendable (Float, Float) -> Float
    ) -> Tensor {
        let channels = b.count
        precondition(a.shape.last == channels, "channel operation on shapes \(a.shape) and \(b.shape)")
        return Tensor(shape: a.shape) { target in
            a.scalars.withUnsafeBufferPointer { first in
                b.scalars.withUnsafeBufferPointer { second in
                    nonisolated(unsafe) let (first, second, target) = (first, second, target)
                    Parallel.forEachRange(of: target.count / channels, size: max(1, pieceSize / channels)) { rows in
                        for row in rows {
                            let base = row * channels
                            for c in 0..<channels { target[base + c] = function(first[base + c], second[c]) }
                        }
                    }
                }
            }
        }
    }

    /// The sum of `terms(row base, channel)` over all rows, for each channel.
    ///
    /// Pieces of rows are summed in float32 and their totals in float64.
    @inline(__always)
    static func channelSums(
        rows: Int, channels: Int, _ term: @escaping @Sendable (_ index: Int, _ channel: Int) -> Float
    ) -> [Double] {
        let size = max(1, pieceSize / max(1, channels))
        let pieces = (rows + size - 1) / size
        var partial = [Float](repeating: 0, count: pieces * channels)
        partial.withUnsafeMutableBufferPointer { partial in
            nonisolated(unsafe) let partial = partial
            Parallel.forEachRange(of: rows, size: size) { range in
                let totals = UnsafeMutableBufferPointer(rebasing: partial[(range.lowerBound / size) * channels..<(range.lowerBound / size + 1) * channels])
                for row in range {
                    let base = row * channels
                    for c in 0..<channels { totals[c] += term(base + c, c) }
                }
            }
        }
        var sums = [Double](repeating: 0, count: channels)
        for piece in 0..<pieces { for c in 0..<channels { sums[c] += Double(partial[piece * channels + c]) } }
        return sums
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
                            into: r + row * n + column, m: min(tileRows, m - row), n: min(tileColumns, n - column), k: k,
                            leadingA: transposeA ? m : k, leadingB: transposeB ? k : n, leadingC: n)
                    }
                }
            }
        }
    }
}
