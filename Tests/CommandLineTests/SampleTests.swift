import Foundation
import TestSupport
import Testing

@Suite struct SampleTests {
    private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    @Test func imagesBecomeAGridAnArrayOrAFolder() throws {
        let program = try Program()
        let checkpoint = try TrainedOnce.shapes().checkpoint
        for out in ["grid.png", "array.npy", "folder"] {
            let outcome = try program.run("sample", checkpoint, "--count", "5", "--out", program.file(out))
            #expect(outcome.code == 0 && outcome.output == program.file(out) + "\n" && outcome.errors.isEmpty)
        }
        #expect(try bytes(program.file("grid.png")).prefix(4) == Data([0x89] + Array("PNG".utf8)))
        let array = try bytes(program.file("array.npy"))
        #expect(array.range(of: Data("'|u1'".utf8)) != nil && array.range(of: Data("(5, 28, 28)".utf8)) != nil)
        #expect(array.count % 64 == (5 * 784) % 64)
        let folder = try TemporaryFolder.contents(of: program.file("folder"))
        #expect(folder.keys.sorted() == (0..<5).map { "0000\($0).png" })
    }

    /// Rounded to grey levels, the network's own values are the samples.
    @Test func ownValuesAreWhatGreyLevelsAreRoundedFrom() throws {
        let program = try Program()
        let checkpoint = try TrainedOnce.shapes().checkpoint
        try program.run("sample", checkpoint, "--count", "5", "--out", program.file("levels.npy"))
        let outcome = try program.run("sample", checkpoint, "--count", "5", "--float", "--out", program.file("own.npy"))
        #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        let array = try bytes(program.file("own.npy"))
        #expect(array.range(of: Data("'<f4'".utf8)) != nil && array.range(of: Data("(5, 28, 28)".utf8)) != nil)
        let count = 5 * 784
        let levels = try bytes(program.file("levels.npy")).suffix(count).map { Float($0) }
        let own = Array(array.suffix(4 * count)).withUnsafeBytes { bytes in
            (0..<count).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
        }
        // A generator of ganeval's own gives -1 for black and 1 for white.
        let scaled = own.map { ($0 + 1) * 127.5 }
        #expect(zip(scaled, levels).allSatisfy { abs($0 - $1) < 0.501 })
        #expect(scaled.contains { abs($0 - $0.rounded()) > 0.1 })
        let grid = try program.run("sample", checkpoint, "--float", "--out", program.file("grid.png"))
        #expect(grid.code == 64 && grid.errors.contains("expected FILE.npy"), "\(grid.errors)")
    }

    @Test func theSeedDecidesEveryByteAndThreadsNone() throws {
        let program = try Program()
        let checkpoint = try TrainedOnce.shapes().checkpoint
        func sample(_ name: String, _ options: String...) throws -> Data {
            try program.run(["sample", checkpoint, "--out", program.file(name), "--count", "70"] + options)
            return try bytes(program.file(name))
        }
        let first = try sample("a.npy", "--threads", "1")
        #expect(try sample("b.npy", "--threads", "2") == first)
        #expect(try sample("c.npy", "--seed", "2") != first)
        #expect(try sample("d.npy", "--weights", "raw") != first)
    }

    @Test func givenLatentVectorsAreUsed() throws {
        let program = try Program()
        let checkpoint = try TrainedOnce.shapes().checkpoint
        let latents = Fixture.url("checkpoints/z.npy").path
        let outcome = try program.run("sample", checkpoint, "--latents", latents, "--out", program.file("a.npy"))
        #expect(outcome.code == 0)
        #expect(try bytes(program.file("a.npy")).range(of: Data("(16, 28, 28)".utf8)) != nil)
    }

    @Test func picturesOfOthersAreNotMixedIn() throws {
        let program = try Program()
        let checkpoint = try TrainedOnce.shapes().checkpoint
        let folder = program.file("folder")
        try program.run("sample", checkpoint, "--count", "4", "--out", folder)
        #expect(try program.run("sample", checkpoint, "--count", "5", "--out", folder).code == 0)
        let fewer = try program.run("sample", checkpoint, "--count", "3", "--out", folder)
        #expect(fewer.code == 64 && fewer.errors.contains("2 other pictures, such as 00003.png"), "\(fewer.errors)")
    }

    @Test func latentsSayHowManySamplesThereAre() throws {
        let program = try Program()
        let outcome = try program.run(
            "sample", "any.pth", "--latents", "z.npy", "--count", "3", "--out", program.file("a.npy"))
        #expect(outcome.code == 64 && outcome.errors.contains("leave --count out"))
    }

    @Test func pointsBecomeAnArrayOrAPictureButNoFolder() throws {
        let program = try Program()
        let checkpoint = try TrainedOnce.ring().checkpoint
        let array = try program.run("sample", checkpoint, "--count", "7", "--out", program.file("points.npy"))
        #expect(array.code == 0)
        #expect(try bytes(program.file("points.npy")).range(of: Data("(7, 2)".utf8)) != nil)
        let picture = try program.run("sample", checkpoint, "--out", program.file("points.png"))
        #expect(picture.code == 0)
        let folder = try program.run("sample", checkpoint, "--out", program.file("folder"))
        #expect(folder.code == 1 && folder.errors.contains("expected: images"))
        #expect(!FileManager.default.fileExists(atPath: program.file("folder")))
        // Another generator's latent vectors are none of two values.
        let others = Fixture.url("checkpoints/z.npy").path
        let latents = try program.run("sample", checkpoint, "--latents", others, "--out", program.file("x.npy"))
        #expect(latents.code == 1 && latents.errors.contains("[n, 2]"), "\(latents.errors)")
    }
}
