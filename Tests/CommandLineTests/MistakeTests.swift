import Foundation
import TestSupport
import Testing

@testable import ganeval

/// Mistakes that many make, and what they are told.
@Suite struct MistakeTests {
    private let program: Program

    init() throws { program = try Program() }

    private func fails(
        _ arguments: String..., saying texts: String..., code: Int32 = 64, location: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try program.run(arguments)
        #expect(outcome.code == code && outcome.output.isEmpty, "\(outcome.errors)", sourceLocation: location)
        for text in texts { #expect(outcome.errors.contains(text), "\(outcome.errors)", sourceLocation: location) }
    }

    @Test func misspeltCommands() throws {
        try fails("reprot", "--out", "a", saying: "There is no command 'reprot'. Did you mean 'report'?")
        try fails("gate", "explian", "r.json", "--policy", "p", saying: "Did you mean 'explain'?")
        try fails("history", "prun", saying: "Did you mean 'prune'?")
        try fails("fid", saying: "There is no command 'fid'.", "Commands: demo")
    }

    @Test func misspeltExtractors() throws {
        let rest = ["--generated", "a", "--reference", "b", "--out", "c", "--extractor"]
        for (typed, meant) in [
            ("inception", "inception-v3-fid"), ("clasifier", "classifier"), ("efficientnet", "efficientnet-lite0"),
        ] {
            let outcome = try program.run(["report"] + rest + [typed])
            #expect(outcome.code == 64 && outcome.errors.contains("Did you mean '\(meant)'?"), "\(outcome.errors)")
        }
    }

    @Test func exchangedSourcesAndGenerators() throws {
        try fails(
            "report", "--generator", "builtin:shapes", "--reference", "b", "--out", "c",
            saying: "--generator is 'builtin:shapes', a built-in source", "exchanged", "--generated")
        try fails(
            "report", "--generator", "x.npy[5:]", "--reference", "b", "--out", "c", saying: "rows of a source")
        try fails(
            "audit", "--generator", program.folder.path, "--training", "b", "--out", "c",
            saying: "a folder; expected a checkpoint")
        try fails(
            "report", "--generated", "g.onnx", "--reference", "b", "--out", "c",
            saying: "--generated is 'g.onnx', a .onnx file of a model", "A generator goes to --generator")
        try fails(
            "report", "--generated", "a", "--reference", "x.safetensors", "--out", "c",
            saying: "--reference is 'x.safetensors'")
        try fails(
            "report", "--generated", "a", "--reference", "b", "--held-out", "x.pth", "--out", "c",
            saying: "--held-out is 'x.pth'")
        try fails("series", "a.pt", "--reference", "b.pt", "--out", "c", saying: "--reference is 'b.pt'")
        try fails("compare", "a", "b", "--reference", "b.pt", "--out", "c", saying: "--reference is 'b.pt'")
    }

    @Test func usageIsThatOfTheCommand() throws {
        try fails(
            "report", "--reference", "a", "--out", "b", saying: "Usage: ganeval report", "See 'ganeval report --help'")
    }

    @Test func classNamesThatNameNothing() throws {
        let rest = [
            "--generated", "builtin:ring", "--reference", "builtin:ring", "--out", program.file("o"), "--class-names",
        ]
        for (names, said) in [("a,,b", "an empty name"), ("a,b,a", "names 'a' twice")] {
            let outcome = try program.run(["report"] + rest + [names])
            #expect(outcome.code == 64 && outcome.errors.contains(said), "\(outcome.errors)")
        }
        // Folders have names of their own; as many others may be given.
        let folder = Fixture.url("data/same/folder").path
        try fails(
            "report", "--generated", folder, "--reference", folder, "--neighbours", "3", "--extractor", "pixels",
            "--class-names", "a,b,c,d,e,f,g,h,i,j,k,l", "--out", program.file("o"), saying: "--class-names", code: 1)
    }

    @Test func negativeValuesNeedNoSign() throws {
        #expect(
            ArgumentSpelling.normal([
                "sample", "a", "--range", "-1,1", "--count", "-5", "--out", "-x", "--seed=1", "-2",
            ])
                == ["sample", "a", "--range=-1,1", "--count=-5", "--out", "-x", "--seed=1", "-2"])
        try fails("sample", "a", "--count", "-5", "--out", "b", saying: "--count is -5; expected 1 to")
    }

    @Test func picturesThatAreNotWritten() throws {
        for name in ["grid.webp", "grid.TIFF", "samples.npz"] {
            try fails("sample", "a", "--out", program.file(name), saying: "is written; expected GRID.png")
            #expect(!FileManager.default.fileExists(atPath: program.file(name)))
        }
    }

    @Test func optionsThatWouldDoNothing() throws {
        try fails(
            "export", "pix2pix.pth", "--samples", "32x32x3", "--split", "--onnx", program.file("g.onnx"),
            saying: "--split is for generators with a mapping", "leave one out")
        try fails(
            "report", "--generator", "g.onnx", "--targets", "builtin:filled", "--reference", "b", "--out", "c",
            saying: "--targets are what a model should make of its --inputs")
        // The labels of sixteen images as IDX.
        let labels = program.file("labels-idx1-ubyte")
        try Data([0, 0, 8, 1, 0, 0, 0, 16] + [UInt8](repeating: 0, count: 16)).write(to: URL(fileURLWithPath: labels))
        try fails(
            "score", Fixture.url("checkpoints/discriminator_zip.pth").path, "--data",
            Fixture.url("checkpoints/expected_images.npy").path, "--data-labels", labels, "--quiet",
            saying: "depend on no classes; leave --data-labels out")
    }

    @Test func gatesTakeFolders() throws {
        let folder = Fixture.url("gates/oracle").path
        let drafted = try program.run("gate", "init", folder)
        #expect(drafted.code == 0 && drafted.output.contains("gates:"), "\(drafted.errors)")
        let path = program.file("policy.yaml")
        try drafted.output.write(toFile: path, atomically: false, encoding: .utf8)
        let outcome = try program.run("gate", folder, "--policy", path)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(!drafted.errors.contains("warning"), "\(drafted.errors)")
        let bad = try program.run("gate", "init", Fixture.url("gates/blurred").path)
        #expect(bad.code == 0 && bad.errors.contains("is no good model's report (alarming)"), "\(bad.errors)")
        #expect(bad.output.contains("passes such a model"))
    }
}
