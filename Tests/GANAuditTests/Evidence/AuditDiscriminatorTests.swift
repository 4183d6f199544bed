import GANData
import GANNumerics
import Testing

@testable import GANAudit

@Suite struct AuditDiscriminatorTests {
    private static let scenes = Scenes(900, seed: 5)
    private let options = AuditOptions(calibrationRows: 200)

    private func test(_ discriminator: AuditDiscriminator, isReason: Bool) throws -> AuditFindings.Test {
        var options = options
        options.discriminator = discriminator
        let findings = try Audit.run(
            samples: Self.scenes.source(700..<900, "samples"), training: Self.scenes.source(0..<400, "training"),
            heldOut: Self.scenes.source(400..<700, "held-out"), options: options)
        #expect(
            findings.verdict.reasons.contains {
                if case .discriminatorTells = $0 { true } else { false }
            } == isReason)
        #expect(findings.verdict.outcome != .copying)
        return try #require(findings.tests.first { $0.name == "discriminator_membership_inference_auc" })
    }

    @Test func oneThatKnowsItsTrainingRowsIsFound() throws {
        let known = Set(RowDigest.all(of: Self.scenes.rows.rows(in: 0..<400)))
        let result = try test(
            AuditDiscriminator(name: "overfitted") { rows in RowDigest.all(of: rows).map { known.contains($0) ? 1 : 0 }
            }, isReason: true)
        #expect(result.value == 1 && result.pValue ?? 1 < 1e-10)
        #expect(result.parts["members"] == 400 && result.parts["non_members"] == 300)
        #expect(result.subject?.contains("overfitted") == true)
        #expect(result.parts.keys.contains { $0.hasPrefix("true_positive_rate_at_") })
    }

    @Test func oneThatJudgesPicturesAloneIsNot() throws {
        let result = try test(
            AuditDiscriminator(name: "honest") { rows in
                (0..<rows.rows).map { row in rows.row(row).reduce(0) { $0 + Double($1) } }
            }, isReason: false)
        #expect(abs(result.value - 0.5) < 0.1 && result.pValue ?? 0 > 0.01)
    }

    @Test func itIsAskedAboutRowsThatTakePartOnly() throws {
        var options = options
        options.discriminator = AuditDiscriminator(name: "any") { [Double](repeating: 0, count: $0.rows) }
        let findings = try Audit.run(
            samples: Self.scenes.source(700..<900, "samples"), training: Self.scenes.source(0..<400, "training"),
            heldOut: Self.scenes.source(399..<700, "held-out"), options: options)
        let result = try #require(findings.tests.first { $0.name == "discriminator_membership_inference_auc" })
        #expect(result.parts["members"] == 399 && result.parts["non_members"] == 300)
        #expect(result.value == 0.5)
    }
}
