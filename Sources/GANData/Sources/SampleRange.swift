public import GANNumerics

/// Some consecutive rows of another source.
public struct SampleRange: SampleSource {
    /// The source whose rows these are.
    public let base: any SampleSource
    /// The rows of `base` that this source has, renumbered from 0.
    public let rows: Range<Int>
    /// The base's labels of these rows, where it has any.
    public let labels: [Int]?
    private let digest = SampleDigest()

    /// The rows `rows` of `base`, which must lie in it.
    public init(_ base: any SampleSource, rows: Range<Int>) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= base.count, "rows \(rows) of \(base.count)")
        self.base = base
        self.rows = rows
        labels = base.labels.map { Array($0[rows]) }
    }

    /// The base's name with the range, "a.npy[0:500]".
    public var name: String { "\(base.name)[\(rows.lowerBound):\(rows.upperBound)]" }
    /// How samples come to be what they are, as protocols say it.
    public var rule: String { base.rule }
    /// The number of samples.
    public var count: Int { rows.count }
    /// The shape of every sample.
    public var shape: SampleShape { base.shape }
    /// The names of the classes by their numbers, where they are known.
    public var classNames: [String]? { base.classNames }
    /// Where the modes of the data are, where that is known.
    public var knownModes: KnownModes? { base.knownModes }
    /// The images in each channel, where the base stacks some.
    public var stackedImages: (any SampleSource)? { base.stackedImages }
    /// The true translations of these rows, where they are known.
    public var knownTranslation: KnownTranslation? {
        let first = rows.lowerBound
        return base.knownTranslation?.viewed { first + $0 }
    }
    /// How many classes were guessed from the names of folders.
    public var guessedClasses: Int? { base.guessedClasses }
    /// The names of the values of a vector, where they are known.
    public var columnNames: [String]? { base.columnNames }
    /// Bytes that it holds for good.
    public var residentBytes: Int { base.residentBytes }

    /// The samples of these rows, `[rows, shape.size]`; images have values 0 to 255, channels last.
    public func read(rows: Range<Int>) throws -> Matrix<Float> {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows \(rows) of \(count)")
        let first = self.rows.lowerBound
        return try base.read(rows: first + rows.lowerBound..<first + rows.upperBound)
    }

    /// SHA-256 over shape, values and labels; costs a pass over all of them the first time.
    public func contentDigest() throws -> String {
        try digest.value(of: self) { .floats(try read(rows: $0).scalars) }
    }

    /// Where the base's row came from.
    public func origin(of row: Int) -> String { base.origin(of: rows.lowerBound + row) }
}
