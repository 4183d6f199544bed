import Foundation
import GANCheckpoints
import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANAudit
@testable import GANModels

@Suite struct LatentSearchRecoveryTests {
    private let options = LatentOptions(rows: 1, seed: 1)

    private func exported() throws -> (native: NetworkGenerator, onnx: ONNXGenerator) {
        let folder = try TemporaryFolder()
        let (native, description) = try LatentNetworks.smooth()
        let network = try Network(description, tensors: native.network.tensors(), path: "test")
        _ = try NetworkExport.write(
            network,
            description: ONNXModelDescription(
                role: .generator, latent: .init(shape: [6]), valueRange: [-1, 1], sampleShape: [8, 8, 1]),
            to: folder.file("g.onnx"))
        return (native, try ONNXGenerator(path: folder.file("g.onnx")))
    }

    @Test func reachesWhatGradientsReach() throws {
        let (native, onnx) = try exported()
        // Images that the generator can make but for noise.
        let made = try native.sample(rows: 500..<512, seed: 7)
        let noise = SeededGenerator(seed: 4).normalRows(12, columns: 64)
        let targets = Matrix(
            rows: 12, columns: 64,
            scalars: zip(made.scalars, noise.scalars).map { min(255, max(0, ($0 + 12 * $1).rounded())) })
        let samples = try LatentNetworks.source(native, 500, seed: 1)
        func errors(_ generator: any Generator, _ found: LatentClimbers) throws -> [Double] {
            let pictures = try generator.generate(latents: found.best, numbers: found.numbers, seed: 1)
            return (0..<12).map { RootMeanSquare.between(pictures, row: $0, targets, row: $0) }
        }
        let starts = try LatentStarts(targets: targets, samples: samples, count: 4)
        let byGradients = try errors(
            native,
            LatentGradientRecovery(generator: native, schedule: options.gradientSchedule, seed: 1)
                .recover(targets, starts: starts.numbers, progress: LatentNetworks.silent))
        let search = LatentSearchRecovery(generator: onnx, schedule: options.searchSchedule, seed: 1)
        let bySearch = try errors(
            onnx,
            search.recover(targets, starts: starts.numbers.map { Array($0.prefix(2)) }, progress: LatentNetworks.silent)
        )
        for (one, other) in zip(byGradients, bySearch) {
            #expect(abs(one - other) < 0.6, "gradients \(one), search \(other)")
        }
        // And that is near: what is left is about the noise.
        for (error, start) in zip(bySearch, starts.nearest) { #expect(error < 14 && error < start) }
    }

    @Test func aSearchDoesNotDependOnTheOthersOrOnThreads() throws {
        let onnx = try exported().onnx
        let targets = try onnx.sample(rows: 70..<74, seed: 3)
        let search = LatentSearchRecovery(generator: onnx, schedule: [.init(starts: 2, steps: 3)], seed: 1)
        let starts = [[0, 1], [2, 3], [4, 5], [6, 7]]
        func found(threads: Int) throws -> LatentClimbers {
            try withThreads(threads) {
                try search.recover(targets, starts: starts, progress: LatentNetworks.silent)
            }
        }
        let (one, many) = (try found(threads: 1), try found(threads: 5))
        #expect(one.best == many.best && one.errors == many.errors && one.numbers == many.numbers)
    }

    /// With a label, the search keeps that of the sample from which it set out.
    @Test func aClassStaysThatOfItsStart() throws {
        var model = ONNXGenerator.Options()
        model.classes = 3
        let generator = try ONNXGenerator(path: Fixture.url("onnx/label_uint8.onnx").path, options: model)
        let series = try generator.sample(rows: 0..<64, seed: 5)
        let latents = generator.latents(rows: 0..<64, seed: 5)
        // One by one and in any order, the same samples as in the series.
        let order = [63, 5, 17, 5, 0]
        let again = try generator.generate(latents: latents.rows(at: order), numbers: order, seed: 5)
        #expect(again == series.rows(at: order))
        // From another sample of the target's class the target is reached; from one of another class it is not.
        func label(_ number: Int) -> Int {
            GeneratorLabels.uniform.label(number, classes: 3, SeededGenerator(seed: 5))
        }
        let target = 40
        let same = try #require((0..<64).first { $0 != target && label($0) == label(target) })
        let other = try #require((0..<64).first { label($0) != label(target) })
        let search = LatentSearchRecovery(generator: generator, schedule: [.init(starts: 1, steps: 20)], seed: 5)
        let found = try search.recover(
            series.rows(at: [target, target]), starts: [[same], [other]], progress: LatentNetworks.silent)
        #expect(found.numbers == [same, other])
        #expect(found.errors[0] < 2 && found.errors[1] > 2 * found.errors[0] + 1, "\(found.errors)")
    }

    @Test func oneLatentValueIsEnough() throws {
        let generator = PointLine()
        let targets = Matrix<Float>(rows: 1, columns: 2, scalars: [3.5, -1])
        let found = try LatentSearchRecovery(generator: generator, schedule: options.searchSchedule, seed: 1)
            .recover(targets, starts: [[0, 1]], progress: LatentNetworks.silent)
        // The nearest point of (2z, 1) is (3.5, 1).
        #expect(abs(found.best[0, 0] - 1.75) < 0.02)
    }
}

/// The points (2z, 1).
private struct PointLine: Generator {
    let name = "line"
    let digest = ""
    let latentSize = 1
    let sampleShape = SampleShape.vector(2)

    func generate(latents: Matrix<Float>, firstSample: Int, seed: UInt64) throws -> Matrix<Float> {
        Matrix(rows: latents.rows, columns: 2, scalars: latents.scalars.flatMap { [2 * $0, 1] })
    }
}
