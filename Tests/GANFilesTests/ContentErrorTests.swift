import Testing

@testable import GANFiles

@Suite struct ContentErrorTests {
    static let all: [ContentError] = [
        .foreign(path: "p", .webPage), .foreign(path: "p", .pointer),
        .file(.missing(path: "p")), .tooShort(path: "p", what: "w", needed: 2, found: 1),
        .tooLong(path: "p", what: "w", expected: 1, found: 2),
        .declaredSizeOverLimit(path: "p", what: "w", limit: 1),
        .declaredSizeImplausible(path: "p", declared: 2, stored: 1), .damagedCompression(path: "p", reason: "r"),
        .notZip(path: "p", reason: "r"), .notTar(path: "p", reason: "r"), .notLMDB(path: "p", reason: "r"),
        .notHDF5(path: "p", reason: "r"),
        .unsupportedZipEntry(path: "p", entry: "e", reason: "r"),
        .overlappingZipEntries(path: "p", entry: "e"), .checksumMismatch(path: "p"), .notNPY(path: "p"),
        .malformedNPYHeader(path: "p", reason: "r"), .unsupportedNPYType(path: "p", descriptor: "d"),
        .objectArray(path: "p"),
    ]

    @Test(arguments: all) func saysWhereWhatAndWhatToDo(error: ContentError) {
        #expect(error.location.contains("p"))
        #expect(!error.fact.isEmpty && !error.fact.hasSuffix("."))
        #expect(!error.expectation.isEmpty && !error.expectation.hasSuffix("."))
        #expect(error.remedy.hasSuffix("."))
    }
}
