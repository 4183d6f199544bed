import Testing

@testable import GANMetrics

@Suite struct MetricAliasTests {
    @Test func everyAliasLeadsToMetricsThatExist() {
        for alias in MetricAlias.all {
            #expect(!alias.metrics.isEmpty)
            for name in alias.metrics { #expect(MetricRegistry.entry(named: name) != nil, "\(alias.name): \(name)") }
        }
    }

    /// A name of the registry is what it says, and a spelling belongs to one alias.
    @Test func noSpellingIsTaken() {
        let spellings = MetricAlias.all.flatMap(\.spellings)
        #expect(Set(spellings).count == spellings.count)
        for entry in MetricRegistry.all { #expect(MetricAlias.named(entry.name) == nil, "\(entry.name)") }
    }

    @Test(arguments: ["fid", "FID", "f-i-d", "clean-fid", "Clean_FID"]) func spellingIsFree(text: String) {
        #expect(MetricAlias.named(text)?.metrics == ["frechet_distance"])
    }

    @Test func namesOfOneNetworkSayWhichItIs() throws {
        for name in ["fid", "kid", "sfid"] {
            #expect(try #require(MetricAlias.named(name)).sentence.contains("inception-v3-fid"))
        }
        #expect(MetricAlias.named("p&r")?.sentence == "P&R is precision and recall here.")
        #expect(try #require(MetricAlias.named("LPIPS")).sentence.contains("--lpips FILE"))
        #expect(MetricAlias.named("beauty") == nil)
    }
}
