public import GANNumerics

// Sums, broadcasts, reshapes and products. A sum and a broadcast are each other's backward pass.

extension Variable {
    /// The sum of all elements, shape `[]`.
    public func sum() -> Variable {
        Variable(Tensor(Float(TensorKernels.sum(value))), from: [self]) { [shape] g, _ in [g.expanded(to: shape)] }
    }

    /// The mean of all elements, shape `[]`.
    public func mean() -> Variable { sum().scaled(by: 1 / Float(value.count)) }

    /// A one-element variable repeated to `shape`.
    public func expanded(to shape: [Int]) -> Variable {
        let original = self.shape
        return Variable(Tensor(shape: shape, repeating: value.scalar), from: [self]) { g, _ in
            [g.sum().reshaped(original)]
        }
    }

    /// `[..., c]` summed over all axes but the last, shape `[c]`.
    public func summedToChannels() -> Variable {
        let channels = shape.last ?? 1
        let rows = channels == 0 ? 0 : value.count / channels
        let sums = value.scalars.withUnsafeBufferPointer { source -> [Double] in
            guard let base = source.baseAddress else { return [Double](repeating: 0, count: channels) }
            nonisolated(unsafe) let source = base
            return TensorKernels.channelSums(rows: rows, channels: channels) { row, totals in
                let x = source + row * channels
                for c in 0..<channels { totals[c] += x[c] }
            }
        }
        return Variable(Tensor(shape: [channels], scalars: sums.map { Float($0) }), from: [self]) { [shape] g, _ in
            [g.broadcastChannels(to: shape)]
        }
    }

    /// `[c]` repeated along all leading axes of `shape`, which must end in c.
    public func broadcastChannels(to shape: [Int]) -> Variable {
        precondition(self.shape == [shape.last ?? 1], "channels of shape \(self.shape) broadcast to \(shape)")
        let channels = value
        let result = Tensor(shape: shape) { target in
            let width = max(1, channels.count)
            for row in 0..<target.count / width { for c in 0..<width { target[row * width + c] = channels.scalars[c] } }
        }
        return Variable(result, from: [self]) { g, _ in [g.summedToChannels()] }
    }

    /// a[..., c] + b[c]: a bias on the last axis.
    public func addingChannels(_ bias: Variable) -> Variable {
        Variable(
            TensorKernels.zipChannels(value, bias.value) { x, y, z, n in for c in 0..<n { z[c] = x[c] + y[c] } },
            from: [self, bias]
        ) { g, wanted in
            [g, wanted[1] ? g.summedToChannels() : nil]
        }
    }

    /// a[..., c] · b[c]: a scale on the last axis.
    public func multiplyingChannels(_ factor: Variable) -> Variable {
        Variable(
            TensorKernels.zipChannels(value, factor.value) { x, y, z, n in for c in 0..<n { z[c] = x[c] * y[c] } },
            from: [self, factor]
        ) { [self] g, wanted in
            [
                wanted[0] ? g.multiplyingChannels(factor) : nil,
                wanted[1] ? (g * self).summedToChannels() : nil,
            ]
        }
    }

    /// `[n, d]` summed over each row, shape `[n]`.
    public func summedRows() -> Variable {
        precondition(shape.count == 2, "row sums of shape \(shape)")
        let ones = Variable.constant(Tensor(shape: [shape[1], 1], repeating: 1))
        return multiplied(by: ones).reshaped([shape[0]])
    }

    /// `[n]` repeated along a new last axis of length `columns`.
    public func broadcastRows(columns: Int) -> Variable {
        precondition(shape.count == 1, "rows of shape \(shape) broadcast")
        let ones = Variable.constant(Tensor(shape: [1, columns], repeating: 1))
        return reshaped([shape[0], 1]).multiplied(by: ones)
    }

    /// The same elements under another shape.
    public func reshaped(_ shape: [Int]) -> Variable {
        let original = self.shape
        if original == shape { return self }
        return Variable(value.reshaped(shape), from: [self]) { g, _ in [g.reshaped(original)] }
    }

    /// The elements with their axes in another order: axis i of the result is axis `order[i]` of this variable.
    public func permuted(_ order: [Int]) -> Variable {
        var inverse = order
        for (position, axis) in order.enumerated() { inverse[axis] = position }
        return Variable(value.permuted(order), from: [self]) { g, _ in [g.permuted(inverse)] }
    }

    /// The first axis' entries in `range`.
    public func rows(_ range: Range<Int>) -> Variable {
        let width = value.count / max(1, shape[0])
        let part = Tensor(
            shape: [range.count] + shape.dropFirst(),
            scalars: Array(value.scalars[range.lowerBound * width..<range.upperBound * width]))
        return Variable(part, from: [self]) { [shape] g, _ in [g.paddedRows(before: range.lowerBound, count: shape[0])]
        }
    }

    /// Zeros in `count` entries of the first axis, with this variable's from `before` on.
    func paddedRows(before: Int, count: Int) -> Variable {
        let width = value.count / max(1, shape[0])
        let rows = shape[0]
        var padded = Tensor(shape: [count] + shape.dropFirst())
        padded.scalars.replaceSubrange(before * width..<(before + rows) * width, with: value.scalars)
        return Variable(padded, from: [self]) { g, _ in [g.rows(before..<before + rows)] }
    }

