public import GANNumerics

/// How far each sample is, in direction, from the training row that is nearest to it in direction: 1 − |cos|.
///
/// One float32 product of rows scaled to unit length picks candidates within a rigorous rounding bound; float64 sums over
/// the rows as given confirm them. A copy, also a scaled or mirrored one, is at 0 but for rounding of about 1e-16. Where
/// rounding leaves many pairs open, as for features with a large common offset, a float64 product decides a tile instead.
public struct NearestDirections: Sendable, Equatable {
    /// min_i (1 − |cos(y_j, x_i)|) of each sample that has a direction, in 0...1, in the samples' order.
    public let distances: [Double]
    /// Samples of zeros only; they are not in `distances`.
    public let zeroSamples: Int
    /// Training rows of zeros only; no sample was compared with them.
    public let zeroRows: Int

    /// Wraps distances that are already known; each in 0...1.
    public init(distances: [Double], zeroSamples: Int = 0, zeroRows: Int = 0) {
        precondition(distances.allSatisfy { $0 >= 0 && $0 <= 1 }, "cosine distances outside 0...1")
        self.distances = distances
        self.zeroSamples = zeroSamples
        self.zeroRows = zeroRows
    }

    /// Wraps the largest |cos| of each sample, as a pass over all pairs finds it; above 1 by rounding counts as 1.
    public init(largestCosines: [Double], zeroSamples: Int = 0, zeroRows: Int = 0) {
        self.init(
            distances: largestCosines.map { min(1, max(0, 1 - abs($0))) }, zeroSamples: zeroSamples, zeroRows: zeroRows)
    }

    /// Takes the cosines of a pass that looked for directions; nil of one that did not.
    public init?(_ pairs: PairStatistics) {
        guard let cosines = pairs.largestCosines else { return nil }
        let zeroRows = (0..<pairs.real.rows).count { pairs.real.row($0).allSatisfy { $0 == 0 } }
        self.init(
            largestCosines: cosines.compactMap { $0 }, zeroSamples: cosines.count { $0 == nil }, zeroRows: zeroRows)
    }

    /// Searches the finite rows of `training` `[n, d]` for each of `samples` `[m, d]`; cost m·n·d, memory (m + n)·d.
    ///
    /// Without any training row that has a direction there are no distances, and all samples count as without direction.
    public init(of samples: Matrix<Float>, in training: Matrix<Float>) {
        precondition(
            samples.columns == training.columns, "directions of \(samples.columns) and \(training.columns) columns")
        let (queries, rows) = (UnitRows(samples), UnitRows(training))
        guard rows.kept.count > 0 else {
            self.init(distances: [], zeroSamples: samples.rows, zeroRows: training.rows)
            return
        }
        self.init(
            largestCosines: DirectionSearch(queries: queries, rows: rows).largestCosines(),
            zeroSamples: samples.rows - queries.kept.count, zeroRows: training.rows - rows.kept.count)
    }
}

/// Rows that are not all zeros, with their lengths, and scaled to unit length in float32.
struct UnitRows: Sendable {
    /// The rows as given that are not all zeros, in order.
    let kept: [Int]
    let source: Matrix<Float>
    /// 1/(largest element): brings sums of squares of any finite row into range.
    let scales: [Double]
    /// Σ (scaled element)².
    let squares: [Double]
    let units: Matrix<Float>

    init(_ source: Matrix<Float>) {
        self.source = source
        let width = source.columns
        var (kept, scales, squares): ([Int], [Double], [Double]) = ([], [], [])
        source.scalars.withUnsafeBufferPointer { values in
            for row in 0..<source.rows {
                var largest: Float = 0
                for column in 0..<width { largest = max(largest, abs(values[row * width + column])) }
                guard largest > 0 else { continue }
                // A power of two, so that scaling is exact.
                let scale = Double(sign: .plus, exponent: -Int(largest.exponent), significand: 1)
                var sum = 0.0
                for column in 0..<width {
                    let value = Double(values[row * width + column]) * scale
                    sum += value * value
                }
                kept.append(row)
                scales.append(scale)
                squares.append(sum)
            }
        }
        (self.kept, self.scales, self.squares) = (kept, scales, squares)
        units = Matrix(rows: kept.count, columns: width) { target in
            source.scalars.withUnsafeBufferPointer { values in
                for (index, row) in kept.enumerated() {
                    let factor = scales[index] / squares[index].squareRoot()
                    for column in 0..<width {
                        target[index * width + column] = Float(Double(values[row * width + column]) * factor)
                    }
                }
            }
        }
    }
}
