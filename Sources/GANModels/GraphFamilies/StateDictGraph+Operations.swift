import GANNumerics
import GANONNX

/// The operators of which families make their graphs; images are `[N, C, H, W]`, vectors `[N, d]`.
extension StateDictGraph {
    /// Whether there is a tensor called `name`.
    func has(_ name: String) -> Bool { tensors[name] != nil }

    /// A constant of one value that fits everything.
    mutating func constant(_ value: Float) -> String {
        let key = "constant \(value)"
        if let known = constants[key] { return known }
        let name = graph.initializer(key, Tensor(value))
        constants[key] = name
        return name
    }

    /// A constant list of whole numbers.
    mutating func constant(integers: [Int]) -> String {
        let key = "constant \(integers)"
        if let known = constants[key] { return known }
        let name = graph.initializer(key, integers: integers)
        constants[key] = name
        return name
    }

    /// `x` times a constant.
    mutating func scaled(_ x: String, by factor: Float) -> String {
        factor == 1 ? x : graph.node("Mul", [x, constant(factor)])
    }

    mutating func sum(_ a: String, _ b: String) -> String { graph.node("Add", [a, b]) }

    mutating func product(_ a: String, _ b: String) -> String { graph.node("Mul", [a, b]) }

    /// `[N, C]` as `[N, C, 1, 1]`.
    mutating func onGrid(_ x: String) -> String { graph.node("Unsqueeze", [x, constant(integers: [2, 3])]) }

    /// `x` in another shape, whose 0 keeps an axis and -1 takes what is left.
    mutating func reshaped(_ x: String, _ shape: [Int]) -> String {
        graph.node("Reshape", [x, constant(integers: shape)])
    }

    /// x Wᵀ + b; `name` names the initializers.
    mutating func linear(_ x: String, _ name: String, weight: Tensor, bias: [Float]? = nil) -> String {
        var inputs = [x, graph.initializer("\(name).weight", weight)]
        if let bias { inputs.append(graph.initializer("\(name).bias", Tensor(shape: [bias.count], scalars: bias))) }
        return graph.node("Gemm", inputs, attributes: ["transB": .integer(1)])
    }

    /// A convolution of square stride; `name` names the initializers.
    mutating func convolution(
        _ x: String, _ name: String, weight: Tensor, bias: [Float]? = nil, padding: Int = 0, stride: Int = 1,
        groups: Int = 1
    ) -> String {
        convolution(
            x, name, weight: weight, bias: bias, pads: [padding, padding, padding, padding], stride: stride,
            groups: groups)
    }

    /// The same with pads above, left, below, right.
    mutating func convolution(
        _ x: String, _ name: String, weight: Tensor, bias: [Float]? = nil, pads: [Int], stride: Int = 1,
        groups: Int = 1
    ) -> String {
        var inputs = [x, graph.initializer("\(name).weight", weight)]
        if let bias { inputs.append(graph.initializer("\(name).bias", Tensor(shape: [bias.count], scalars: bias))) }
        return graph.node(
            "Conv", inputs,
            attributes: [
                "kernel_shape": .integers(Array(weight.shape.suffix(2))), "strides": .integers([stride, stride]),
                "pads": .integers(pads), "group": .integer(groups),
            ])
    }

    /// A transposed convolution; `weight` is `[inputs, outputs, k, k]`, pads are taken off above, left, below, right.
    mutating func transposedConvolution(
        _ x: String, _ name: String, weight: Tensor, bias: [Float]? = nil, pads: [Int], stride: Int, groups: Int = 1
    ) -> String {
        var inputs = [x, graph.initializer("\(name).weight", weight)]
        if let bias { inputs.append(graph.initializer("\(name).bias", Tensor(shape: [bias.count], scalars: bias))) }
        return graph.node(
            "ConvTranspose", inputs,
            attributes: [
                "kernel_shape": .integers(Array(weight.shape.suffix(2))), "strides": .integers([stride, stride]),
                "pads": .integers(pads), "group": .integer(groups),
            ])
    }

    /// x · scale + offset, a factor and a summand for each channel.
    mutating func perChannel(_ x: String, _ name: String, scale: [Float], offset: [Float]) -> String {
        let factor = graph.initializer("\(name).scale", Tensor(shape: [1, scale.count, 1, 1], scalars: scale))
        let summand = graph.initializer("\(name).offset", Tensor(shape: [1, offset.count, 1, 1], scalars: offset))
        return sum(product(x, factor), summand)
    }

    mutating func rectified(_ x: String) -> String { graph.node("Relu", [x]) }

