import GANData
import Testing

@testable import GANAudit

@Suite struct AuditErrorTests {
    @Test(arguments: [
        AuditError.shapesDiffer(source: "a", found: .vector(2), training: "c", expected: .vector(3)),
        .noRows(source: "a"),
        .nonFinite(source: "a", row: 3), .invalidOption(name: "a", value: "b", allowed: "c"),
        .featureWidths(extractor: "a", first: 1, second: 2), .otherAudit(fact: "a"), .damagedState(reason: "a"),
    ])
    func everyErrorNamesPlaceFactAndRemedy(error: AuditError) {
        for text in [error.location, error.fact, error.expectation, error.remedy] { #expect(!text.isEmpty) }
        #expect(error.remedy.hasSuffix("."))
    }

    @Test func optionsOutOfRangeAreRefused() {
        #expect(throws: Never.self) { try AuditOptions().check() }
        for options in [
            AuditOptions(level: 0), AuditOptions(falseDiscoveryRate: 1), AuditOptions(calibrationRows: 5),
            AuditOptions(exchangeabilityRows: -1), AuditOptions(largestShift: 9), AuditOptions(blockBytes: 0),
        ] {
            #expect(throws: AuditError.self) { try options.check() }
        }
    }
}
