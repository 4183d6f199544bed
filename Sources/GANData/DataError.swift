public import GANFiles
public import GANText

/// The ways in which a data file, a source argument or a place to write to can be wrong.
public enum DataError: ExplainedError, Equatable {
    // Reaching and writing files.
    case file(FileError)
    /// Bytes that are other than their format promises.
    case content(ContentError)
    /// What one format alone finds wrong with its files.
    case format(FormatProblem)
    // Source arguments.
    case unsupportedSource(path: String)
    case unknownBuiltin(name: String, known: [String])
    case malformedRowRange(argument: String)
    case rowRangeOutside(argument: String, count: Int)
    // Folders and archives of images.
    case emptyFolder(path: String)
    case noImages(path: String, found: String)
    case unsupportedImageFile(path: String)
    case mixedLevels(path: String, file: String, folder: String)
    case nestedTooDeep(path: String)
    /// All class folders are named as splits of a data set.
    case splitsAsClasses(path: String, folders: [String])
    case mixedShapes(first: String, firstShape: ImageShape, second: String, secondShape: ImageShape)
    // Image files.
    /// `found` is what it is instead, as a clause, where that can be told.
    case notAnImage(path: String, found: String?)
    case damagedImage(path: String, format: String, reason: String)
    /// An image that is whole and is not read; `found` says what it is, as a clause.
    case unsupportedImage(path: String, found: String)
    case transparentPixel(path: String, row: Int, column: Int)
    case unencodableImage(path: String, reason: String)
    // Labels.
    case labelCountMismatch(path: String, labels: Int, samples: Int)
    case notLabels(path: String, fact: String)
    /// Images of this source can't be stacked in threes; `found` is what is wrong, as a clause.
    case notStackable(source: String, found: String)
    // Arrays.
    case unsupportedArrayShape(path: String, shape: [Int])
    case ambiguousLayout(path: String, shape: [Int])
    case alphaInArray(path: String, shape: [Int])
    case valueOutsideRange(path: String, row: Int, value: String, range: String)
    case nonFiniteValue(path: String, row: Int, column: Int, value: String)
    case noArraySelected(path: String, names: [String])
    // Files of features.
    case unsupportedFeatureFile(path: String)
    case notFeatures(path: String, shape: [Int])
    case exceedsFloat32(path: String, row: Int, column: Int, value: String)
    case noFeatureArray(path: String, names: [String])
    case statisticsDisagree(path: String, mean: [Int], covariance: [Int])
    case notCovariance(path: String, row: Int, column: Int, fact: String)
}

extension DataError {
    /// The case for an error of the bytes themselves.
    init(_ error: ContentError) {
        if case .file(let error) = error { self = .file(error) } else { self = .content(error) }
    }

    /// What `body` gives, with its error as one of data.
    static func reading<Value>(_ body: @autoclosure () throws(ContentError) -> Value) throws(DataError) -> Value {
        do throws(ContentError) { return try body() } catch { throw DataError(error) }
    }
}
