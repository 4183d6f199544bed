import Testing

@testable import GANStore

@Suite struct CacheKeyTests {
    @Test func everyIngredientCounts() {
        let keys = [
            ("features", ["s", "e"]), ("Features", ["s", "e"]), ("features", ["S", "e"]), ("features", ["s", "E"]),
        ]
        #expect(Set(keys.map { CacheKey(kind: $0.0, ingredients: $0.1) }).count == keys.count)
        // An ingredient is not the kind, and their order counts.
        #expect(CacheKey(kind: "a", ingredients: ["b"]) != CacheKey(kind: "b", ingredients: ["a"]))
        #expect(CacheKey(kind: "k", ingredients: ["a", "b"]) != CacheKey(kind: "k", ingredients: ["b", "a"]))
    }

    @Test func neighbouringIngredientsDoNotRunTogether() {
        let lists: [[String]] = [[], [""], ["ab"], ["a", "b"], ["a\0b"], ["a", "", "b"], ["a\u{0}1\u{0}b"]]
        #expect(Set(lists.map { CacheKey(kind: "k", ingredients: $0) }).count == lists.count)
        #expect(CacheKey(kind: "k", ingredients: ["a"]) == CacheKey(kind: "k", ingredients: ["a"]))
    }
}
