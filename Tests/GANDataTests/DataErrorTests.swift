import GANFiles
import GANNumerics
import GANText
import Testing

@testable import GANData

@Suite struct DataErrorTests {
    /// One of each case; the explanation of a case that lacks one would stop the test.
    static let all: [DataError] = [
        .file(.missing(path: "p")),
        .content(.tooShort(path: "p", what: "w", needed: 2, found: 1)),
        .format(FormatProblem("p, byte 3", "f", expected: "e", "Do it.")),
        .unsupportedSource(path: "p"), .unknownBuiltin(name: "p", known: ["a"]), .malformedRowRange(argument: "p"),
        .rowRangeOutside(argument: "p", count: 1), .emptyFolder(path: "p"), .noImages(path: "p", found: "f"),
        .unsupportedImageFile(path: "p"), .mixedLevels(path: "p", file: "a", folder: "b"), .nestedTooDeep(path: "p"),
        .mixedShapes(
            first: "a", firstShape: ImageShape(height: 2, width: 2, channels: 1), second: "p",
            secondShape: ImageShape(height: 3, width: 2, channels: 3)), .notAnImage(path: "p", found: nil),
        .splitsAsClasses(path: "p", folders: ["train", "test"]),
        .damagedImage(path: "p", format: "f", reason: "r"), .unsupportedImage(path: "p", found: "f"),
        .transparentPixel(path: "p", row: 1, column: 2),
        .unencodableImage(path: "p", reason: "r"), .notIDX(path: "p", magic: 1),
        .unsupportedIDXType(path: "p", code: 13),
        .unsupportedIDXShape(path: "p", shape: [1]), .labelCountMismatch(path: "p", labels: 1, samples: 2),
        .notLabels(path: "p", fact: "f"),
        .unsupportedArrayShape(path: "p", shape: [1]), .ambiguousLayout(path: "p", shape: [1, 3, 3, 3]),
        .alphaInArray(path: "p", shape: [1, 2, 2, 4]), .valueOutsideRange(path: "p", row: 1, value: "v", range: "r"),
        .nonFiniteValue(path: "p", row: 1, column: 2, value: "nan"), .noArraySelected(path: "p", names: []),
        .unsupportedFeatureFile(path: "p"), .notFeatures(path: "p", shape: [3]),
        .notFeatures(path: "p", shape: [0, 3]), .notFeatures(path: "p", shape: [2, 4, 4, 3]),
        .exceedsFloat32(path: "p", row: 1, column: 2, value: "1e+300"), .noFeatureArray(path: "p", names: []),
        .statisticsDisagree(path: "p", mean: [3], covariance: [2, 2]),
        .notCovariance(path: "p", row: 1, column: 2, fact: "f"),
        .emptyTable(path: "p"),
        .raggedRow(path: "p", row: 1, fields: 1, expected: 2), .notANumber(path: "p", row: 1, column: 2, text: "x"),
        .malformedQuotes(path: "p", row: 1, column: 2), .unevenRecords(path: "p", bytes: 1, record: 2),
        .classOutsideRange(path: "p", row: 1, value: 10, classes: 10),
    ]

    @Test(arguments: all) func saysWhereWhatAndWhatToDo(error: DataError) {
        #expect(error.location.contains("p"))
        #expect(!error.fact.isEmpty && !error.fact.hasSuffix("."))
        #expect(!error.expectation.isEmpty && !error.expectation.hasSuffix("."))
        #expect(error.remedy.hasSuffix("."))
    }

    @Test func readsAsSentences() {
        #expect(
            DataError.file(.missing(path: "a.npy")).description
                == "a.npy: no such file or folder; expected a file that exists. Check the path and the working folder.")
    }
}
