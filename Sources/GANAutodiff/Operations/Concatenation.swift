import GANNumerics

// Concatenation, selection and padding of channels: each one's backward pass is made of the others, so that they can be
// differentiated any number of times.

extension Variable {
    /// Variables side by side along their last axis: `[..., a]` and `[..., b]` give `[..., a + b]`.
    ///
    /// All other axes must be equal. The gradient at each is its part of the result's gradient.
    public static func concatenated(_ parts: [Variable]) -> Variable {
        precondition(
            !parts.isEmpty
                && parts.allSatisfy { !$0.shape.isEmpty && $0.shape.dropLast() == parts[0].shape.dropLast() },
            "concatenation of shapes \(parts.map(\.shape))")
        let widths = parts.map { $0.shape.last ?? 0 }
        let total = widths.reduce(0, +)
        var ranges: [Range<Int>] = []
        for width in widths {
            let start = ranges.last?.upperBound ?? 0
            ranges.append(start..<start + width)
        }
        let result = Tensor(shape: parts[0].shape.dropLast() + [total]) { target in
            for (part, range) in zip(parts, ranges) {
                part.value.copyChannels(0..<range.count, to: target, at: range.lowerBound, of: total)
            }
        }
        return Variable(result, from: parts) { g, wanted in
            zip(ranges, wanted).map { range, isWanted in isWanted ? g.channels(range) : nil }
        }
    }

    /// The last axis' entries in `range`.
    public func channels(_ range: Range<Int>) -> Variable {
        let width = shape.last ?? 0
        precondition(range.lowerBound >= 0 && range.upperBound <= width, "channels \(range) of shape \(shape)")
        if range == 0..<width { return self }
        let part = Tensor(shape: shape.dropLast() + [range.count]) { target in
            value.copyChannels(range, to: target, at: 0, of: range.count)
        }
        return Variable(part, from: [self]) { g, _ in [g.paddedChannels(before: range.lowerBound, count: width)] }
    }

    /// Zeros in `count` entries of the last axis, with this variable's from `before` on.
    func paddedChannels(before: Int, count: Int) -> Variable {
        let width = shape.last ?? 0
        let padded = Tensor(shape: shape.dropLast() + [count]) { target in
            target.initialize(repeating: 0)
            value.copyChannels(0..<width, to: target, at: before, of: count)
        }
        return Variable(padded, from: [self]) { g, _ in [g.channels(before..<before + width)] }
    }
}

extension Tensor {
    /// Copies the last axis' entries in `range` of every row into rows of `width` elements, from `place` on.
    fileprivate func copyChannels(
        _ range: Range<Int>, to target: UnsafeMutableBufferPointer<Float>, at place: Int, of width: Int
    ) {
        let own = shape.last ?? 0
        guard own > 0, width > 0 else { return }
        let rows = count / own
        TensorKernels.withPointers(self, self, target) { pointers in
            Parallel.forEachRange(of: rows, size: max(1, TensorKernels.pieceSize / width)) { rows in
                for row in rows {
                    (pointers.target + row * width + place).initialize(
                        from: pointers.first + row * own + range.lowerBound, count: range.count)
                }
            }
        }
    }
}
