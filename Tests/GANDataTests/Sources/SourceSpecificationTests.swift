import GANData
import Testing

@Suite struct SourceSpecificationTests {
    @Test func takesPlaceAndRangeApart() throws {
        let whole = try SourceSpecification("data/a.npy")
        #expect(whole.place == .path("data/a.npy") && whole.first == 0 && whole.end == nil)
        let middle = try SourceSpecification("a.npy[10:20]")
        #expect(middle.place == .path("a.npy") && middle.first == 10 && middle.end == 20)
        #expect(try SourceSpecification("a[5000:]").first == 5000)
        #expect(try SourceSpecification("builtin:shapes[:100]").place == .builtin("shapes"))
        #expect(try SourceSpecification("run[1]/a.npy").place == .path("run[1]/a.npy"))
        #expect(try SourceSpecification("run[1]").place == .path("run[1]"))
    }

    @Test func arraysOfArchivesAreNamedBehindAColon() throws {
        let named = try SourceSpecification("data/mnist.npz:x_train[2:9]")
        #expect(named.place == .path("data/mnist.npz") && named.array == "x_train" && named.end == 9)
        for path in ["a:b.npy", "a:b/c.png", "a.npz:", "a.npy:x"] {
            let whole = try SourceSpecification(path)
            #expect(whole.place == .path(path) && whole.array == nil)
        }
    }

    @Test(arguments: ["a[5:5]", "a[9:3]", "a[-1:3]", "a[1:2:3]", "a[x:]", "a[1:99999999999999999999]", "a[+1:2]"])
    func refusesOtherRanges(argument: String) {
        #expect(throws: DataError.malformedRowRange(argument: argument)) { try SourceSpecification(argument) }
    }

    @Test func rangesStayWithinTheSource() throws {
        #expect(try SourceSpecification("a[2:]").rows(of: 5) == 2..<5)
        #expect(throws: DataError.rowRangeOutside(argument: "a[2:6]", count: 5)) {
            try SourceSpecification("a[2:6]").rows(of: 5)
        }
        #expect(throws: DataError.rowRangeOutside(argument: "a[5:]", count: 5)) {
            try SourceSpecification("a[5:]").rows(of: 5)
        }
    }
}
