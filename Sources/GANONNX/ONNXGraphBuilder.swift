import Foundation
import GANFiles
package import GANNumerics
import SwiftProtobuf

/// Puts together an ONNX model, node by node, and writes it.
///
/// Values are known by name. `node` returns the name of what it makes, so that calls chain; names that nobody reads are
/// counted ("1", "2", …). The same calls give the same bytes.
package struct ONNXGraphBuilder: Sendable {
    /// The operator set that the nodes follow; ONNX Runtime 1.12 and later have it.
    package static let operatorSet = 17
    /// The version of the file's own form that came with it.
    package static let irVersion = 8
    /// The name of the axis along which samples are counted.
    package static let batchAxis = "N"

    /// Texts that go with the model.
    package var metadata: [String: String] = [:]
    private var graph = Onnx_GraphProto()
    private var names: Set<String> = []
    private var counter = 0
    /// Bytes of weights so far; the rest of a model is small.
    private var weightBytes = 0

    /// An empty graph called `name`.
    package init(name: String) { graph.name = name }

    /// Declares an input `[N, …]` of float32 and returns its name; `shape` is one sample's.
    package mutating func input(_ name: String, shape: [Int]) -> String {
        graph.input.append(Self.value(take(name), shape: shape))
        return name
    }

    /// Declares an input of float32 that all samples share and returns its name; `shape` is the whole one.
    package mutating func sharedInput(_ name: String, shape: [Int]) -> String {
        graph.input.append(Self.value(take(name), shape: shape, isPerSample: false))
        return name
    }

    /// Declares an output `[N, …]` of float32, which a node called `name` makes; `shape` is one sample's.
    package mutating func output(_ name: String, shape: [Int]) {
        precondition(names.contains(name), "no node makes \"\(name)\"")
        graph.output.append(Self.value(name, shape: shape))
    }

    /// Adds weights and returns their name.
    package mutating func initializer(_ name: String, _ tensor: Tensor) -> String {
        initializer(name, shape: tensor.shape, .float32, bytes: tensor.scalars.withUnsafeBytes { Data($0) })
    }

    /// Adds a list of whole numbers and returns its name.
    package mutating func initializer(_ name: String, integers: [Int]) -> String {
        let bytes = integers.map { Int64($0).littleEndian }.withUnsafeBytes { Data($0) }
        return initializer(name, shape: [integers.count], .int64, bytes: bytes)
    }

    private mutating func initializer(
        _ name: String, shape: [Int], _ type: ONNXDataType, bytes: Data
    ) -> String {
        var tensor = Onnx_TensorProto()
        tensor.name = take(name)
        tensor.dims = shape.map(Int64.init)
        tensor.dataType = type.rawValue
        tensor.rawData = bytes
        graph.initializer.append(tensor)
        weightBytes += bytes.count
        return name
    }

    /// Adds an operator and returns the name of its output.
    package mutating func node(
        _ operation: String, _ inputs: [String], output: String? = nil,
        attributes: KeyValuePairs<String, ONNXAttribute> = [:]
    ) -> String {
        for input in inputs where !input.isEmpty {
            precondition(names.contains(input), "\(operation) reads \"\(input)\", which nothing makes")
        }
        var node = Onnx_NodeProto()
        let name = take(output ?? nextName())
        node.opType = operation
        node.name = "\(operation) \(name)"
        node.input = inputs
        node.output = [name]
        node.attribute = attributes.map { $0.value.message(name: $0.key) }
        graph.node.append(node)
        return name
    }

    private mutating func nextName() -> String {
        repeat { counter += 1 } while names.contains("\(counter)")
        return "\(counter)"
    }

    private mutating func take(_ name: String) -> String {
        precondition(names.insert(name).inserted, "the name \"\(name)\" is taken")
        return name
    }

    private static func value(_ name: String, shape: [Int], isPerSample: Bool = true) -> Onnx_ValueInfoProto {
        var value = Onnx_ValueInfoProto()
        value.name = name
        value.type.tensorType.elemType = ONNXDataType.float32.rawValue
        if isPerSample {
            var batch = Onnx_TensorShapeProto.Dimension()
            batch.dimParam = batchAxis
            value.type.tensorType.shape.dim = [batch]
        }
        for size in shape {
            var axis = Onnx_TensorShapeProto.Dimension()
            axis.dimValue = Int64(size)
            value.type.tensorType.shape.dim.append(axis)
        }
        return value
    }

    /// The model as a file's bytes; `path` is for messages; throws `modelTooLarge`; O(bytes).
    package func bytes(path: String = "model") throws(ONNXError) -> [UInt8] {
        guard weightBytes <= ONNXModelFile.fileLimit else {
            throw .modelTooLarge(path: path, bytes: weightBytes, limit: ONNXModelFile.fileLimit)
        }
        var model = Onnx_ModelProto()
        model.irVersion = Int64(Self.irVersion)
        model.producerName = "ganeval"
        model.graph = graph
        var operators = Onnx_OperatorSetIdProto()
        operators.domain = ""
        operators.version = Int64(Self.operatorSet)
        model.opsetImport = [operators]
        model.metadataProps = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { key, value in
            var entry = Onnx_StringStringEntryProto()
            entry.key = key
            entry.value = value
            return entry
        }
        do {
            return try model.serializedBytes()
        } catch {
            // The only way to fail is a message beyond protocol buffers' 2 GiB.
            throw .modelTooLarge(path: path, bytes: weightBytes, limit: ONNXModelFile.fileLimit)
        }
    }

    /// Writes the model to `path`, whole or not at all; throws `modelTooLarge` or `file`.
    package func write(to path: String) throws(ONNXError) {
        let bytes = try bytes(path: path)
        do throws(FileError) { try AtomicFile.write(bytes, to: path) } catch { throw .file(error) }
    }
}
