public import GANNumerics

/// Some rows of another source, wherever they lie in it, in the source's order, or all of them with other labels.
public struct SampleSelection: SampleSource {
    /// The source whose rows these are.
    public let base: any SampleSource
    /// The rows of `base` that this source has, ascending, renumbered from 0.
    public let rows: [Int]
    /// How a person names the selection.
    public let name: String
    /// The labels of these rows: the base's, or others that were given.
    public let labels: [Int]?
    /// The names of the classes by their numbers, where they are known.
    public let classNames: [String]?
    /// How many classes were guessed from the names of folders.
    public let guessedClasses: Int?
    private let digest = SampleDigest()

    /// The rows `rows` of `base`, which ascend and lie in it, under a name of their own.
    ///
    /// `labels` stand for the base's own, one for each row; nil to keep these.
    public init(_ base: any SampleSource, rows: [Int], name: String, labels: [Int]? = nil) {
        precondition(
            rows.first.map { $0 >= 0 } ?? true && rows.last.map { $0 < base.count } ?? true, "rows out of range")
        precondition(zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 }, "rows that do not ascend")
        precondition(
            labels.map { $0.count == rows.count } ?? true, "\(labels?.count ?? 0) labels for \(rows.count) rows")
        self.base = base
        self.rows = rows
        self.name = name
        self.labels = labels ?? base.labels.map { labels in rows.map { labels[$0] } }
        classNames = base.classNames
        guessedClasses = base.guessedClasses
    }

    /// All of `base` with the labels in the file at `path`, which the base's names of classes don't name.
    ///
    /// Throws `labelCountMismatch` for another number of labels, and what reading them throws.
    init(_ base: any SampleSource, labelsAt path: String) throws(DataError) {
        let labels = try SourceFormats.labels(path)
        guard labels.count == base.count else {
            throw .labelCountMismatch(path: path, labels: labels.count, samples: base.count)
        }
        self.base = base
        rows = Array(0..<base.count)
        name = base.name
        self.labels = labels
        (classNames, guessedClasses) = (nil, nil)
    }

    /// How samples come to be what they are, as protocols say it.
    public var rule: String { base.rule }
    /// The number of samples.
    public var count: Int { rows.count }
    /// The shape of every sample.
    public var shape: SampleShape { base.shape }
    /// Where the modes of the data are, where that is known.
    public var knownModes: KnownModes? { base.knownModes }
    /// The images in each channel, where the base stacks some.
    public var stackedImages: (any SampleSource)? { base.stackedImages }
    /// The true translations of these rows, where they are known.
    public var knownTranslation: KnownTranslation? {
        let rows = rows
        return base.knownTranslation?.viewed { rows[$0] }
    }
    /// The names of the values of a vector, where they are known.
    public var columnNames: [String]? { base.columnNames }
    /// Bytes that it holds for good.
    public var residentBytes: Int { base.residentBytes }

    /// The samples of these rows, `[rows, shape.size]`; images have values 0 to 255, channels last.
    public func read(rows: Range<Int>) throws -> Matrix<Float> {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows \(rows) of \(count)")
        return try base.read(rows: Array(self.rows[rows]))
    }

    /// SHA-256 over shape, values and labels; costs a pass over all of them the first time.
    public func contentDigest() throws -> String {
        try digest.value(of: self) { .floats(try read(rows: $0).scalars) }
    }

    /// Where the base's row came from.
    public func origin(of row: Int) -> String { base.origin(of: rows[row]) }
}