    /// op(self) · op(other) for matrices, op being the transpose where asked; `[m, k] · [k, n] → [m, n]`.
    public func multiplied(by other: Variable, transposed: Bool = false, transposingOther: Bool = false) -> Variable {
        precondition(shape.count == 2 && other.shape.count == 2, "product of shapes \(shape) and \(other.shape)")
        let (m, k) = transposed ? (shape[1], shape[0]) : (shape[0], shape[1])
        let (inner, n) = transposingOther ? (other.shape[1], other.shape[0]) : (other.shape[0], other.shape[1])
        precondition(k == inner, "product of shapes \(shape) and \(other.shape)")
        let result = TensorKernels.product(
            value, transposed: transposed, other.value, transposed: transposingOther, m: m, n: n, k: k)
        return Variable(result, from: [self, other]) { [self] g, wanted in
            // With C = op(A) op(B): ∂op(A) = G op(B)ᵀ and ∂op(B) = op(A)ᵀ G, transposed back where op was the transpose.
            let first = {
                transposed
                    ? other.multiplied(by: g, transposed: transposingOther, transposingOther: true)
                    : g.multiplied(by: other, transposingOther: !transposingOther)
            }
            let second = {
                transposingOther
                    ? g.multiplied(by: self, transposed: true, transposingOther: transposed)
                    : self.multiplied(by: g, transposed: !transposed)
            }
            return [wanted[0] ? first() : nil, wanted[1] ? second() : nil]
        }
    }

    /// Rows of this table `[entries, d]` picked by index, shape `[indices.count, d]`: an embedding.
    public func gathered(rows indices: [Int]) -> Variable {
        precondition(shape.count == 2 && indices.allSatisfy { $0 >= 0 && $0 < shape[0] }, "rows picked from \(shape)")
        let entries = shape[0]
        return Variable(Tensor(value.matrix.rows(at: indices)), from: [self]) { g, _ in
            [g.scattered(toRows: indices, of: entries)]
        }
    }

    /// Rows added up into a table `[entries, d]` at the given indices: the backward pass of `gathered`.
    func scattered(toRows indices: [Int], of entries: Int) -> Variable {
        let width = shape[1]
        var table = Tensor(shape: [entries, width])
        for (row, entry) in indices.enumerated() {
            for c in 0..<width { table.scalars[entry * width + c] += value.scalars[row * width + c] }
        }
        return Variable(table, from: [self]) { g, _ in [g.gathered(rows: indices)] }
    }
}

extension Tensor {
    /// The elements with their axes in another order: axis i of the result is axis `order[i]` of this tensor.
    public func permuted(_ order: [Int]) -> Tensor {
        precondition(order.sorted() == Array(shape.indices), "axes \(order) of shape \(shape)")
        let plan = AxisOrder(order, of: shape)
        return Tensor(shape: order.map { shape[$0] }) { buffer in
            guard let target = buffer.baseAddress else { return }
            nonisolated(unsafe) let written = target
            scalars.withUnsafeBufferPointer { buffer in
                guard let source = buffer.baseAddress else { return }
                nonisolated(unsafe) let read = source
                Parallel.forEachRange(of: plan.blocks, size: max(1, AxisOrder.piece / max(1, plan.blockCount))) {
                    for block in $0 { plan.copyBlock(block, from: read, to: written) }
                }
            }
        }
    }
}

/// How the elements of a tensor move when its axes change places: axes that stay beside each other move as one, and the
/// last two of the result are a block that plain loops copy.
private struct AxisOrder: Sendable {
    /// Elements that one piece of work copies at least, so that small tensors start no threads.
    static let piece = 1 << 15

    /// Lengths of the result's axes in front of its last two, and how far apart their entries lie in the source.
    private let outer: [(count: Int, step: Int)]
    private let rows: (count: Int, step: Int)
    private let columns: (count: Int, step: Int)

    /// How many blocks there are, and how many elements one holds.
    var blocks: Int { outer.reduce(1) { $0 * $1.count } }
    var blockCount: Int { rows.count * columns.count }

    init(_ order: [Int], of shape: [Int]) {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in stride(from: shape.count - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * shape[axis + 1]
        }
        var merged: [(count: Int, step: Int)] = []
        for (position, axis) in order.enumerated() {
            if position > 0, axis == order[position - 1] + 1 {
                merged[merged.count - 1] = (merged[merged.count - 1].count * shape[axis], strides[axis])
            } else {
                merged.append((shape[axis], strides[axis]))
            }
        }
        columns = merged.popLast() ?? (1, 1)
        rows = merged.popLast() ?? (1, 0)
        outer = merged
    }

    func copyBlock(_ block: Int, from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
        var (rest, start) = (block, 0)
        for axis in outer.reversed() {
            start += rest % axis.count * axis.step
            rest /= axis.count
        }
        let written = target + block * blockCount
        for row in 0..<rows.count {
            let (from, to) = (source + start + row * rows.step, written + row * columns.count)
            if columns.step == 1 {
                to.update(from: from, count: columns.count)
            } else {
                for column in 0..<columns.count { to[column] = from[column * columns.step] }
            }
        }
    }
}
