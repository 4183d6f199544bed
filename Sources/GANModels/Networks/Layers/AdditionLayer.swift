import GANAutodiff

/// The sum of values of one shape, element by element, in the order in which they are named.
struct AdditionLayer: JoiningLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["Add": ["inputs"]] }

    func outputShape(of shapes: [[Int]]) throws(LayerMismatch) -> [Int] {
        for shape in shapes where shape != shapes[0] {
            throw LayerMismatch(found: shape, expected: "\(shapes[0]), the shape of the first value that it adds")
        }
        return shapes[0]
    }

    func forward(_ inputs: [Variable]) -> Variable { inputs.dropFirst().reduce(inputs[0], +) }

    func addNodes(to graph: inout LayerGraph, reading inputs: [String]) -> String {
        var sum = inputs[0]
        for name in inputs.dropFirst().dropLast() { sum = graph.node("Add", [sum, name]) }
        return graph.result("Add", [sum, inputs[inputs.count - 1]])
    }
}

extension LayerDescription {
    /// The sum of two or more earlier values of one shape, by their names.
    public static func addition(of names: String...) -> LayerDescription {
        LayerDescription(AdditionLayer(), inputs: names)
    }
}
