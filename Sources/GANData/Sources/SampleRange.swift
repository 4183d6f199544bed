public import GANNumerics

/// Some consecutive rows of another source.
public struct SampleRange: SampleSource {
    public let base: any SampleSource
    /// The rows of `base` that this source has, renumbered from 0.
    public let rows: Range<Int>
    public let labels: [Int]?
    private let digest = SampleDigest()

    public init(_ base: any SampleSource, rows: Range<Int>) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= base.count, "rows \(rows) of \(base.count)")
        self.base = base
        self.rows = rows
        labels = base.labels.map { Array($0[rows]) }
    }

    public var name: String { "\(base.name)[\(rows.lowerBound):\(rows.upperBound)]" }
    public var rule: String { base.rule }
    public var count: Int { rows.count }
    public var shape: SampleShape { base.shape }
    public var classNames: [String]? { base.classNames }
    public var knownModes: KnownModes? { base.knownModes }
    public var residentBytes: Int { base.residentBytes }

    public func read(rows: Range<Int>) throws -> Matrix<Float> {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows \(rows) of \(count)")
        let first = self.rows.lowerBound
        return try base.read(rows: first + rows.lowerBound..<first + rows.upperBound)
    }

    public func contentDigest() throws -> String {
        try digest.value(of: self) { .floats(try read(rows: $0).scalars) }
    }

    public func origin(of row: Int) -> String { base.origin(of: rows.lowerBound + row) }
}
