import GANAutodiff

/// A normalization of grids whose statistics are each image's own, with a scale and an offset for each channel where it is affine.
protocol ImageNormalization: UnaryLayer {
    var features: Int { get }
    var affine: Bool { get }
    var key: String { get }
}

extension ImageNormalization {
    var parameterShapes: [(name: String, shape: [Int])] {
        affine ? [("\(key).weight", [features]), ("\(key).bias", [features])] : []
    }
    var bufferShapes: [(name: String, shape: [Int])] { [] }
    var outputAxis: Int { 0 }
    var isNormalization: Bool { true }
    var onlyEvaluates: Bool { false }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        try LayerMismatch.requireGrid(shape, channels: features)
        return shape
    }

    func scratchSize(of shape: [Int], output: [Int]) -> Double { 0 }

    /// Normalized values with the layer's scale and offset, which are read from `pass`.
    func scaled(_ normalized: Variable, in pass: inout LayerPass) -> Variable {
        guard affine else { return normalized }
        let (scale, offset) = (pass.weight(), pass.weight())
        return normalized.multiplyingChannels(scale).addingChannels(offset)
    }
}
