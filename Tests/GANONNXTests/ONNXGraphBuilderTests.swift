import GANFiles
import GANNumerics
import GANONNX
import TestSupport
import Testing

@Suite struct ONNXGraphBuilderTests {
    /// y = 2x₀ + 3x₁ + 1.
    static func line(metadata: [String: String] = [:]) -> ONNXGraphBuilder {
        var graph = ONNXGraphBuilder(name: "line")
        graph.metadata = metadata
        let x = graph.input("x", shape: [2])
        let weight = graph.initializer("weight", Tensor(shape: [1, 2], scalars: [2, 3]))
        let bias = graph.initializer("bias", Tensor(shape: [1], scalars: [1]))
        _ = graph.node("Gemm", [x, weight, bias], output: "y", attributes: ["transB": .integer(1)])
        graph.output("y", shape: [1])
        return graph
    }

    @Test func whatIsWrittenIsRead() throws {
        let metadata = ["b": "2", "a": "1"]
        let bytes = try Self.line(metadata: metadata).bytes()
        let file = try ONNXModelFile(contents: bytes, path: "line.onnx")
        #expect(file.inputs == [ONNXValue(name: "x", type: .float32, shape: [nil, 2])])
        #expect(file.outputs == [ONNXValue(name: "y", type: .float32, shape: [nil, 1])])
        #expect(file.operators == ["Gemm": 1])
        #expect(file.parameterCount == 3)
        #expect(file.metadata == metadata)
        #expect(file.irVersion == 8)
        #expect(file.operatorSets == ["": 17])
        #expect(file.producer == "ganeval")
        #expect(file.graphName == "line")
    }

    @Test func theSameCallsGiveTheSameBytes() throws {
        let metadata = Dictionary(uniqueKeysWithValues: (0..<50).map { ("key \($0)", "\($0)") })
        #expect(try Self.line(metadata: metadata).bytes() == Self.line(metadata: metadata).bytes())
    }

    @Test func namesWhatIsNotNamed() {
        var graph = ONNXGraphBuilder(name: "g")
        let x = graph.input("1", shape: [1])
        #expect(graph.node("Relu", [x]) == "2")
    }

    @Test func writesWholeFiles() throws {
        let folder = try TemporaryFolder()
        try Self.line().write(to: folder.file("line.onnx"))
        #expect(try ONNXModelFile.read(folder.file("line.onnx")).contents == Self.line().bytes())
        #expect(try folder.entries() == ["line.onnx"])
        #expect(throws: ONNXError.self) { try Self.line().write(to: folder.file("missing/line.onnx")) }
    }
}
