public import GANNumerics

/// `builtin:shapes`: antialiased 28×28 grey pictures of ten kinds of shapes with known factors, drawn when read.
///
/// Picture i depends on the stream and i alone, so any number can be had; the classes are equally likely.
public struct ShapesSource: SampleSource {
    /// How reports and errors call it.
    public let name: String
    /// The number of samples.
    public let count: Int
    /// Each sample's class, where classes are known.
    public let labels: [Int]?
    private let stream: SeededGenerator
    private let digest = SampleDigest()

    /// The first `count` pictures of `stream`.
    public init(name: String = "builtin:shapes", count: Int, stream: SeededGenerator) {
        self.name = name
        self.count = count
        self.stream = stream
        let number = Dictionary(uniqueKeysWithValues: ShapeFactors.Kind.allCases.enumerated().map { ($1, $0) })
        labels = (0..<count).map { row in
            var generator = stream.split(row)
            return number[ShapeFactors(using: &generator).kind] ?? 0
        }
    }

    /// Which version of the drawing: another one would be other data.
    public var rule: String { "drawn shapes, version 1, grey levels" }
    /// The shape of every sample.
    public var shape: SampleShape { .image(height: ShapeFactors.side, width: ShapeFactors.side, channels: 1) }
    /// The names of the classes by their numbers, where they are known.
    public var classNames: [String]? { ShapeFactors.Kind.allCases.map(\.rawValue) }

    /// What picture `row` shows.
    public func factors(of row: Int) -> ShapeFactors {
        var generator = stream.split(row)
        return ShapeFactors(using: &generator)
    }

    /// The samples of these rows, `[rows, shape.size]`; images have values 0 to 255, channels last.
    public func read(rows: Range<Int>) throws -> Matrix<Float> {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows \(rows) of \(count)")
        let size = shape.size
        return Matrix(rows: rows.count, columns: size) { target in
            nonisolated(unsafe) let target = target
            Parallel.forEachRange(of: rows.count, size: 64) { piece in
                for index in piece {
                    factors(of: rows.lowerBound + index).draw(
                        into: UnsafeMutableBufferPointer(rebasing: target[index * size..<(index + 1) * size]))
                }
            }
        }
    }

    /// SHA-256 over shape, values and labels; costs a pass over all of them the first time.
    public func contentDigest() throws -> String {
        try digest.value(of: self) { .floats(try read(rows: $0).scalars) }
    }

    /// Where a sample comes from, for people.
    public func origin(of row: Int) -> String { "picture \(row), \(factors(of: row).kind.rawValue)" }
}
