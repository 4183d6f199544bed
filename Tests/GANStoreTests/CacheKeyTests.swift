import Testing

@testable import GANStore

@Suite struct CacheKeyTests {
    @Test func everyIngredientCounts() {
        var keys: Set<CacheKey> = []
        keys.insert(CacheKey(samples: "s", extractor: "e", rule: "r"))
        keys.insert(CacheKey(samples: "S", extractor: "e", rule: "r"))
        keys.insert(CacheKey(samples: "s", extractor: "E", rule: "r"))
        keys.insert(CacheKey(samples: "s", extractor: "e", rule: "R"))
        func generated(
            _ checkpoint: String = "c", _ sampling: String = "ema", _ seed: UInt64 = 1, _ count: Int = 2,
            _ extractor: String = "e", _ rule: String = "r"
        ) -> CacheKey {
            CacheKey(
                checkpoint: checkpoint, sampling: sampling, seed: seed, count: count, extractor: extractor, rule: rule)
        }
        keys.insert(generated())
        keys.insert(generated("C"))
        keys.insert(generated("c", "raw"))
        keys.insert(generated("c", "ema", 12, 2))
        keys.insert(generated("c", "ema", 1, 22))
        keys.insert(generated("c", "ema", 1, 2, "E"))
        keys.insert(generated("c", "ema", 1, 2, "e", "R"))
        #expect(keys.count == 11)
    }

    @Test func neighbouringIngredientsDoNotRunTogether() {
        let lists: [[String]] = [[], [""], ["ab"], ["a", "b"], ["a\0b"], ["a", "", "b"], ["a\u{0}1\u{0}b"]]
        #expect(Set(lists.map { CacheKey(kind: "k", ingredients: $0) }).count == lists.count)
        #expect(CacheKey(kind: "k", ingredients: ["a"]) == CacheKey(kind: "k", ingredients: ["a"]))
    }
}
