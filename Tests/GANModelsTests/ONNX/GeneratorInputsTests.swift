import GANNumerics
import GANONNX
import Testing

@testable import GANModels

@Suite struct GeneratorInputsTests {
    private func port(_ name: String, _ type: ONNXElementType = .float32, _ shape: [Int?]) -> ONNXSession.Port {
        ONNXSession.Port(name: name, type: type, shape: shape)
    }

    private func inputs(_ ports: [ONNXSession.Port], classes: Int? = nil) throws -> GeneratorInputs {
        try GeneratorInputs(ports, classes: classes, path: "model.onnx")
    }

    @Test func aSingleInputIsTheLatentVector() throws {
        let found = try inputs([port("whatever", .float32, [nil, 64, 1, 1])])
        #expect(found.latentSize == 64)
        #expect(found.batch == nil)
        #expect(found.classCount == nil)
    }

    @Test func namesTellLatentLabelNoiseAndTruncationApart() throws {
        let found = try inputs(
            [
                port("label", .int64, [nil]), port("noise0", .float32, [nil, 1, 8, 8]), port("z", .float32, [nil, 16]),
                port("truncation_psi", .float32, []), port("noise_const", .float32, [1, 1, 4, 4]),
            ], classes: 7)
        #expect(
            found.roles == [.label(classes: 7), .noise(size: 64), .latent(size: 16), .truncation, .sharedNoise])
        #expect(found.classCount == 7)
    }

    @Test func aOneHotLabelTellsItsClasses() throws {
        let found = try inputs([port("z", .float32, [4, 16]), port("c", .float32, [4, 10])])
        #expect(found.roles[1] == .oneHot(classes: 10))
        #expect(found.batch == 4)
    }

    @Test func anIntegerLabelNeedsTheNumberOfClasses() {
        let ports = [port("z", .float32, [nil, 16]), port("y", .int32, [nil])]
        let error = #expect(throws: ModelError.self) { try inputs(ports) }
        #expect(error?.remedy.contains("--classes") == true)
        #expect(error?.fact.contains("z float32 [?, 16]; y int32 [?]") == true)
    }

    @Test(
        arguments: [
            [("a", [nil, 3]), ("b", [nil, 3])], [("z", [nil, nil])], [("label", [nil, 4])], [("z", [0, 4])],
        ] as [[(String, [Int?])]])
    func unclearInputsAreRefused(shapes: [(String, [Int?])]) {
        #expect(throws: ModelError.self) { try inputs(shapes.map { port($0.0, .float32, $0.1) }) }
    }

    /// Forgotten dynamic axes: a run would write beyond such an input.
    @Test(
        arguments: [
            [("z", [nil, 4]), ("noise", [4, 6])], [("z", [nil, 4]), ("c", [4, 3])],
            [("z", [5, 4]), ("noise", [2, 6])],
            [("z", [nil, 4]), ("alpha", [])], [("z", [1_000_000, 4_000_000])], [("z", [nil, 60_000_000])],
        ] as [[(String, [Int?])]])
    func inputsOfAnotherBatchOrOfAbsurdSizeAreRefused(shapes: [(String, [Int?])]) {
        #expect(throws: ModelError.self) { try inputs(shapes.map { port($0.0, .float32, $0.1) }) }
    }

    @Test func aLabelOfAnotherBatchIsRefused() {
        for shape in [[1], [], [4]] as [[Int?]] {
            #expect(throws: ModelError.self) {
                try inputs([port("z", .float32, [nil, 4]), port("label", .int64, shape)], classes: 10)
            }
        }
    }

    @Test func labelsAndNoiseBelongToTheSampleNotToTheRun() throws {
        let found = try inputs(
            [port("z", .float32, [nil, 2]), port("y", .int64, [nil]), port("noise", .float32, [nil, 3])], classes: 5)
        let stream = SeededGenerator(seed: 1)
        func tensors(_ rows: Range<Int>) -> [[Float]] {
            let latents = Matrix<Float>(rows: rows.count, columns: 2, repeating: 1)
            return found.tensors(latents: latents, numbers: Array(rows), batch: 8, stream: stream, truncation: 1)
                .map(\.tensor.floats)
        }
        let (first, second) = (tensors(0..<8), tensors(5..<8))
        #expect(first[1][5...] == second[1][..<3])
        #expect(first[2][15...] == second[2][..<9])
        // Filled up with latent vectors that the piece has.
        #expect(second[0] == [Float](repeating: 1, count: 16))
        #expect(Set((0..<200).map { GeneratorLabels.uniform.label($0, classes: 5, stream) }) == [0, 1, 2, 3, 4])
    }
}
