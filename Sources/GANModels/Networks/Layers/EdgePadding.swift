import GANAutodiff
import GANNumerics
import GANONNX

/// Rows and columns that an image gets at its edges.
struct EdgePadding: Sendable, Hashable {
    var top = 0
    var bottom = 0
    var left = 0
    var right = 0
    var mode = GridAxisMap.Padding.zeros

    var isNothing: Bool { top == 0 && bottom == 0 && left == 0 && right == 0 }

    /// The sides of an image with it; throws where the image has too few rows or columns to be mirrored or repeated.
    func size(of shape: [Int]) throws(LayerMismatch) -> Sides {
        for (size, most) in [(shape[0], max(top, bottom)), (shape[1], max(left, right))] {
            switch mode {
            case .reflect where most >= size:
                throw LayerMismatch(expected: "more rows and columns than are mirrored, \(most)")
            case .circular where most > size:
                throw LayerMismatch(expected: "at least the \(most) rows and columns that are repeated")
            default: break
            }
        }
        return Sides(rows: top + shape[0] + bottom, columns: left + shape[1] + right)
    }

    func applied(to x: Variable) -> Variable {
        if isNothing { return x }
        return x.gridMapped(
            rows: .padded(x.shape[1], before: top, after: bottom, mode),
            columns: .padded(x.shape[2], before: left, after: right, mode))
    }

    /// As ONNX's convolutions take it.
    var attribute: ONNXAttribute { .integers([top, left, bottom, right]) }

    /// Adds the nodes that pad `x` `[N, c, h, w]`, `shape` being that of one sample, channels last.
    func node(on x: String, shape: [Int], in graph: inout LayerGraph, value: Float = 0) -> String {
        if isNothing { return x }
        if mode == .circular {
            let tall = Self.wrapped(x, axis: 2, size: shape[0], before: top, after: bottom, &graph)
            return Self.wrapped(tall, axis: 3, size: shape[1], before: left, after: right, &graph)
        }
        let pads = graph.constant("pads", integers: [0, 0, top, left, 0, 0, bottom, right])
        switch mode {
        case .reflect: return graph.node("Pad", [x, pads], attributes: ["mode": .text("reflect")])
        case .replicate: return graph.node("Pad", [x, pads], attributes: ["mode": .text("edge")])
        default: return graph.node("Pad", [x, pads, graph.constant("beyond", Tensor(value))])
        }
    }

    /// One axis with its own other end at both ends: the operator set has no mode for it.
    private static func wrapped(
        _ x: String, axis: Int, size: Int, before: Int, after: Int, _ graph: inout LayerGraph
    ) -> String {
        func slice(_ name: String, _ range: Range<Int>, _ graph: inout LayerGraph) -> String {
            let (from, to) = (
                graph.constant("\(name)\(axis).from", integers: [range.lowerBound]),
                graph.constant("\(name)\(axis).to", integers: [range.upperBound])
            )
            return graph.node("Slice", [x, from, to, graph.constant("\(name)\(axis)", integers: [axis])])
        }
        var parts = [x]
        if before > 0 { parts.insert(slice("end", size - before..<size, &graph), at: 0) }
        if after > 0 { parts.append(slice("start", 0..<after, &graph)) }
        return parts.count == 1 ? x : graph.node("Concat", parts, attributes: ["axis": .integer(axis)])
    }
}
