import Foundation
import GANData
import GANNumerics
import GANONNX
import TestSupport
import Testing

@testable import GANModels

/// Small models of fixtures/onnx, each with inputs and outputs of another kind.
@Suite struct ONNXGeneratorTests {
    private func open(
        _ name: String, _ change: (inout ONNXGenerator.Options) -> Void = { _ in }
    ) throws -> ONNXGenerator {
        var options = ONNXGenerator.Options()
        change(&options)
        return try ONNXGenerator(path: Fixture.url("onnx/\(name).onnx").path, options: options)
    }

    @Test func channelsFirstFloatsBecomeGreyLevels() throws {
        let generator = try open("tanh")
        #expect(generator.sampleShape == .image(height: 4, width: 2, channels: 3))
        #expect(generator.valueRange == .symmetric)
        let samples = try generator.generate(
            latents: try Fixture.matrix("onnx/latents.npy"), firstSample: 0, seed: 1)
        let expected = try Fixture.matrix("onnx/tanh.npy")
        for row in 0..<10 {
            for channel in 0..<3 {
                for pixel in 0..<8 {
                    let value = (expected.scalars[row * 24 + channel * 8 + pixel] + 1) * 127.5
                    #expect(abs(samples.scalars[row * 24 + pixel * 3 + channel] - value) <= 0.501)
                }
            }
        }
    }

    @Test func halfPrecisionAndAFixedBatchGiveTheSameForAnyCut() throws {
        let generator = try open("half_batch4")
        #expect(generator.piece == 4)
        #expect(generator.valueRange == ValueRange(low: 0, high: 1))
        let latents = try Fixture.matrix("onnx/latents.npy")
        let samples = try generator.generate(latents: latents, firstSample: 0, seed: 1)
        let expected = try Fixture.matrix("onnx/half.npy")
        for row in 0..<10 {
            for channel in 0..<3 {
                for pixel in 0..<8 {
                    let value = expected.scalars[row * 24 + channel * 8 + pixel] * 255
                    // Half precision keeps three digits: half a grey level, and the rounding.
                    #expect(abs(samples.scalars[row * 24 + pixel * 3 + channel] - value) <= 1)
                }
            }
        }
        let whole = try generator.sample(rows: 0..<11, seed: 5)
        #expect(try generator.sample(rows: 6..<11, seed: 5) == whole.rows(in: 6..<11))
    }

    @Test func labelsNeedTheirNumberAndAreDrawnBySample() throws {
        #expect(throws: ModelError.self) { try open("label_uint8") }
        let generator = try open("label_uint8") { $0.classes = 3 }
        #expect(generator.classCount == 3)
        #expect(generator.sampleShape == .image(height: 8, width: 3, channels: 1))
        #expect(generator.valueRange == ValueRange(low: 0, high: 255))
        let whole = try generator.sample(rows: 0..<20, seed: 2)
        #expect(whole.scalars.allSatisfy { $0 == $0.rounded() && (0...255).contains($0) })
        #expect(try generator.sample(rows: 13..<20, seed: 2) == whole.rows(in: 13..<20))
        // The same latents with other labels are other images.
        let latents = Matrix<Float>(rows: 30, columns: 4, repeating: 0)
        let images = try generator.generate(latents: latents, firstSample: 0, seed: 2)
        #expect(Set((0..<30).map { Array(images.row($0)) }).count == 3)
    }

    @Test func truncationNoiseAndAOneHotLabelAreFilled() throws {
        let generator = try open("noise_truncation")
        #expect(generator.classCount == 3)
        let latents = Matrix<Float>(rows: 12, columns: 4, repeating: 1)
        let images = try generator.generate(latents: latents, firstSample: 0, seed: 2)
        #expect(Set((0..<12).map { Array(images.row($0)) }).count == 12, "each sample has noise of its own")
        let narrow = try open("noise_truncation") { $0.truncation = 0.5 }
        #expect(narrow.digest != generator.digest)
        #expect(try narrow.generate(latents: latents, firstSample: 0, seed: 2) != images)
        #expect(generator.facts.contains { $0.name == "truncation" && $0.value == "1.0" })
    }

    @Test func resultsDoNotDependOnThreads() throws {
        let generator = try open("noise_truncation")
        let many = try withThreads(4) { try generator.sample(rows: 0..<200, seed: 3) }
        #expect(try withThreads(1) { try generator.sample(rows: 0..<200, seed: 3) } == many)
    }

    @Test func aConstantGeneratorIsReportedNotScored() throws {
        let generator = try open("constant") { $0.range = .symmetric }
        let error = #expect(throws: ModelError.self) { try generator.sample(rows: 0..<16, seed: 1) }
        #expect(error == .constantOutput(path: "constant.onnx", samples: 256))
    }

    @Test func valuesThatAreNoNumbersAreReported() throws {
        let path = Fixture.url("onnx/nan.onnx").path
        #expect(throws: ModelError.nonFiniteOutput(path: path, sample: 0)) { try open("nan") }
        let generator = try open("nan") { $0.range = .symmetric }
        #expect(throws: ModelError.self) { try generator.sample(rows: 0..<16, seed: 1) }
    }

    @Test func anUnknownOutputIsNamedWithTheKnownOnes() throws {
        let error = #expect(throws: ModelError.self) { try open("noise_truncation") { $0.output = "pictures" } }
        #expect(error?.fact.contains("images float32 [?, 3, 4, 2]") == true)
    }

    @Test func aPlantedGeneratorRunsWithItsRangeDetected() throws {
        let generator = try ONNXGenerator(path: Fixture.url("planted/collapsed.onnx").path)
        #expect(generator.latentSize == 16)
        #expect(generator.sampleShape == .image(height: 28, width: 28, channels: 1))
        #expect(generator.valueRange == .symmetric)
    }
}
