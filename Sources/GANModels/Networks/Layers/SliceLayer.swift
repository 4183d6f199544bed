import GANAutodiff
import GANONNX

/// Some values of a vector that follow one another, or some channels of an image.
struct SliceLayer: WeightlessLayer {
    var start: Int
    var count: Int

    static var kinds: KeyValuePairs<String, [String]> { ["Slice": ["start", "count"]] }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        guard let width = shape.last, start + count <= width else {
            throw LayerMismatch(expected: "at least \(start + count) values or channels")
        }
        return shape.dropLast() + [count]
    }

    func forward(_ x: Variable) -> Variable { x.channels(start..<start + count) }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let bounds = [
            graph.constant("from", integers: [start]), graph.constant("to", integers: [start + count]),
            graph.constant("axis", integers: [1]),
        ]
        return graph.result("Slice", [x] + bounds)
    }
}

extension SliceLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        self.init(start: try fields.size("start", from: 0), count: try fields.size("count"))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("start", start)
        try fields.put("count", count)
    }
}

extension LayerDescription {
    /// `count` values of a vector, or channels of an image, from `start` on.
    public static func slice(start: Int, count: Int) -> LayerDescription {
        LayerDescription(SliceLayer(start: start, count: count))
    }
}