    mutating func leaky(_ x: String, slope: Float) -> String {
        graph.node("LeakyRelu", [x], attributes: ["alpha": .float(slope)])
    }

    /// Values cut to [-bound, bound].
    mutating func clamped(_ x: String, to bound: Float) -> String {
        graph.node("Clip", [x, constant(-bound), constant(bound)])
    }

    /// 1 / √x.
    mutating func reciprocalRoot(_ x: String) -> String { graph.node("Reciprocal", [graph.node("Sqrt", [x])]) }

    /// x · (mean(x²) + ε)^(-1/2) along the last axis: StyleGAN's normalization of latent vectors.
    mutating func rootMeanNormalized(_ x: String, epsilon: Float = 1e-8) -> String {
        let squares = product(x, x)
        let mean = graph.node("ReduceMean", [squares], attributes: ["axes": .integers([-1]), "keepdims": .integer(1)])
        return product(x, reciprocalRoot(sum(mean, constant(epsilon))))
    }

    /// An image twice as large, by the nearest pixel.
    mutating func nearestUpsampled(_ x: String, by factor: Int = 2) -> String {
        resized(x, by: factor, ["mode": .text("nearest"), "nearest_mode": .text("floor")], "asymmetric")
    }

    /// A convolution of 3×3 with padding behind `nearestUpsampled`, as four of 2×2 before it, one for each place in a doubled pixel.
    ///
    /// Equal neighbours share a product with the sum of their weights: 16 products for 36.
    mutating func convolutionOfDoubled(_ x: String, _ name: String, weight: Tensor, bias: [Float]? = nil) -> String {
        var places: [String] = []
        for row in 0...1 {
            for column in 0...1 {
                places.append(
                    convolution(
                        x, "\(name).\(row)\(column)", weight: weight.foldedForDoubled(row: row, column: column),
                        bias: bias, pads: [1 - row, 1 - column, row, column]))
            }
        }
        let stacked = graph.node("Concat", places, attributes: ["axis": .integer(1)])
        return graph.node(
            "DepthToSpace", [stacked], attributes: ["blocksize": .integer(2), "mode": .text("DCR")])
    }

    /// An image twice as large, bilinear; PyTorch's `align_corners=False` unless `aligned`.
    mutating func bilinearUpsampled(_ x: String, by factor: Int = 2, aligned: Bool = false) -> String {
        resized(x, by: factor, ["mode": .text("linear")], aligned ? "align_corners" : "pytorch_half_pixel")
    }

    private mutating func resized(
        _ x: String, by factor: Int, _ attributes: [String: ONNXAttribute], _ coordinates: String
    ) -> String {
        let key = "scales \(factor)"
        let scales =
            constants[key]
            ?? graph.initializer(key, Tensor(shape: [4], scalars: [1, 1, Float(factor), Float(factor)]))
        constants[key] = scales
        if let nearest = attributes["nearest_mode"] {
            return graph.node(
                "Resize", [x, "", scales],
                attributes: [
                    "mode": .text("nearest"), "nearest_mode": nearest,
                    "coordinate_transformation_mode": .text(coordinates),
                ])
        }
        return graph.node(
            "Resize", [x, "", scales],
            attributes: ["mode": .text("linear"), "coordinate_transformation_mode": .text(coordinates)])
    }

    /// The 2×2 mean.
    mutating func halved(_ x: String) -> String {
        graph.node(
            "AveragePool", [x], attributes: ["kernel_shape": .integers([2, 2]), "strides": .integers([2, 2])])
    }
}

extension Tensor {
    /// Every element times `factor`.
    func scaled(by factor: Float) -> Tensor {
        factor == 1 ? self : Tensor(shape: shape, scalars: scalars.map { $0 * factor })
    }

    /// Weights `[o, i, 3, 3]` as `[o, i, 2, 2]` for the pixels at one place, 0 or 1 along each axis, of an image doubled by the nearest pixel.
    fileprivate func foldedForDoubled(row: Int, column: Int) -> Tensor {
        // Which of the two source pixels lies under each of the kernel's three.
        let under = [[0, 1, 1], [0, 0, 1]]
        let (rows, columns) = (under[row], under[column])
        var folded = [Float](repeating: 0, count: 4 * shape[0] * shape[1])
        for kernel in 0..<shape[0] * shape[1] {
            for y in 0..<3 {
                for x in 0..<3 {
                    folded[4 * kernel + 2 * rows[y] + columns[x]] += scalars[9 * kernel + 3 * y + x]
                }
            }
        }
        return Tensor(shape: [shape[0], shape[1], 2, 2], scalars: folded)
    }
}
