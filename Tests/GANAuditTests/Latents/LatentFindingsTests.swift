import GANData
import GANNumerics
import Testing

@testable import GANAudit

@Suite struct LatentFindingsTests {
    private func latents(_ pValue: Double?) -> AuditFindings.Latents {
        let row = AuditFindings.Latents.Reconstruction(
            row: 1, origin: "row 1", error: 3, nearestSampleError: 5, start: 0)
        return AuditFindings.Latents(
            recovery: .init(
                method: .gradients, training: [row], heldOut: [row], copied: [], area: nil, pValue: pValue,
                samplesForEachRow: 9), basins: [], ordinaryWidth: nil, nearness: nil)
    }

    /// What recovery shows is a reason where it is held to its share of the level, and never the verdict.
    @Test(arguments: [(0.001, true), (0.03, false), (nil, false)] as [(Double?, Bool)])
    func recoveryIsAReason(pValue: Double?, isReason: Bool) {
        let source = ArraySource(
            name: "s", rule: "test", shape: .vector(2), samples: Matrix(rows: 1, columns: 2, scalars: [1, 2]))
        var findings = LatentNetworks.findings(source, source, source)
        findings.add(latents(pValue))
        #expect(findings.verdict.reasons.contains(.recoversTraining) == isReason)
        #expect(findings.verdict.outcome == .noEvidence && findings.latents != nil)
    }
}
