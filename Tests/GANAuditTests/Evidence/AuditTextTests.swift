import Testing

@testable import GANAudit

@Suite struct AuditTextTests {
    @Test func sharesAndProbabilitiesAreShort() {
        #expect(AuditText.percent(0.12345) == "12.3 %")
        #expect(AuditText.percent(0) == "0.0 %")
        #expect(AuditText.percent(0.000456) == "0.046 %")
        #expect(AuditText.probability(0.031415) == "p = 0.031")
        #expect(AuditText.probability(1) == "p = 1.0")
        #expect(AuditText.probability(0) == "p < 0.0001")
    }
}
