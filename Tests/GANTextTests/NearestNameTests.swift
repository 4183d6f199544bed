import GANText
import Testing

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("", "", 0), ("abc", "", 3), ("", "abc", 3), ("recall", "recal", 1), ("recall", "reclal", 1),
        ("kitten", "sitting", 3),
        ("ca", "abc", 3),
    ])
    func countsEdits(first: String, second: String, edits: Int) {
        #expect(NearestName.edits(Array(first), Array(second)) == edits)
        #expect(NearestName.edits(Array(second), Array(first)) == edits)
    }

    @Test func suggestsOnlyWhatIsNear() {
        let names = ["precision", "recall", "density", "coverage"]
        #expect(NearestName.of("precison", in: names) == "precision")
        #expect(NearestName.of("Covrage", in: names) == "coverage")
        #expect(NearestName.of("beauty", in: names) == nil)
        #expect(NearestName.of("x", in: []) == nil)
        #expect(NearestName.question("recal", in: names) == " Did you mean 'recall'?")
        #expect(NearestName.question("beauty", in: names) == "")
    }
}
