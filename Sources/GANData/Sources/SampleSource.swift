public import GANNumerics

/// The shape of one sample.
public enum SampleShape: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Channels last, as in `Tensor`.
    case image(height: Int, width: Int, channels: Int)
    case vector(Int)

    /// The number of values in one sample.
    public var size: Int {
        switch self {
        case .image(let height, let width, let channels): return height * width * channels
        case .vector(let width): return width
        }
    }

    /// "28×28×1 image", or "vector of 2".
    public var description: String {
        switch self {
        case .image(let height, let width, let channels): return "\(height)×\(width)×\(channels) image"
        case .vector(let width): return "vector of \(width)"
        }
    }
}

/// Samples that can be read in blocks of rows, any number of times, always giving the same values.
///
/// Image values are grey levels from 0 to 255 (fractions where the file has more than 8 bits), channels last; vectors
/// come as they are in the file. Reading is thread safe.
public protocol SampleSource: Sendable {
    /// How a person names it: the argument that opened it, "train-images-idx3-ubyte.gz[0:5000]".
    var name: String { get }
    /// The named rules by which values were read, for the protocol: "idx uint8, grey levels".
    var rule: String { get }
    var count: Int { get }
    var shape: SampleShape { get }
    /// One class number for each sample, where the source has them.
    var labels: [Int]? { get }
    /// The classes' names, where the source knows them.
    var classNames: [String]? { get }
    /// The Gaussians that the samples are drawn from, where the source is such a mixture.
    var knownModes: KnownModes? { get }
    /// The true translation of each row into another source, where the source is a built-in world that knows it.
    var knownTranslation: KnownTranslation? { get }
    /// The grey images that stand in the three channels of each sample, where the source stacks some: a sample's label is then the digits of theirs.
    var stackedImages: (any SampleSource)? { get }
    /// How many classes were guessed from the names of folders; nil where labels were given, or there are none.
    var guessedClasses: Int? { get }
    /// The names of the values of a vector, where the source is a table with a header.
    var columnNames: [String]? { get }
    /// Bytes of samples that the source holds in memory for as long as it lives; 0 where rows are read when asked for.
    var residentBytes: Int { get }
    /// SHA-256 over shape, values and labels as read, in hexadecimal: equal content has an equal digest, whatever the path.
    func contentDigest() throws -> String
    /// The samples in `rows`, one a row, shape `[rows.count, shape.size]`.
    func read(rows: Range<Int>) throws -> Matrix<Float>
    /// Where one sample comes from, for people: a file's name, or "row 17".
    func origin(of row: Int) -> String
}

extension SampleShape {
    /// Values of all samples in a block, 256 MiB of them.
    package static let blockValues = 1 << 26

    /// Rows in a block of samples: as many as fit `values`, but no more than `most` and no fewer than `piece`, of which it is
    /// a multiple.
    package func blockRows(atMost most: Int, multipleOf piece: Int = 1, values: Int = Self.blockValues) -> Int {
        let fitting = min(most, values / max(1, size))
        return max(piece, fitting / piece * piece)
    }
}

extension SampleSource {
    /// The samples of `rows` in their order, one a row, shape `[rows.count, shape.size]`; a row may come more than once.
    ///
    /// Rows that follow one another are read in one go. Throws what reading throws.
    public func read(rows: [Int]) throws -> Matrix<Float> {
        var scalars: [Float] = []
        var start = 0
        while start < rows.count {
            var end = start + 1
            while end < rows.count, rows[end] == rows[end - 1] + 1 { end += 1 }
            let run = try read(rows: rows[start]..<rows[end - 1] + 1)
            if end - start == rows.count { return run }
            if scalars.isEmpty { scalars.reserveCapacity(rows.count * shape.size) }
            scalars += run.scalars
            start = end
        }
        return Matrix(rows: rows.count, columns: shape.size, scalars: scalars)
    }

    /// None: most data don't tell their modes.
    public var knownModes: KnownModes? { nil }
    /// None: of most data nobody knows what they should become.
    public var knownTranslation: KnownTranslation? { nil }
    /// None: most images are whole ones.
    public var stackedImages: (any SampleSource)? { nil }
    /// None: most labels were given.
    public var guessedClasses: Int? { nil }
    /// None: most data are no tables.
    public var columnNames: [String]? { nil }
    /// 0: most sources read rows when they are asked for.
    public var residentBytes: Int { 0 }
}
