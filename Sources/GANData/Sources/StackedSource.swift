public import GANNumerics

/// Three grey images of a labelled source in the channels of one: a thousand modes from ten classes.
///
/// Row i holds three images of `base` drawn at random by stream i, in red, green and blue; its label is 100a + 10b + c of their labels. As
/// many rows as `base` has. Source: Metz and others, 2017, arXiv 1611.02163, section 3.3.1, for stacked MNIST.
public struct StackedSource: SampleSource {
    /// The source of the single images.
    public let base: any SampleSource
    /// "stacked:" and the base's name.
    public let name: String
    /// The shape of every sample: the base's, in three channels.
    public let shape: SampleShape
    /// 0 to 999, of each row.
    public let labels: [Int]?
    /// None: a mode's number is its three digits.
    public let classNames: [String]? = nil
    /// The base's rows in each channel of each row, `[count·3]`.
    private let rows: [Int32]
    private let digest = SampleDigest()

    /// What a source's name begins with to be stacked.
    public static let prefix = "stacked:"
    /// Classes of the single images.
    public static let digits = 10

    /// Stacks images of `base`; throws `DataError.notStackable` for a source without labels, of colour images or of other than ten classes.
    public init(_ base: any SampleSource) throws(DataError) {
        func refuse(_ found: String) -> DataError { .notStackable(source: base.name, found: found) }
        guard case .image(let height, let width, 1) = base.shape else {
            throw refuse("each sample is a \(base.shape)")
        }
        guard let own = base.labels else { throw refuse("it has no labels") }
        guard let greatest = own.max(), let least = own.min(), least >= 0, greatest < Self.digits else {
            throw refuse("its labels go from \(own.min() ?? 0) to \(own.max() ?? 0)")
        }
        guard base.count <= Int(Int32.max) else { throw refuse("it has \(base.count) images") }
        self.base = base
        name = Self.prefix + base.name
        shape = .image(height: height, width: width, channels: 3)
        let stream = SeededGenerator(seed: 0).split("stacked digits")
        var (rows, labels): ([Int32], [Int]) = ([], [])
        rows.reserveCapacity(3 * base.count)
        labels.reserveCapacity(base.count)
        for row in 0..<base.count {
            var generator = stream.split(row)
            var label = 0
            for _ in 0..<3 {
                let drawn = generator.index(below: base.count)
                rows.append(Int32(drawn))
                label = label * Self.digits + own[drawn]
            }
            labels.append(label)
        }
        self.rows = rows
        self.labels = labels
    }

    /// The base's, and how three of its images become one.
    public var rule: String { "\(base.rule); three drawn by seed 0 in red, green and blue" }
    /// The base.
    public var stackedImages: (any SampleSource)? { base }
    /// As many as the base has.
    public var count: Int { base.count }
    /// What the base holds.
    public var residentBytes: Int { base.residentBytes }

    /// The base's rows in the three channels.
    public func origin(of row: Int) -> String {
        (0..<3).map { base.origin(of: Int(rows[3 * row + $0])) }.joined(separator: ", ")
    }

    /// The samples in `rows`; throws what reading the base throws.
    public func read(rows wanted: Range<Int>) throws -> Matrix<Float> {
        let pixels = base.shape.size
        let single = try base.read(rows: self.rows[3 * wanted.lowerBound..<3 * wanted.upperBound].map { Int($0) })
        return Matrix(rows: wanted.count, columns: 3 * pixels) { target in
            single.scalars.withUnsafeBufferPointer { source in
                for row in 0..<wanted.count {
                    for channel in 0..<3 {
                        let from = (3 * row + channel) * pixels
                        for pixel in 0..<pixels {
                            target[row * 3 * pixels + 3 * pixel + channel] = source[from + pixel]
                        }
                    }
                }
            }
        }
    }

    /// SHA-256 over shape, values and labels as read.
    public func contentDigest() throws -> String {
        try digest.value(of: self) { .floats(try read(rows: $0).scalars) }
    }
}
