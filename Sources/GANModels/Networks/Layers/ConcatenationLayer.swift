import GANAutodiff
import GANONNX

/// The channels of several images of one size, or the elements of several vectors, in the order in which they are named.
struct ConcatenationLayer: JoiningLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["Concat": ["inputs"]] }

    func outputShape(of shapes: [[Int]]) throws(LayerMismatch) -> [Int] {
        let size = Array(shapes[0].dropLast())
        for shape in shapes where Array(shape.dropLast()) != size {
            let wanted = size.isEmpty ? "[values]" : "[\(size[0]), \(size[1]), channels]"
            throw LayerMismatch(found: shape, expected: "\(wanted), as the first value that it concatenates")
        }
        return size + [shapes.reduce(0) { $0 + ($1.last ?? 0) }]
    }

    func forward(_ inputs: [Variable]) -> Variable { .concatenated(inputs) }

    func addNodes(to graph: inout LayerGraph, reading inputs: [String]) -> String {
        graph.result("Concat", inputs, attributes: ["axis": .integer(1)])
    }
}

extension LayerDescription {
    /// The channels of two or more earlier images of one size, or the elements of vectors, by their names.
    public static func concatenation(of names: String...) -> LayerDescription {
        LayerDescription(ConcatenationLayer(), inputs: names)
    }
}
