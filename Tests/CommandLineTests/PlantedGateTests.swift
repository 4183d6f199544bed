import Foundation
import TestSupport
import Testing

/// A policy drafted from the report of a good generator, held against generators with planted faults.
@Suite struct PlantedGateTests {
    private let program: Program

    init() throws {
        program = try Program()
        let arguments = ["gate", "init", GateTests.report("oracle"), "--out"]
        try program.run(arguments + [program.file("alone.yaml")])
        try program.run(arguments + [program.file("audited.yaml"), "--audit", GateTests.audit("oracle")])
    }

    /// With the audit where there is one: blur and collapse show in the report alone.
    private func judge(_ name: String) throws -> Program.Outcome {
        let audit = GateTests.audit(name)
        let isAudited = FileManager.default.fileExists(atPath: audit)
        return try program.run(
            ["gate", GateTests.report(name), "--policy", program.file(isAudited ? "audited.yaml" : "alone.yaml")]
                + (isAudited ? ["--audit", audit] : []))
    }

    @Test func theGoodGeneratorPassesWithAnotherSeed() throws {
        for name in ["oracle", "oracle-2"] {
            let outcome = try judge(name)
            #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
        }
    }

    /// Each fault, with what the text must say of it.
    @Test(arguments: [
        ("leaky12", "failed audit.copied_share 1", "memorization ("),
        ("dropped2", "failed mode_coverage.missing_classes 2 ", "modes (mode_coverage.missing_classes)"),
        ("blurred", "failed frechet_distance 19", "quality (frechet_distance"),
        ("collapsed", "failed coverage 0.0", "diversity ("),
    ])
    func everyFaultFailsForItsReason(name: String, reason: String, section: String) throws {
        let outcome = try judge(name)
        #expect(outcome.code == 3, "\(outcome.errors)")
        let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains(section) && words.contains(reason), "\(outcome.output)")
    }

    /// What has no fault of a kind is not accused of it.
    @Test func noFaultIsBlamedOnAnother() throws {
        let dropped = try judge("dropped2").output.split(separator: "\n").first ?? ""
        #expect(!dropped.contains("memorization"), "\(dropped)")
        let blurred = try judge("blurred").output.split(separator: "\n").first ?? ""
        #expect(!blurred.contains("memorization") && !blurred.contains("modes ("), "\(blurred)")
        let leaky = try judge("leaky12").output.split(separator: "\n").first ?? ""
        #expect(!leaky.contains("modes ("), "\(leaky)")
    }
}
