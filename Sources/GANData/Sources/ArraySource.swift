public import GANNumerics

/// Samples that are held in memory: what table and record files open as, and what generators give.
public struct ArraySource: SampleSource {
    /// How reports and errors call it.
    public let name: String
    /// How samples come to be what they are, as protocols say it.
    public let rule: String
    /// The number of samples.
    public let count: Int
    /// The shape of every sample.
    public let shape: SampleShape
    /// Each sample's class, where classes are known.
    public let labels: [Int]?
    /// The names of the classes by their numbers, where they are known.
    public let classNames: [String]?
    /// Where the modes of the data are, where that is known.
    public let knownModes: KnownModes?
    /// The names of a table's columns, where it has a header.
    public internal(set) var columnNames: [String]?
    private let values: SampleValues
    private let digest = SampleDigest()

    /// Wraps samples, one a row: grey levels 0...255 with channels last for images; `[n, shape.size]`.
    public init(
        name: String, rule: String, shape: SampleShape, samples: Matrix<Float>, labels: [Int]? = nil,
        classNames: [String]? = nil
    ) {
        precondition(
            samples.columns == shape.size, "samples [\(samples.rows), \(samples.columns)] for shape \(shape)")
        self.init(
            name: name, rule: rule, count: samples.rows, shape: shape, values: .floats(samples.scalars), labels: labels,
            classNames: classNames)
    }

    /// Wraps images as whole grey levels, a byte each, channels last; `levels` holds whole samples.
    package init(
        name: String, rule: String, shape: SampleShape, levels: [UInt8], labels: [Int]? = nil,
        classNames: [String]? = nil
    ) {
        self.init(
            name: name, rule: rule, count: levels.count / max(1, shape.size), shape: shape, values: .bytes(levels),
            labels: labels, classNames: classNames)
    }

    init(
        name: String, rule: String, count: Int, shape: SampleShape, values: SampleValues, labels: [Int]? = nil,
        classNames: [String]? = nil, knownModes: KnownModes? = nil
    ) {
        precondition(values.count == count * shape.size, "\(values.count) values for \(count) samples of \(shape)")
        precondition(labels.map { $0.count == count } ?? true, "\(labels?.count ?? 0) labels for \(count) samples")
        self.name = name
        self.rule = rule
        self.count = count
        self.shape = shape
        self.values = values
        self.labels = labels
        self.classNames = classNames
        self.knownModes = knownModes
    }

    /// The size of the values that it holds.
    public var residentBytes: Int { values.byteCount }

    /// The samples of these rows, `[rows, shape.size]`; images have values 0 to 255, channels last.
    public func read(rows: Range<Int>) throws -> Matrix<Float> {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows \(rows) of \(count)")
        let size = shape.size
        let values = values
        return Matrix(rows: rows.count, columns: size) { target in
            nonisolated(unsafe) let target = target
            Parallel.forEachRange(of: rows.count, size: max(1, 1 << 18 / max(1, size))) { piece in
                values.convert(
                    (rows.lowerBound + piece.lowerBound) * size..<(rows.lowerBound + piece.upperBound) * size,
                    into: UnsafeMutableBufferPointer(
                        rebasing: target[piece.lowerBound * size..<piece.upperBound * size]))
            }
        }
    }

    /// SHA-256 over shape, values and labels; costs a pass over all of them the first time.
    public func contentDigest() throws -> String {
        let size = shape.size
        return try digest.value(of: self) { rows in
            let range = rows.lowerBound * size..<rows.upperBound * size
            switch values {
            case .bytes(let bytes): return .bytes(Array(bytes[range]))
            case .floats(let floats): return .floats(Array(floats[range]))
            }
        }
    }

    /// Where a sample comes from, for people.
    public func origin(of row: Int) -> String { "row \(row)" }
}
