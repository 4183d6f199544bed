public import GANNumerics

/// A sparse linear map from the positions along one axis of a grid to those of another grid.
///
/// Output i is Σ weight · input over the terms of i. Enlarging and averaging of images are such maps along rows and
/// columns, and so are their transposes: `Variable.gridMapped` applies them and differentiates through them.
public struct GridAxisMap: Sendable, Hashable {
    /// Positions along the axis that is read.
    public let inputs: Int
    /// Positions along the axis that is made.
    public let outputs: Int
    /// The terms of output i are those in `starts[i]..<starts[i + 1]`.
    let starts: [Int]
    let sources: [Int]
    let weights: [Float]

    /// One list of terms for each output.
    init(inputs: Int, terms: [[(source: Int, weight: Float)]]) {
        self.inputs = inputs
        outputs = terms.count
        var starts = [0]
        for list in terms { starts.append(starts[starts.count - 1] + list.count) }
        self.starts = starts
        sources = terms.joined().map(\.source)
        weights = terms.joined().map(\.weight)
        precondition(sources.allSatisfy { $0 >= 0 && $0 < inputs }, "a term outside \(inputs) positions")
    }

    /// The transpose: what sends a gradient back.
    public var transposed: GridAxisMap {
        var terms = [[(source: Int, weight: Float)]](repeating: [], count: inputs)
        for output in 0..<outputs {
            for term in starts[output]..<starts[output + 1] { terms[sources[term]].append((output, weights[term])) }
        }
        return GridAxisMap(inputs: outputs, terms: terms)
    }

    /// The map as a matrix `[outputs, inputs]`.
    public var matrix: Tensor {
        var result = Tensor(shape: [outputs, inputs])
        for output in 0..<outputs {
            for term in starts[output]..<starts[output + 1] {
                result.scalars[output * inputs + sources[term]] += weights[term]
            }
        }
        return result
    }

    /// Each position `scale` times: PyTorch's `Upsample(mode="nearest")`.
    public static func repeated(_ inputs: Int, scale: Int) -> GridAxisMap {
        GridAxisMap(inputs: inputs, terms: (0..<inputs * scale).map { [($0 / scale, 1)] })
    }

    /// Linear interpolation to `scale` times as many positions: one axis of PyTorch's `Upsample(mode="bilinear")`.
    ///
    /// Output i lies at (i + ½)/scale − ½, or at i·(inputs − 1)/(outputs − 1) when the corners are aligned; beyond the
    /// first and last position the edge's value holds.
    public static func linear(_ inputs: Int, scale: Int, aligningCorners: Bool = false) -> GridAxisMap {
        let outputs = inputs * scale
        let terms = (0..<outputs).map { index -> [(source: Int, weight: Float)] in
            let place =
                aligningCorners
                ? (outputs > 1 ? Double(index) * Double(inputs - 1) / Double(outputs - 1) : 0)
                : max(0, (Double(index) + 0.5) / Double(scale) - 0.5)
            let first = min(inputs - 1, Int(place))
            let share = Float(place - Double(first))
            guard first + 1 < inputs, share > 0 else { return [(first, 1)] }
            return [(first, 1 - share), (first + 1, share)]
        }
        return GridAxisMap(inputs: inputs, terms: terms)
    }

    /// Means over windows of `kernel` positions, `stride` apart: one axis of PyTorch's `AvgPool2d`.
    ///
    /// Padding stands for zeros; `countingPadding` says whether a mean divides by them too. There are
    /// ⌊(inputs + 2·padding − kernel) / stride⌋ + 1 outputs.
    public static func averaged(
        _ inputs: Int, kernel: Int, stride: Int, padding: Int = 0, countingPadding: Bool = true
    ) -> GridAxisMap {
        precondition(
            kernel > 0 && stride > 0 && padding >= 0 && 2 * padding <= kernel && inputs + 2 * padding >= kernel,
            "windows of \(kernel) positions with padding \(padding) on \(inputs)")
        let outputs = (inputs + 2 * padding - kernel) / stride + 1
        let terms = (0..<outputs).map { index -> [(source: Int, weight: Float)] in
            let start = index * stride - padding
            let window = max(0, start)..<min(inputs, start + kernel)
            let weight = 1 / Float(countingPadding ? kernel : window.count)
            return window.map { ($0, weight) }
        }
        return GridAxisMap(inputs: inputs, terms: terms)
    }
}
