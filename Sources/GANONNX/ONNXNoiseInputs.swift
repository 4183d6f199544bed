import Foundation
import SwiftProtobuf

/// A model whose random operators become inputs, so that whoever runs it decides what is drawn.
///
/// `RandomNormalLike` and `RandomUniformLike` draw values of the shape of another value. Each becomes an input of standard normal
/// values n: mean + scale·n, or low + (high − low)·Φ(n) with Φ(n) = (1 + erf(n/√2))/2. Seeds that operators carry are left out, for they
/// decide a process, not a sample.
package struct ONNXNoiseInputs: Sendable {
    /// What the names of the inputs begin with.
    package static let prefix = "ganeval_noise_"
    /// Operators that draw random numbers.
    package static let operators: Set<String> = [
        "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli",
    ]

    private let model: Onnx_ModelProto
    private let path: String
    /// Where the operators stand among the graph's nodes.
    private let places: [Int]

    /// nil where an operator draws in another way, stands in a nested graph or a function, or where weights lie in other files.
    package init?(_ file: ONNXModelFile) {
        let total = Self.operators.reduce(0) { $0 + (file.operators[$1] ?? 0) }
        guard total > 0, file.externalFiles.isEmpty,
            let model = try? Onnx_ModelProto(serializedBytes: file.contents), model.functions.isEmpty
        else { return nil }
        let places = model.graph.node.indices.filter { Self.operators.contains(model.graph.node[$0].opType) }
        guard places.count == total, places.allSatisfy({ Self.isReplaceable(model.graph.node[$0]) }) else { return nil }
        self.model = model
        self.places = places
        path = file.path
    }

    /// How many operators there are.
    package var count: Int { places.count }

    /// The names of the outputs of `showingShapes`, one for each operator.
    package var shapeOutputs: [String] { places.indices.map { "ganeval_shape_\($0)" } }

    /// The model with further outputs: the shape of what each operator draws, as float32.
    package func showingShapes() throws(ONNXError) -> ONNXModelFile {
        var changed = model
        for (number, place) in places.enumerated() {
            let name = shapeOutputs[number]
            changed.graph.node.append(Self.node("Shape", [model.graph.node[place].input[0]], name + "_whole"))
            changed.graph.node.append(
                Self.node(
                    "Cast", [name + "_whole"], name, [Self.attribute("to", integer: ONNXDataType.float32.rawValue)]))
            changed.graph.output.append(Self.value(name, axes: [nil]))
        }
        return try file(changed)
    }

    /// The model with an input for each operator; `shapes` are those of one run, the batch axis first, which is `batch` or any number.
    package func replaced(shapes: [[Int]], batch: Int?) throws(ONNXError) -> ONNXModelFile {
        var changed = model
        var nodes: [Onnx_NodeProto] = []
        for (index, node) in model.graph.node.enumerated() {
            guard let number = places.firstIndex(of: index), shapes.indices.contains(number) else {
                nodes.append(node)
                continue
            }
            let name = "\(Self.prefix)\(number)"
            let axes = [batch] + shapes[number].dropFirst().map { Int?($0) }
            changed.graph.input.append(Self.value(name, axes: axes))
            nodes += Self.drawing(node, from: name)
        }
        changed.graph.node = nodes
        return try file(changed)
    }

    /// Of the usual operator set, with values of float32 as the result.
    private static func isReplaceable(_ node: Onnx_NodeProto) -> Bool {
        let type = node.attribute.first { $0.name == "dtype" }
        return ["RandomNormalLike", "RandomUniformLike"].contains(node.opType) && ["", "ai.onnx"].contains(node.domain)
            && node.input.count == 1 && node.output.count == 1
            && (type == nil || type?.i == Int64(ONNXDataType.float32.rawValue))
    }

    /// What makes a node's values out of standard normal ones.
    private static func drawing(_ node: Onnx_NodeProto, from noise: String) -> [Onnx_NodeProto] {
        func stated(_ name: String, _ usual: Float) -> Float { node.attribute.first { $0.name == name }?.f ?? usual }
        func scaled(_ values: String, by factor: Float, plus offset: Float) -> [Onnx_NodeProto] {
            [
                constant(factor, noise + "_factor"), constant(offset, noise + "_offset"),
                Self.node("Mul", [values, noise + "_factor"], noise + "_scaled"),
                Self.node("Add", [noise + "_scaled", noise + "_offset"], node.output[0]),
            ]
        }
        if node.opType == "RandomNormalLike" {
            return scaled(noise, by: stated("scale", 1), plus: stated("mean", 0))
        }
        let (low, high) = (stated("low", 0), stated("high", 1))
        return [
            constant(Float(0.5).squareRoot(), noise + "_root"),
            Self.node("Mul", [noise, noise + "_root"], noise + "_rooted"),
            Self.node("Erf", [noise + "_rooted"], noise + "_erf"),
        ] + scaled(noise + "_erf", by: (high - low) / 2, plus: (high + low) / 2)
    }

    private func file(_ model: Onnx_ModelProto) throws(ONNXError) -> ONNXModelFile {
        guard let bytes: [UInt8] = try? model.serializedBytes() else {
            throw .modelTooLarge(path: path, bytes: ONNXModelFile.fileLimit, limit: ONNXModelFile.fileLimit)
        }
        return try ONNXModelFile(contents: bytes, path: path)
    }

    private static func node(
        _ operation: String, _ inputs: [String], _ output: String, _ attributes: [Onnx_AttributeProto] = []
    ) -> Onnx_NodeProto {
        var node = Onnx_NodeProto()
        node.opType = operation
        node.name = output
        node.input = inputs
        node.output = [output]
        node.attribute = attributes
        return node
    }

    private static func attribute(_ name: String, integer: Int32) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        attribute.name = name
        attribute.type = .int
        attribute.i = Int64(integer)
        return attribute
    }

    /// A scalar, in the form that every operator set has.
    private static func constant(_ value: Float, _ name: String) -> Onnx_NodeProto {
        var tensor = Onnx_TensorProto()
        tensor.dataType = ONNXDataType.float32.rawValue
        tensor.rawData = withUnsafeBytes(of: value.bitPattern.littleEndian) { Data($0) }
        var attribute = Onnx_AttributeProto()
        attribute.name = "value"
        attribute.type = .tensor
        attribute.t = tensor
        return node("Constant", [], name, [attribute])
    }

    private static func value(_ name: String, axes: [Int?]) -> Onnx_ValueInfoProto {
        var value = Onnx_ValueInfoProto()
        value.name = name
        value.type.tensorType.elemType = ONNXDataType.float32.rawValue
        value.type.tensorType.shape.dim = axes.enumerated().map { place, size in
            var axis = Onnx_TensorShapeProto.Dimension()
            if let size { axis.dimValue = Int64(size) } else { axis.dimParam = "ganeval_axis_\(place)" }
            return axis
        }
        return value
    }
}
