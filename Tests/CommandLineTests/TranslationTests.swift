import Foundation
import TestSupport
import Testing

/// Models from images to images, through the built program.
@Suite struct TranslationTests {
    private func report(_ program: Program, _ arguments: [String]) throws -> Program.Outcome {
        try program.run(
            [
                "report", "--extractor", "pixels", "--quiet", "--reference", "builtin:filled[0:200]", "--out",
                program.file("r"),
            ]
                + arguments)
    }

    @Test func samplesThatWereMadeBeforeAreHeldAgainstTheirTargets() throws {
        let program = try Program()
        // True fills of other outlines: what a model makes that ignores what it is given.
        let ignoring = [
            "--generated", "builtin:filled-test[60:120]", "--inputs", "builtin:outlines-test[0:60]", "--targets",
            "builtin:filled-test[0:60]",
        ]
        let outcome = try report(program, ignoring)
        #expect(outcome.code == 0 && outcome.output.contains("it ignores its condition"), "\(outcome)")
        let json = try String(contentsOfFile: program.file("r/report.json"), encoding: .utf8)
        #expect(json.contains("\"condition_use\"") && json.contains("\"known_targets\": null"))
        let unequal = try report(program, Array(ignoring.prefix(5)) + ["builtin:filled-test[0:59]"])
        let told = ["it has 59 images", "60, one for each of builtin:outlines-test[0:60]"]
        #expect(unequal.code == 1 && told.allSatisfy(unequal.errors.contains), "\(unequal.errors)")
    }

    @Test func inputsAreForModelsThatTakeImages() throws {
        let program = try Program()
        let folder = Fixture.url("foreign/translators").path
        let made = try program.run(
            "report", "--generator", "\(folder)/unet-flat.pth", "--inputs", "\(folder)/inputs.npy", "--reference",
            "\(folder)/inputs.npy", "--extractor", "pixels", "--out", program.file("r"))
        // Two images are too few for any figure, and the model was run to get there.
        #expect(made.code == 1 && made.errors.contains("it has 2 samples"), "\(made.errors)")
        let latent = try program.run(
            "report", "--generator", Fixture.url("checkpoints/generator.safetensors").path, "--inputs",
            "builtin:filled[0:20]", "--reference", "builtin:filled[0:50]", "--out", program.file("q"))
        #expect(latent.code == 1 && latent.errors.contains("images to images"), "\(latent.errors)")
    }
}
