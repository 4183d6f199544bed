import GANAutodiff
import GANNumerics

/// The weights of a state dict, those put together that a norm's parts stand for.
///
/// PyTorch stores a weight under spectral normalization as `weight_orig` with the vectors `weight_u` and `weight_v`, and one
/// under weight normalization as `weight_g` and `weight_v`; its newer form keeps the parts under `parametrizations.weight`. In
/// evaluation mode it computes, and so does this, in float64:
///
/// - spectral (Miyato et al. 2018, 1802.05957): weight = original / (uᵀ W v), W being the original with one output a row;
/// - weight (Salimans and Kingma 2016, 1602.07868): weight = direction · magnitude / ‖direction‖, norms over all axes
///   along which the magnitude has length 1.
struct WeightNorms {
    /// The stored parts of one weight, by their names in the state dict.
    enum Parts: Equatable {
        case spectral(original: String, u: String, v: String)
        case magnitude(String, direction: String)
        /// Spectral normalization before `weight_v` was kept: the normalized weight is there beside its parts.
        case stored(weight: String, original: String, u: String)
        /// A module of one's own that iterates once more at each call: `weight_bar`, `weight_u`, `weight_v`.
        case iterated(bar: String, u: String, v: String)

        var names: [String] {
            switch self {
            case .spectral(let original, let u, let v): return [original, u, v]
            case .magnitude(let magnitude, let direction): return [magnitude, direction]
            case .stored(let weight, let original, let u): return [weight, original, u]
            case .iterated(let bar, let u, let v): return [bar, u, v]
            }
        }

        /// The part that has the weight's shape.
        var full: String {
            switch self {
            case .spectral(let original, _, _): return original
            case .magnitude(_, let direction): return direction
            case .stored(let weight, _, _): return weight
            case .iterated(let bar, _, _): return bar
            }
        }
    }

    /// Why a weight can't be put together.
    enum Problem: Error, Equatable {
        case missing([String])
        case misshapen(String)
    }

    let tensors: [String: Tensor]
    /// Weights in parts, by the name that the whole would have: "main.0.weight".
    let parts: [String: Parts]

    init(_ tensors: [String: Tensor]) {
        self.tensors = tensors
        var parts: [String: Parts] = [:]
        for name in tensors.keys {
            if let base = Self.base(of: name, "weight_bar"), tensors["\(base)weight_u"] != nil {
                parts["\(base)weight"] = .iterated(bar: name, u: "\(base)weight_u", v: "\(base)weight_v")
            } else if let base = Self.base(of: name, "weight_orig"), tensors["\(base)weight_v"] == nil,
                tensors["\(base)weight"]?.shape == tensors[name]?.shape
            {
                parts["\(base)weight"] = .stored(weight: "\(base)weight", original: name, u: "\(base)weight_u")
            } else if let base = Self.base(of: name, "weight_orig") {
                parts["\(base)weight"] = .spectral(
                    original: name, u: "\(base)weight_u", v: "\(base)weight_v")
            } else if let base = Self.base(of: name, "parametrizations.weight.original") {
                let first = "\(base)parametrizations.weight.0"
                parts["\(base)weight"] = .spectral(original: name, u: "\(first)._u", v: "\(first)._v")
            } else if let base = Self.base(of: name, "weight_g") {
                parts["\(base)weight"] = .magnitude(name, direction: "\(base)weight_v")
            } else if let base = Self.base(of: name, "parametrizations.weight.original0") {
                let stem = "\(base)parametrizations.weight.original"
                parts["\(base)weight"] = .magnitude("\(stem)0", direction: "\(stem)1")
            }
        }
        self.parts = parts
    }

    /// What stands before `suffix`, with the dot, when `name` ends in it as a whole component.
    private static func base(of name: String, _ suffix: String) -> Substring? {
        guard name.hasSuffix(suffix) else { return nil }
        let base = name.dropLast(suffix.count)
        return base.isEmpty || base.hasSuffix(".") ? base : nil
    }

    /// The names and shapes that the state dict would have without norms.
    var plainShapes: [String: [Int]] {
        var shapes = tensors.mapValues(\.shape)
        for (name, parts) in parts {
            let shape = tensors[parts.full]?.shape
            for part in parts.names { shapes[part] = nil }
            shapes[name] = shape
        }
        return shapes
    }

