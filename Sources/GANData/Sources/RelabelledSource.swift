import GANNumerics

/// A source with the labels of another file.
struct RelabelledSource: SampleSource {
    private let base: any SampleSource
    let labels: [Int]?
    private let digest = SampleDigest()

    init(_ base: any SampleSource, labelsAt path: String) throws(DataError) {
        let labels = try SourceFormats.labels(path)
        guard labels.count == base.count else {
            throw .labelCountMismatch(path: path, labels: labels.count, samples: base.count)
        }
        self.base = base
        self.labels = labels
    }

    var name: String { base.name }
    var rule: String { base.rule }
    var count: Int { base.count }
    var shape: SampleShape { base.shape }
    /// The base's names belong to the base's numbers.
    var classNames: [String]? { nil }
    var knownModes: KnownModes? { base.knownModes }
    var columnNames: [String]? { base.columnNames }
    var residentBytes: Int { base.residentBytes }
    func read(rows: Range<Int>) throws -> Matrix<Float> { try base.read(rows: rows) }
    func origin(of row: Int) -> String { base.origin(of: row) }

    func contentDigest() throws -> String {
        try digest.value(of: self) { .floats(try base.read(rows: $0).scalars) }
    }
}
