import GANData
import GANNumerics

extension SampleSource {
    /// The samples at `rows`, which ascend, read in runs of neighbours.
    func read(at rows: [Int]) throws -> Matrix<Float> {
        var scalars: [Float] = []
        scalars.reserveCapacity(rows.count * shape.size)
        var start = 0
        while start < rows.count {
            var end = start + 1
            while end < rows.count, rows[end] == rows[end - 1] + 1 { end += 1 }
            scalars += try read(rows: rows[start]..<rows[start] + end - start).scalars
            start = end
        }
        return Matrix(rows: rows.count, columns: shape.size, scalars: scalars)
    }

    /// At most `count` samples, drawn by `stream`, in the source's order.
    func drawn(_ count: Int, by stream: SeededGenerator) throws -> Matrix<Float> {
        var stream = stream
        return try read(at: stream.sample(min(self.count, count), below: self.count).sorted())
    }
}