    /// The tensor called `name`, put together where it is stored in parts.
    ///
    /// `outputAxis` is the axis of a weight along which outputs are counted: 1 for transposed convolutions, else 0.
    /// nil when there is no such tensor.
    func tensor(_ name: String, outputAxis: Int) throws(Problem) -> Tensor? {
        guard let parts = parts[name] else { return tensors[name] }
        let missing = parts.names.filter { tensors[$0] == nil }
        guard missing.isEmpty else { throw .missing(missing) }
        switch parts {
        case .spectral(let original, let u, let v):
            guard let weight = tensors[original], let left = tensors[u], let right = tensors[v] else { return nil }
            return try Self.divided(weight, u: left, v: right, outputAxis: outputAxis, name: name)
        case .magnitude(let magnitude, let direction):
            guard let scale = tensors[magnitude], let weight = tensors[direction] else { return nil }
            return try Self.scaled(weight, to: scale, name: name)
        case .stored(let weight, _, _): return tensors[weight]
        case .iterated(let bar, let u, _):
            guard let weight = tensors[bar], let left = tensors[u] else { return nil }
            return try Self.iterated(weight, u: left, name: name)
        }
    }

    /// The weight divided by uᵀ W v.
    private static func divided(
        _ weight: Tensor, u: Tensor, v: Tensor, outputAxis: Int, name: String
    ) throws(Problem) -> Tensor {
        let shape = weight.shape
        func fits(_ axis: Int) -> Bool {
            axis < shape.count && shape[axis] > 0 && u.shape == [shape[axis]] && v.shape == [weight.count / shape[axis]]
        }
        // The axis can be given explicitly in PyTorch; the vectors' lengths tell where it is not the layer's own.
        guard let axis = [outputAxis, 1 - outputAxis].first(where: fits) else {
            throw .misshapen("\(name) is \(shape) with vectors \(u.shape) and \(v.shape), which don't belong together")
        }
        let matrix = axis == 0 ? weight : weight.permuted([1, 0] + Array(2..<shape.count))
        var norm = 0.0
        for row in 0..<u.count {
            var sum = 0.0
            for column in 0..<v.count {
                sum += Double(matrix.scalars[row * v.count + column]) * Double(v.scalars[column])
            }
            norm += Double(u.scalars[row]) * sum
        }
        return Tensor(shape: shape, scalars: weight.scalars.map { Float(Double($0) / norm) })
    }

    /// The weight divided by its largest singular value after one more step from `u`, as such modules compute it at each call.
    ///
    /// v = Wᵀu / ‖Wᵀu‖, σ = ‖W v‖, W being the weight with its first axis as rows, whatever the layer.
    private static func iterated(_ weight: Tensor, u: Tensor, name: String) throws(Problem) -> Tensor {
        guard let rows = weight.shape.first, rows > 0, u.shape == [rows] else {
            throw .misshapen("\(name) is \(weight.shape) with a vector \(u.shape), which don't belong together")
        }
        let columns = weight.count / rows
        var right = [Double](repeating: 0, count: columns)
        for row in 0..<rows {
            for column in 0..<columns {
                right[column] += Double(weight.scalars[row * columns + column]) * Double(u.scalars[row])
            }
        }
        let length = right.reduce(0) { $0 + $1 * $1 }.squareRoot()
        var sum = 0.0
        for row in 0..<rows {
            var product = 0.0
            for column in 0..<columns {
                product += Double(weight.scalars[row * columns + column]) * right[column] / length
            }
            sum += product * product
        }
        let norm = sum.squareRoot()
        return Tensor(shape: weight.shape, scalars: weight.scalars.map { Float(Double($0) / norm) })
    }

    /// Each slice of the direction brought to its magnitude.
    private static func scaled(_ direction: Tensor, to magnitude: Tensor, name: String) throws(Problem) -> Tensor {
        let shape = direction.shape
        let lengths = magnitude.shape.isEmpty ? [Int](repeating: 1, count: shape.count) : magnitude.shape
        guard lengths.count == shape.count, zip(lengths, shape).allSatisfy({ $0 == 1 || $0 == $1 }) else {
            throw .misshapen("\(name) is \(shape) with magnitudes \(magnitude.shape), which don't belong together")
        }
        // The magnitude's element for each element of the direction: its index along the axes that both share.
        var steps = [Int](repeating: 0, count: shape.count)
        var step = 1
        for axis in shape.indices.reversed() where lengths[axis] != 1 {
            steps[axis] = step
            step *= lengths[axis]
        }
        var slices = [Int](repeating: 0, count: direction.count)
        var index = [Int](repeating: 0, count: shape.count)
        var squares = [Double](repeating: 0, count: magnitude.count)
        for position in slices.indices {
            let slice = zip(index, steps).reduce(0) { $0 + $1.0 * $1.1 }
            slices[position] = slice
            squares[slice] += Double(direction.scalars[position]) * Double(direction.scalars[position])
            for axis in shape.indices.reversed() {
                index[axis] += 1
                if index[axis] < shape[axis] { break }
                index[axis] = 0
            }
        }
        let factors = squares.enumerated().map { Double(magnitude.scalars[$0]) / $1.squareRoot() }
        return Tensor(
            shape: shape,
            scalars: direction.scalars.enumerated().map { Float(Double($1) * factors[slices[$0]]) })
    }
}
