import Foundation
import TestSupport
import Testing

/// Whatever is wrong with the input: exit 1, a place, what was expected, what to do, and nothing left behind.
@Suite struct BadInputTests {
    private let program: Program

    init() throws { program = try Program() }

    private func data(_ fixture: String) throws -> Data { try Data(contentsOf: Fixture.url("data/\(fixture)")) }

    private func write(_ data: Data, _ name: String) throws -> String {
        let url = URL(fileURLWithPath: program.file(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
        return url.path
    }

    /// Runs, and checks all that every failure has in common.
    private func fails(
        _ arguments: [String], saying place: String, _ more: String..., location: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try program.run(arguments + ["--out", program.file("out")])
        #expect(outcome.code == 1 && !outcome.wasKilled, sourceLocation: location)
        #expect(outcome.output.isEmpty, sourceLocation: location)
        for text in ["error: ", place, "\n  expected: ", "\n  to do: "] + more {
            #expect(outcome.errors.contains(text), "\(text) in \(outcome.errors)", sourceLocation: location)
        }
        #expect(!FileManager.default.fileExists(atPath: program.file("out")), sourceLocation: location)
    }

    private func report(generated: String, reference: String? = nil) -> [String] {
        ["report", "--generated", generated, "--reference", reference ?? generated, "--neighbours", "3"]
    }

    /// The store takes a report after whatever went wrong before.
    private func storeStillWorks(location: SourceLocation = #_sourceLocation) throws {
        let folder = Fixture.url("data/same/folder").path
        let outcome = try program.run(
            report(generated: folder) + ["--extractor", "pixels", "--out", program.file("good")])
        let guess = "folder: 3 classes guessed from its folders: 0, 1, 2.\n"
        #expect(outcome.code == 0 && outcome.errors == guess, sourceLocation: location)
    }

    @Test func whatIsNotThere() throws {
        for path in ["missing", "missing.npy", "missing.png", "missing-idx3-ubyte.gz"].map(program.file) {
            try fails(report(generated: path), saying: path)
        }
        try fails(
            ["report", "--generator", program.file("c"), "--reference", "builtin:ring"], saying: program.file("c"))
        try fails(["train", "--preset", "dcgan28", "--data", program.file("d")], saying: program.file("d"))
        try fails(report(generated: "builtin:faces"), saying: "builtin:faces", "ring-test")
        try fails(report(generated: "builtin:ring[5:99999]"), saying: "builtin:ring[5:99999]")
        try storeStillWorks()
    }

    @Test func foldersOfImages() throws {
        for name in ["00", "01", "02", "03"] { _ = try write(data("same/folder/0/\(name).png"), "cut/\(name).png") }
        let path = try write(data("same/folder/1/04.png").dropLast(30), "cut/04.png")
        try fails(report(generated: program.file("cut")), saying: path)

        for name in ["00", "01", "02"] { _ = try write(data("same/folder/0/\(name).png"), "mixed/\(name).png") }
        let other = try write(data("png/grey8.png"), "mixed/03.png")
        try fails(report(generated: program.file("mixed")), saying: other)

        try FileManager.default.createDirectory(atPath: program.file("empty"), withIntermediateDirectories: false)
        try fails(report(generated: program.file("empty")), saying: program.file("empty"))

        _ = try write(data("same/folder/0/00.png"), "single/00.png")
        let several = Fixture.url("data/same/folder").path
        try fails(report(generated: several, reference: program.file("single")), saying: "single", "1 sample\n")
        try storeStillWorks()
    }

    @Test func arraysAndRecords() throws {
        let cut = try write(data("same/zipped-images-idx3-ubyte.gz").prefix(200), "cut-idx3-ubyte.gz")
        try fails(report(generated: cut), saying: cut)

        var bytes = try data("same/train-images-idx3-ubyte")
        bytes[4] = 0x7F
        let lying = try write(bytes, "lying-idx3-ubyte")
        try fails(report(generated: lying), saying: lying)

        let objects = Fixture.url("data/npy/objects.npy").path
        try fails(report(generated: objects), saying: objects, "never opened")
        try storeStillWorks()
    }

    @Test func tables() throws {
        for text in ["nan", "NaN", "inf"] {
            let path = try write(Data("1,2\n3,4\n5,\(text)\n7,8\n".utf8), "points.csv")
            try fails(report(generated: path), saying: path, "row 3, column 2")
        }
    }

    @Test func checkpoints() throws {
        let ring = try TrainedOnce.ring().checkpoint
        var bytes = try Data(contentsOf: URL(fileURLWithPath: ring))
        let name = try #require(bytes.range(of: Data("\"generator_ema.main.2.weight\"".utf8)))
        bytes.replaceSubrange(name, with: Data("\"generator_ema.main.2.absent\"".utf8))
        let missing = try write(bytes, "missing.safetensors")
        try fails(
            ["report", "--generator", missing, "--reference", "builtin:ring[0:100]"], saying: missing,
            "does not hold what was written")
        try fails(["sample", missing], saying: missing, "does not hold what was written")

        let cut = try write(Data(contentsOf: URL(fileURLWithPath: ring)).dropLast(9), "cut.safetensors")
        try fails(["sample", cut], saying: cut)
        let other = Fixture.url("checkpoints/discriminator.safetensors").path
        try fails(["sample", other], saying: other, "--architecture")
        let hostile = Fixture.url("checkpoints/hostile_zip.pth").path
        try fails(["sample", hostile], saying: "posix.system", "nothing was run")
        try fails(
            ["report", "--generator", ring, "--reference", "builtin:shapes[0:100]"], saying: "vector of 2",
            "28×28×1 image")
        try storeStillWorks()
    }

    @Test func placesThatCannotBeWrittenTo() throws {
        let file = try write(Data([1]), "file")
        let ring = try TrainedOnce.ring().checkpoint
        let points = ["--generated", "builtin:ring-test[0:50]", "--reference", "builtin:ring[0:50]"]
        for arguments in [
            ["report"] + points + ["--out", file], ["report"] + points + ["--out", file + "/inside"],
            ["train"] + TrainedOnce.ringArguments + ["--out", file],
            ["sample", ring, "--out", file + "/grid.png"],
            ["sample", try TrainedOnce.shapes().checkpoint, "--out", file],
        ] {
            let outcome = try program.run(arguments)
            #expect(outcome.code == 1 && outcome.output.isEmpty, "\(arguments)")
            for text in [file, "\n  expected: ", "\n  to do: "] {
                #expect(outcome.errors.contains(text), "\(arguments)")
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data([1]))
        }
    }

    /// A report is complete without a store; a baseline that is looked for in one is not.
    @Test func aStoreThatCannotBeUsedDecidesNothing() throws {
        let file = try write(Data([1]), "file")
        let points = [
            "report", "--generated", "builtin:ring-test[0:50]", "--reference", "builtin:ring[0:50]", "--store", file,
            "--out",
            program.file("out"),
        ]
        let policy = try write(
            Data(#"{"gates": [{"metric": "coverage", "no_worse_than_baseline": {"margin": 0.1}}]}"#.utf8), "p.json")
        let needed = try program.run(points + ["--policy", policy, "--baseline", "last"])
        #expect(needed.code == 1 && needed.errors.contains(file))
        #expect(!FileManager.default.fileExists(atPath: program.file("out")))
        let outcome = try program.run(points)
        #expect(outcome.code == 0 && outcome.errors.contains("warning: the store can't be used: \(file): "))
        #expect(FileManager.default.fileExists(atPath: program.file("out/report.json")))
    }
}
