import Foundation
import GANNumerics
import TestSupport
import Testing

/// Models that other tools wrote, through the built program.
@Suite struct ForeignModelTests {
    private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }
    private func fixture(_ name: String) -> String { Fixture.url(name).path }

    @Test func aStateDictAndItsExportGiveTheSameSamples() throws {
        let program = try Program()
        let exported = try program.run(
            "export", fixture("checkpoints/generator.safetensors"), "--onnx", program.file("g.onnx"))
        #expect(exported.code == 0 && exported.output == program.file("g.onnx") + "\n")
        #expect(exported.errors.contains("Both gave the same for 16 inputs"))
        for (file, out) in [(fixture("checkpoints/generator.safetensors"), "a.npy"), (program.file("g.onnx"), "b.npy")]
        {
            let outcome = try program.run("sample", file, "--count", "20", "--out", program.file(out))
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
        let (mine, other) = (try bytes(program.file("a.npy")), try bytes(program.file("b.npy")))
        #expect(mine.count == other.count)
        // Sums in another order may tip a grey level's rounding.
        #expect(zip(mine, other).count { $0 != $1 } < mine.count / 1000)
    }

    /// What was guessed when a file was read is said by every command that reads one.
    @Test func guessesAreToldWhereverAModelIsRead() throws {
        let program = try Program()
        let average = program.file("average.safetensors")
        try StateDictFile.averaged(fixture("checkpoints/generator.safetensors"), to: average)
        let data = ["--reference", "builtin:shapes[0:250]"]
        for arguments in [
            ["sample", average, "--count", "2", "--out", program.file("a.npy")],
            ["export", average, "--onnx", program.file("g.onnx")],
            ["report", "--generator", average, "--samples", "60", "--extractor", "pixels", "--out", program.file("r")]
                + data,
            ["audit", "--generator", average, "--samples", "60", "--recover", "0", "--out", program.file("c")] + data,
            ["series", average, "--samples", "60", "--extractor", "pixels", "--out", program.file("s")] + data,
            [
                "compare", average, average, "--samples", "60", "--permutations", "99", "--extractor", "pixels",
                "--out", program.file("b"),
            ]
                + data,
        ] {
            let outcome = try program.run(arguments)
            #expect(outcome.errors.contains("n_averaged"), "\(arguments[0]): \(outcome.errors)")
            let quiet = try program.run(arguments + ["--quiet"])
            #expect(!quiet.errors.contains("n_averaged"), "\(arguments[0]): \(quiet.errors)")
        }
        let judge = program.file("judge.safetensors")
        try StateDictFile.averaged(
            fixture("checkpoints/discriminator.safetensors"), to: judge, prefix: "module.discriminator.")
        let scored = try program.run("score", judge, "--data", "builtin:shapes[0:20]")
        #expect(scored.code == 0 && scored.errors.contains("n_averaged"), "\(scored.errors)")
    }

    @Test func threadsDecideNothingInAnONNXGenerator() throws {
        let program = try Program()
        for threads in ["1", "2"] {
            let outcome = try program.run(
                "sample", fixture("onnx/label_uint8.onnx"), "--classes", "3", "--count", "150", "--threads", threads,
                "--out", program.file("\(threads).npy"))
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
        #expect(try bytes(program.file("1.npy")) == bytes(program.file("2.npy")))
    }

    @Test func discriminatorsOfAllKindsScoreAlike() throws {
        let program = try Program()
        let images = fixture("checkpoints/expected_images.npy")
        let expected = try Fixture.matrix("checkpoints/expected_logits.npy")
        for file in ["checkpoints/discriminator.onnx", "checkpoints/discriminator_zip.pth"] {
            let outcome = try program.run(
                "score", fixture(file), "--data", images, "--out", program.file("logits.npy"), "--json")
            #expect(outcome.code == 0, "\(outcome.errors)")
            let written = try bytes(program.file("logits.npy")).suffix(64)
            let logits = written.withUnsafeBytes { raw in
                (0..<16).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
            }
            for (found, value) in zip(logits, expected.scalars) { #expect(abs(found - value) < 1e-4) }
            #expect(outcome.output.contains("\"schema\": \"ganeval.score/1\""))
        }
    }

    @Test func aReportNamesTheWeightsAndTheNetworkThatMeasured() throws {
        let program = try Program()
        let added = try program.run("extractor", "add", fixture("onnx/encoder.yaml"), "--store", program.store)
        #expect(added.output == "Added colour-means.\n", "\(added.errors)")
        let report = try program.run(
            "report", "--generator", fixture("checkpoints/generator.safetensors"), "--reference",
            "builtin:shapes[0:60]", "--samples", "60", "--extractor", "colour-means", "--out", program.file("report"),
            "--json")
        #expect(report.code == 0, "\(report.errors)")
        #expect(report.output.contains("\"generator_weights\": \"the file's only weights\""))
        #expect(report.output.contains("torch-bilinear to 8×8"))
        #expect(report.output.contains("\"spatial_frechet_distance\""))
        #expect(!report.output.contains("FID"))
    }

    @Test func whatCanNotBeScoredIsSaid() throws {
        let program = try Program()
        for (arguments, text) in [
            (["sample", fixture("onnx/constant.onnx"), "--range=-1,1"], "one and the same sample"),
            (["sample", fixture("onnx/nan.onnx")], "NaN or infinity"),
            (["sample", fixture("onnx/label_uint8.onnx")], "--classes N"),
            (["sample", fixture("onnx/label_uint8.onnx"), "--classes", "2000"], "was trained with by --classes"),
            (["sample", fixture("onnx/huge.onnx"), "--range=-1,1"], "stopped while running it"),
            (["sample", fixture("checkpoints/discriminator.onnx")], "vector of 1"),
            (["export", fixture("checkpoints/hostile_plain.pkl")], "posix.system"),
        ] {
            let out = arguments[0] == "export" ? "--onnx" : "--out"
            let outcome = try program.run(arguments + [out, program.file("out")])
            #expect(outcome.code == 1 && !outcome.wasKilled, "\(arguments)")
            #expect(outcome.errors.contains(text), "\(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: program.file("out")))
        }
    }

    /// A loop, which the runtime stops, and one long step, which it does not.
    @Test(arguments: ["endless", "one_long_step"])
    func aModelThatNeverEndsIsStopped(name: String) throws {
        let program = try Program()
        let outcome = try program.run(
            ["sample", fixture("onnx/\(name).onnx"), "--range=-1,1", "--out", program.file("a.npy")],
            environment: ["GANEVAL_ONNX_SECONDS": "0.5"])
        #expect(outcome.code == 1 && !outcome.wasKilled)
        #expect(outcome.errors.contains("did not end within"), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: program.file("a.npy")))
    }

    @Test func extractorsAreListedAndVerified() throws {
        let program = try Program()
        let list = try program.run("extractor", "list", "--json", "--store", program.store)
        #expect(list.code == 0 && list.output.contains("\"inception-v3-fid\""))
        let verified = try program.run("extractor", "verify", "efficientnet-lite0", "--store", program.store)
        #expect(verified.code == 0 && verified.output.contains("as recorded"), "\(verified.errors)")
        let missing = try program.run("extractor", "verify", "inception-v3-fid", "--store", program.store)
        #expect(missing.code == 1 && missing.errors.contains("ganeval extractor add inception-v3-fid --weights"))
        let unknown = try program.run(
            "report", "--generated", "builtin:ring[0:50]", "--reference", "builtin:ring[0:50]", "--extractor",
            "efficientnet-lite", "--out", program.file("r"))
        #expect(unknown.code == 64 && unknown.errors.contains("Did you mean 'efficientnet-lite0'?"))
    }

    /// An option that says nothing about its model must not pass for an effect.
    @Test func optionsThatDoNotApplyAreMistakes() throws {
        let program = try Program()
        let ring = try TrainedOnce.ring().checkpoint
        let (state, tanh) = (fixture("checkpoints/generator.safetensors"), fixture("onnx/tanh.onnx"))
        let points = ["--reference", "builtin:ring[0:100]"]
        for (arguments, text) in [
            (["sample", ring, "--truncation", "0.5"], "--truncation does not apply to the generator of a checkpoint"),
            (["sample", ring, "--device", "cuda"], "--device does not apply"),
            (["sample", state, "--prior", "uniform"], "its architecture states the prior"),
            (["sample", state, "--weights", "raw"], "choose with --select PATH"),
            (["sample", tanh, "--select", "g"], "--select does not apply to the generator of an ONNX model"),
            (["sample", tanh, "--truncation", "0.5"], "it has no input for a truncation"),
            (["report", "--generator", ring, "--range=0,1"] + points, "The checkpoint states its own range."),
            (["series", ring, "--select", "generator"] + points, "--weights average or --weights raw"),
            (["report", "--generated", "builtin:ring[0:100]", "--select", "g"] + points, "--select is for models"),
            (["report", "--generated", "builtin:ring[0:100]", "--lpips", "w.pth"] + points, "Add --metrics all"),
            (["compare", "builtin:ring[0:99]", "builtin:grid[0:99]", "--classes", "3"] + points, "no subject is one"),
            (["compare", ring, ring, "--architecture", "dcgan"] + points, "The checkpoint describes its own layers."),
            (
                ["audit", "--generated", "builtin:ring[0:50]", "--training", "builtin:ring[0:100]", "--range=0,1"],
                "--range is for models"
            ),
            (
                [
                    "audit", "--generator", ring, "--training", "builtin:ring[0:99]", "--held-out",
                    "builtin:ring[100:199]",
                    "--discriminator", ring, "--discriminator-select", "d",
                ], "--discriminator-select does not apply to the discriminator of a checkpoint"
            ),
        ] {
            let outcome = try program.run(arguments + ["--out", program.file("out")])
            #expect(outcome.code == 64 && outcome.errors.contains(text), "\(arguments): \(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: program.file("out")))
        }
        let score = try program.run(
            "score", fixture("checkpoints/discriminator.onnx"), "--data", fixture("checkpoints/expected_images.npy"),
            "--classes", "3")
        #expect(score.code == 64 && score.errors.contains("a discriminator takes samples"), "\(score.errors)")
        let inspect = try program.run("inspect", tanh, "--select", "g")
        #expect(inspect.code == 64 && inspect.errors.contains("--select does not apply"), "\(inspect.errors)")
    }
}
