public import GANData
public import GANNumerics

/// The rows that a self-test is made of: some of the reference are taken out of it at random, and stand for what a perfect generator
/// would make.
///
/// They are real data, independent of the rows that are left, and nothing is measured against them but by their own fault.
public struct SelfTestMaterial: Sendable {
    /// The data that the rows come from.
    public let reference: any SampleSource
    /// The rows that are left, which stand for the training data.
    public let training: SampleSelection
    /// Real data that are neither.
    public let heldOut: any SampleSource
    /// Rows of the reference that were taken out, one list for each honest set of samples, in random order.
    public let draws: [[Int]]
    /// Seeds the draws and everything that faults draw.
    public let seed: UInt64

    /// At most so many honest sets are drawn.
    public static let mostDraws = 3
    /// Fewer samples than this are no test of anything.
    public static let fewestSamples = 50

    /// Takes `samples` rows out of `reference` for each honest set, and at most half of the rows in all.
    ///
    /// The samples are fewer where half of the reference is. Throws `SelfTestError` for a reference of fewer than
    /// `2 · fewestSamples` rows, and for held-out data of another shape.
    public init(
        reference: any SampleSource, heldOut: any SampleSource, samples: Int, seed: UInt64
    ) throws(SelfTestError) {
        guard heldOut.shape == reference.shape else {
            throw .shapesDiffer(
                source: heldOut.name, found: heldOut.shape, reference: reference.name, expected: reference.shape)
        }
        guard reference.count >= 2 * Self.fewestSamples else {
            throw .tooFewRows(source: reference.name, count: reference.count, needed: 2 * Self.fewestSamples)
        }
        let half = reference.count / 2
        let count = min(max(Self.fewestSamples, samples), half)
        let sets = min(Self.mostDraws, half / count)
        var stream = SeededGenerator(seed: seed).split("self-test")
        let drawn = stream.sample(sets * count, below: reference.count)
        draws = (0..<sets).map { Array(drawn[$0 * count..<($0 + 1) * count]) }
        let taken = Set(drawn)
        training = SampleSelection(
            reference, rows: (0..<reference.count).filter { !taken.contains($0) },
            name: "\(reference.name) without \(taken.count) rows")
        self.reference = reference
        self.heldOut = heldOut
        self.seed = seed
    }

    /// How many samples each set has.
    public var samples: Int { draws[0].count }

    /// The stream of draws that `purpose` makes.
    public func stream(_ purpose: String) -> SeededGenerator {
        SeededGenerator(seed: seed).split("self-test faults").split(purpose)
    }

    /// The first honest set's samples, or another's, `[m, shape.size]`.
    ///
    /// Throws what reading throws.
    public func honest(_ draw: Int = 0) throws -> Matrix<Float> { try rows(draws[draw], of: reference) }

    /// `count` training rows, drawn by `stream`.
    func drawn(_ count: Int, by stream: SeededGenerator) throws -> Matrix<Float> {
        var stream = stream
        return try rows(stream.sample(min(count, training.count), below: training.count), of: training)
    }

    /// Rows in the order in which they are named; they are read in the source's own.
    private func rows(_ rows: [Int], of source: any SampleSource) throws -> Matrix<Float> {
        let order = rows.indices.sorted { rows[$0] < rows[$1] }
        let read = try source.read(rows: order.map { rows[$0] })
        var places = [Int](repeating: 0, count: rows.count)
        for (place, index) in order.enumerated() { places[index] = place }
        return read.rows(at: places)
    }

    /// Faults of pixels; nil where the data are no images.
    var images: ImageFaults? { reference.shape.imageShape.map { ImageFaults($0) } }

    /// Normal noise on every value: of `levels` grey levels on images, of `deviations` standard deviations of each column elsewhere.
    func noisy(_ samples: Matrix<Float>, levels: Double, deviations: Double, _ purpose: String) -> Matrix<Float> {
        if let images { return images.noisy(samples, deviation: Float(levels), stream(purpose)) }
        let noise = stream(purpose).normalRows(samples.rows, columns: samples.columns)
        var result = samples
        for column in 0..<samples.columns {
            let spread = Float(deviations * Self.deviation(samples, column))
            for row in 0..<samples.rows { result[row, column] += spread * noise[row, column] }
        }
        return result
    }

    private static func deviation(_ samples: Matrix<Float>, _ column: Int) -> Double {
        let values = (0..<samples.rows).map { Double(samples[$0, column]) }
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count - 1))).squareRoot()
    }
}
