import GANAutodiff

/// The product of values of one shape, element by element.
struct MultiplicationLayer: JoiningLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["Multiply": ["inputs"]] }

    func outputShape(of shapes: [[Int]]) throws(LayerMismatch) -> [Int] {
        for shape in shapes where shape != shapes[0] {
            throw LayerMismatch(found: shape, expected: "\(shapes[0]), the shape of the first value that it multiplies")
        }
        return shapes[0]
    }

    func forward(_ inputs: [Variable]) -> Variable { inputs.dropFirst().reduce(inputs[0], *) }

    func addNodes(to graph: inout LayerGraph, reading inputs: [String]) -> String {
        var product = inputs[0]
        for name in inputs.dropFirst().dropLast() { product = graph.node("Mul", [product, name]) }
        return graph.result("Mul", [product, inputs[inputs.count - 1]])
    }
}

extension LayerDescription {
    /// The product of two or more earlier values of one shape, by their names.
    public static func multiplication(of names: String...) -> LayerDescription {
        LayerDescription(MultiplicationLayer(), inputs: names)
    }
}
