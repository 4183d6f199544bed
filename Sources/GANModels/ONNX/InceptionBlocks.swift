import GANONNX

/// The building blocks of Inception-v3 in torchvision's names, with pytorch-fid's pools.
struct InceptionBlocks {
    var state: StateDictGraph

    /// TensorFlow's, not PyTorch's usual 1e-5.
    private static let epsilon = 1e-3

    init(_ state: StateDictGraph) { self.state = state }

    /// A convolution, its batch normalization and a rectifier; `padded` keeps the grid's size.
    mutating func convolution(
        _ x: String, _ name: String, _ inputs: Int, _ outputs: Int, _ kernel: (height: Int, width: Int) = (1, 1),
        stride: Int = 1, padded: Bool = false
    ) -> String {
        let (above, left) = padded ? (kernel.height / 2, kernel.width / 2) : (0, 0)
        return state.convolution(
            x, weight: "\(name).conv", norm: "\(name).bn", epsilon: Self.epsilon,
            .init(
                inputs: inputs, outputs: outputs, kernel: kernel, stride: stride, padding: [above, left, above, left]),
            then: .rectifier)
    }

    mutating func maximumPool(_ x: String, stride: Int, padding: Int = 0) -> String {
        state.graph.node(
            "MaxPool", [x],
            attributes: [
                "kernel_shape": .integers([3, 3]), "strides": .integers([stride, stride]),
                "pads": .integers([padding, padding, padding, padding]),
            ])
    }

    /// The 3×3 mean of what lies inside the grid.
    private mutating func meanPool(_ x: String) -> String {
        state.graph.node(
            "AveragePool", [x],
            attributes: [
                "kernel_shape": .integers([3, 3]), "strides": .integers([1, 1]), "pads": .integers([1, 1, 1, 1]),
                "count_include_pad": .integer(0),
            ])
    }

    private mutating func joined(_ branches: [String]) -> String {
        state.graph.node("Concat", branches, attributes: ["axis": .integer(1)])
    }

    /// 35×35: 64 + 64 + 96 + `pooled` channels.
    mutating func blockA(_ x: String, _ name: String, inputs: Int, pooled: Int) -> String {
        let one = convolution(x, "\(name).branch1x1", inputs, 64)
        var five = convolution(x, "\(name).branch5x5_1", inputs, 48)
        five = convolution(five, "\(name).branch5x5_2", 48, 64, (5, 5), padded: true)
        var three = convolution(x, "\(name).branch3x3dbl_1", inputs, 64)
        three = convolution(three, "\(name).branch3x3dbl_2", 64, 96, (3, 3), padded: true)
        three = convolution(three, "\(name).branch3x3dbl_3", 96, 96, (3, 3), padded: true)
        let pool = convolution(meanPool(x), "\(name).branch_pool", inputs, pooled)
        return joined([one, five, three, pool])
    }

    /// 35×35 to 17×17: 384 + 96 + `inputs` channels.
    mutating func blockB(_ x: String, _ name: String, inputs: Int) -> String {
        let three = convolution(x, "\(name).branch3x3", inputs, 384, (3, 3), stride: 2)
        var double = convolution(x, "\(name).branch3x3dbl_1", inputs, 64)
        double = convolution(double, "\(name).branch3x3dbl_2", 64, 96, (3, 3), padded: true)
        double = convolution(double, "\(name).branch3x3dbl_3", 96, 96, (3, 3), stride: 2)
        return joined([three, double, maximumPool(x, stride: 2)])
    }

    /// 17×17: four times 192 channels; also gives the name of the first branch.
    mutating func blockC(_ x: String, _ name: String, width: Int) -> (output: String, first: String) {
        let (row, column) = ((1, 7), (7, 1))
        let one = convolution(x, "\(name).branch1x1", 768, 192)
        var seven = convolution(x, "\(name).branch7x7_1", 768, width)
        seven = convolution(seven, "\(name).branch7x7_2", width, width, row, padded: true)
        seven = convolution(seven, "\(name).branch7x7_3", width, 192, column, padded: true)
        var double = convolution(x, "\(name).branch7x7dbl_1", 768, width)
        double = convolution(double, "\(name).branch7x7dbl_2", width, width, column, padded: true)
        double = convolution(double, "\(name).branch7x7dbl_3", width, width, row, padded: true)
        double = convolution(double, "\(name).branch7x7dbl_4", width, width, column, padded: true)
        double = convolution(double, "\(name).branch7x7dbl_5", width, 192, row, padded: true)
        let pool = convolution(meanPool(x), "\(name).branch_pool", 768, 192)
        return (joined([one, seven, double, pool]), one)
    }

    /// 17×17 to 8×8: 320 + 192 + 768 channels.
    mutating func blockD(_ x: String, _ name: String) -> String {
        var three = convolution(x, "\(name).branch3x3_1", 768, 192)
        three = convolution(three, "\(name).branch3x3_2", 192, 320, (3, 3), stride: 2)
        var seven = convolution(x, "\(name).branch7x7x3_1", 768, 192)
        seven = convolution(seven, "\(name).branch7x7x3_2", 192, 192, (1, 7), padded: true)
        seven = convolution(seven, "\(name).branch7x7x3_3", 192, 192, (7, 1), padded: true)
        seven = convolution(seven, "\(name).branch7x7x3_4", 192, 192, (3, 3), stride: 2)
        return joined([three, seven, maximumPool(x, stride: 2)])
    }

    /// 8×8: 320 + 768 + 768 + 192 channels.
    mutating func blockE(_ x: String, _ name: String, inputs: Int, poolingByMaximum: Bool) -> String {
        let (row, column) = ((1, 3), (3, 1))
        let one = convolution(x, "\(name).branch1x1", inputs, 320)
        let three = convolution(x, "\(name).branch3x3_1", inputs, 384)
        let wide = convolution(three, "\(name).branch3x3_2a", 384, 384, row, padded: true)
        let tall = convolution(three, "\(name).branch3x3_2b", 384, 384, column, padded: true)
        var double = convolution(x, "\(name).branch3x3dbl_1", inputs, 448)
        double = convolution(double, "\(name).branch3x3dbl_2", 448, 384, (3, 3), padded: true)
        let doubleWide = convolution(double, "\(name).branch3x3dbl_3a", 384, 384, row, padded: true)
        let doubleTall = convolution(double, "\(name).branch3x3dbl_3b", 384, 384, column, padded: true)
        let pooled = poolingByMaximum ? maximumPool(x, stride: 1, padding: 1) : meanPool(x)
        let pool = convolution(pooled, "\(name).branch_pool", inputs, 192)
        return joined([one, wide, tall, doubleWide, doubleTall, pool])
    }
}
