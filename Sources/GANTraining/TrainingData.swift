import GANData
import GANModels
import GANNumerics

/// Real samples in the networks' value range, handed out in seeded batches.
///
/// Epoch e runs through a permutation drawn from stream `split(e)`; a last incomplete batch is left out. Which rows
/// step s sees is a function of the seed and s alone, so a run can be continued from any step.
struct TrainingData {
    private let source: any SampleSource
    private let order: SeededGenerator
    private let batchSize: Int
    /// All samples, encoded, where they fit; large sources are read batch by batch.
    private let resident: Matrix<Float>?
    private var epoch = -1
    private var permutation: [Int] = []

    private static let residentLimit = 1 << 30

    init(_ source: any SampleSource, batchSize: Int, seed: SeededGenerator) throws {
        guard source.count >= batchSize else {
            throw TrainingError.tooFewSamples(source: source.name, count: source.count, needed: batchSize)
        }
        self.source = source
        self.batchSize = batchSize
        order = seed
        let bytes = source.count.multipliedReportingOverflow(by: 4 * source.shape.size)
        let fits = !bytes.overflow && bytes.partialValue <= Self.residentLimit
        resident = fits ? try Self.encoded(source.read(rows: 0..<source.count), source.shape) : nil
    }

    static func encoded(_ samples: Matrix<Float>, _ shape: SampleShape) -> Matrix<Float> {
        if case .image = shape { return ValueRange.symmetric.encode(samples) }
        return samples
    }

    /// The real samples of a step, shape `[batchSize, size]`.
    mutating func batch(step: Int) throws -> Matrix<Float> { try labelledBatch(step: step).samples }

    /// The real samples of a step with their labels, where the source has some.
    mutating func labelledBatch(step: Int) throws -> TrainingBatch {
        let batches = source.count / batchSize
        if step / batches != epoch {
            epoch = step / batches
            var stream = order.split(epoch)
            permutation = stream.permutation(of: source.count)
        }
        let start = step % batches * batchSize
        let rows = Array(permutation[start..<start + batchSize])
        let labels = source.labels.map { all in rows.map { all[$0] } } ?? []
        if let resident { return TrainingBatch(samples: resident.rows(at: rows), labels: labels) }
        var samples: [Float] = []
        for row in rows { samples += try source.read(rows: row..<row + 1).scalars }
        let matrix = Matrix(rows: rows.count, columns: source.shape.size, scalars: samples)
        return TrainingBatch(samples: Self.encoded(matrix, source.shape), labels: labels)
    }
}
