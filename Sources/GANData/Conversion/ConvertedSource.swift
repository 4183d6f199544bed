package import GANNumerics

/// A source whose images are converted as they are read.
struct ConvertedSource: SampleSource {
    private let base: any SampleSource
    private let from: ImageShape
    private let conversion: ImageConversion
    let shape: SampleShape
    let rule: String
    private let digest = SampleDigest()

    /// Nil where the source's images are as asked for; throws for a source of vectors.
    init?(_ base: any SampleSource, conversion: ImageConversion) throws(DataError) {
        guard let from = base.shape.imageShape else { throw .conversionOfVectors(source: base.name) }
        let to = conversion.shape(of: from)
        guard to != from else { return nil }
        self.base = base
        self.from = from
        self.conversion = conversion
        shape = SampleShape(to)
        rule = "\(base.rule); \(conversion.words(for: CollectionOfOne(from)))"
    }

    var name: String { base.name }
    var count: Int { base.count }
    var labels: [Int]? { base.labels }
    var classNames: [String]? { base.classNames }
    var knownModes: KnownModes? { base.knownModes }
    var guessedClasses: Int? { base.guessedClasses }
    var residentBytes: Int { base.residentBytes }
    func origin(of row: Int) -> String { base.origin(of: row) }

    func read(rows: Range<Int>) throws -> Matrix<Float> {
        conversion.converted(try base.read(rows: rows), shape: from)
    }

    func contentDigest() throws -> String {
        try digest.value(of: self) { .floats(try read(rows: $0).scalars) }
    }
}

extension ImageConversion {
    /// Images of one shape, one a row, on several threads.
    package func converted(_ images: Matrix<Float>, shape: ImageShape) -> Matrix<Float> {
        let size = self.shape(of: shape).size
        guard self.shape(of: shape) != shape else { return images }
        return Matrix(rows: images.rows, columns: size) { target in
            images.scalars.withUnsafeBufferPointer { source in
                nonisolated(unsafe) let (source, target) = (source, target)
                Parallel.forEach(images.rows) { row in
                    let image = Array(source[row * images.columns..<(row + 1) * images.columns])
                    converted(.floats(image), shape: shape).convert(
                        0..<size, into: .init(rebasing: target[row * size..<(row + 1) * size]))
                }
            }
        }
    }
}

extension DataError {
    static func conversionOfVectors(source: String) -> DataError {
        .format(
            FormatProblem(
                source, "holds vectors", expected: "images, which --resize and --as are for",
                "Leave --resize and --as away."))
    }
}
