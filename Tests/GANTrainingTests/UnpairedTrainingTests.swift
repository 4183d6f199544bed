import Foundation
import GANCheckpoints
import GANData
import GANModels
import GANNumerics
import TestSupport
import Testing

@testable import GANTraining

/// Two generators that learn from worlds without pairs.
@Suite struct UnpairedTrainingTests {
    private let preset = TinyTranslation.unpaired
    // Sources of different counts.
    private let inputs = TinyTranslation.inputs(count: 20)

    private func run(in folder: String, steps: Int = 8, resume: Bool = false, stopAfter: Int? = nil) throws -> String? {
        try TinyTranslation.run(
            preset, in: folder, steps: steps, inputs: inputs, resume: resume, stopAfter: stopAfter
        ).lastCheckpoint
    }

    @Test func aRunThatWasStoppedEndsWithTheSameBytesForAnyNumberOfThreads() throws {
        let folder = try TemporaryFolder()
        try withThreads(3) {
            _ = try run(in: folder.file("parts"), stopAfter: 5)
            _ = try run(in: folder.file("parts"), resume: true)
        }
        _ = try withThreads(1) { try run(in: folder.file("whole")) }
        #expect(
            try TemporaryFolder.contents(of: folder.file("parts"))
                == TemporaryFolder.contents(of: folder.file("whole")))
    }

    @Test func aDamagedStateIsNamed() throws {
        let folder = try TemporaryFolder()
        _ = try run(in: folder.path, stopAfter: 5)
        let path = folder.file("state.safetensors")
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        var damaged = whole
        damaged[whole.count - 4] ^= 1
        try damaged.write(to: URL(fileURLWithPath: path))
        #expect(
            throws: TrainingError.damagedRun(path: path, problem: "its numbers are not those that were written")
        ) { try run(in: folder.path, resume: true) }
        let file = try SafetensorsFile(contents: [UInt8](whole), path: path)
        var tensors = file.tensors
        tensors["pool.inputs"] = nil
        try SafetensorsFile.write(tensors: tensors, metadata: file.metadata, to: path)
        #expect(throws: TrainingError.damagedRun(path: path, problem: "pool.inputs is missing or misshapen")) {
            try run(in: folder.path, resume: true)
        }
    }

    @Test func bothWaysAreInTheCheckpoint() throws {
        let folder = try TemporaryFolder()
        let file = try ModelFile.open(#require(try run(in: folder.path)))
        #expect(file.directions == [.forward, .backward] && file.translationKind == "unpaired")
        var options = ModelOptions()
        let there = try file.images(of: inputs, options)
        options.direction = .backward
        let back = try file.images(of: there.source, options)
        #expect(back.source.count == 20 && back.notes.contains { $0.hasPrefix("backward") })
        #expect(try back.source.read(rows: 0..<8) != there.source.read(rows: 0..<8))
        // The discriminator of data judges images alone.
        #expect(try file.discriminator().sampleShape == preset.sampleShape)
        let inspection = try WeightInspection(WeightFile.read(file.path), digest: file.digest)
        #expect(inspection.selected?.path == "generator_ema")
    }

    @Test func theWayBackComesNearer() throws {
        let folder = try TemporaryFolder()
        _ = try run(in: folder.path, steps: 60)
        let distances = TrainingLog.read(folder: folder.path).compactMap(\.reconstruction)
        let (first, last) = (try #require(distances.first), try #require(distances.last))
        #expect(last < 0.85 * first, "\(first) to \(last)")
    }

    @Test func aPoolGivesEarlierImages() {
        var pool = ImagePool(capacity: 3)
        let seed = SeededGenerator(seed: 1)
        func images(_ first: Float) -> Tensor { Tensor(shape: [3, 2], scalars: (0..<6).map { first + Float($0 / 2) }) }
        #expect(pool.exchanged(images(0), random: seed).scalars == images(0).scalars)
        var (fresh, earlier) = (0, 0)
        for step in 1...40 {
            let shown = pool.exchanged(images(Float(10 * step)), random: seed.split(step))
            for row in 0..<3 {
                #expect(shown.scalars[2 * row] == shown.scalars[2 * row + 1])
                if shown.scalars[2 * row] >= Float(10 * step) { fresh += 1 } else { earlier += 1 }
            }
        }
        #expect(pool.images.count == 3 && earlier > 30 && fresh > 30)
        #expect(ImagePool(capacity: 3, size: 2, tensor: pool.tensor) == pool)
        #expect(ImagePool(capacity: 2, size: 2, tensor: pool.tensor) == nil)
    }
}
