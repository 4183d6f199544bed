import GANNumerics
import GANONNX
import TestSupport
import Testing

/// Runs graphs for tests, where ONNX Runtime is installed.
enum GraphRun {
    static let isPossible = (try? ONNXRuntime.shared()) != nil

    /// The named outputs of a graph for one input, each as a matrix of one row a sample.
    static func outputs(
        _ names: [String], of graph: ONNXGraphBuilder, input: String, shape: [Int], _ values: [Float]
    ) throws -> [Matrix<Float>] {
        let session = try ONNXSession(.bytes(graph.bytes()), path: "graph", runtime: .shared())
        let results = try session.run([(input, ONNXTensor(shape: shape, floats: values))], outputs: names)
        return results.map { Tensor(shape: $0.shape, scalars: $0.floats).matrix }
    }

    /// The largest difference as a share of the largest expected value.
    static func error(_ found: Matrix<Float>, expected: Matrix<Float>) -> Float {
        guard found.rows == expected.rows, found.columns == expected.columns else { return .infinity }
        let scale = expected.scalars.map(abs).max() ?? 0
        return (zip(found.scalars, expected.scalars).map { abs($0 - $1) }.max() ?? 0) / scale
    }
}
