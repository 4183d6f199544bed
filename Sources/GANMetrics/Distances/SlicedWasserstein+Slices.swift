import GANNumerics

extension SlicedWasserstein {
    /// What was found in each direction, and of each row.
    struct Slices {
        /// W₁ for each direction.
        var first: [Double]
        /// W₂² for each direction.
        var second: [Double]
        /// The mean over directions of each real row's influence on W₁, up to a constant; empty where not asked for.
        var realInfluences: [Double]
        var generatedInfluences: [Double]
    }

    /// Directions projected on at a time, and those that one piece of work sorts.
    private static let (chunk, piece) = (64, 8)

    static func slices(
        real: Matrix<Float>, generated: Matrix<Float>, directions: Directions, influences: Bool
    ) -> Slices {
        let (n, m, count) = (real.rows, generated.rows, directions.count)
        let (x, y, scale) = centred(real, generated)
        var slices = Slices(
            first: [Double](repeating: 0, count: count), second: [Double](repeating: 0, count: count),
            realInfluences: [Double](repeating: 0, count: influences ? n : 0),
            generatedInfluences: [Double](repeating: 0, count: influences ? m : 0))
        for start in stride(from: 0, to: count, by: chunk) {
            let range = start..<min(count, start + chunk)
            let rows = directions.rows(in: range)
            let projectedReal = MatrixProduct.multiply(rows, transposed: false, x, transposed: true)
            let projectedGenerated = MatrixProduct.multiply(rows, transposed: false, y, transposed: true)
            let pieces = (range.count + piece - 1) / piece
            var outcomes = [PieceOutcome?](repeating: nil, count: pieces)
            outcomes.withUnsafeMutableBufferPointer { buffer in
                nonisolated(unsafe) let target = buffer
                Parallel.forEach(pieces) { index in
                    target[index] = measure(
                        projectedReal, projectedGenerated,
                        rows: index * piece..<min(range.count, (index + 1) * piece), influences: influences)
                }
            }
            var position = start
            for case .some(let outcome) in outcomes {
                for (first, second) in zip(outcome.first, outcome.second) {
                    slices.first[position] = first * scale
                    slices.second[position] = second * scale * scale
                    position += 1
                }
                for index in slices.realInfluences.indices { slices.realInfluences[index] += outcome.real[index] }
                for index in slices.generatedInfluences.indices {
                    slices.generatedInfluences[index] += outcome.generated[index]
                }
            }
        }
        for index in slices.realInfluences.indices { slices.realInfluences[index] *= scale / Double(count) }
        for index in slices.generatedInfluences.indices { slices.generatedInfluences[index] *= scale / Double(count) }
        return slices
    }

    /// W₁ in some directions between two sets of n and m rows, taken from both together in a given order.
    ///
    /// Projections are made once and relabelled, so a draw costs no copy of the features.
    static func relabelledDistances(
        real: Matrix<Float>, generated: Matrix<Float>, directions: Directions,
        draws: [(directions: Range<Int>, order: [Int])]
    ) -> [Double] {
        let (x, y, scale) = centred(real, generated)
        let n = real.rows
        var distances: [Double] = []
        for draw in draws {
            for start in stride(from: draw.directions.lowerBound, to: draw.directions.upperBound, by: chunk) {
                let rows = directions.rows(in: start..<min(draw.directions.upperBound, start + chunk))
                let projectedReal = MatrixProduct.multiply(rows, transposed: false, x, transposed: true)
                let projectedGenerated = MatrixProduct.multiply(rows, transposed: false, y, transposed: true)
                func chosen(_ order: ArraySlice<Int>) -> Matrix<Float> {
                    var values: [Float] = []
                    values.reserveCapacity(rows.rows * order.count)
                    for row in 0..<rows.rows {
                        for index in order {
                            values.append(index < n ? projectedReal[row, index] : projectedGenerated[row, index - n])
                        }
                    }
                    return Matrix(rows: rows.rows, columns: order.count, scalars: values)
                }
                let outcome = measure(
                    chosen(draw.order[..<n]), chosen(draw.order[n...]), rows: 0..<rows.rows, influences: false)
                distances += outcome.first.map { $0 * scale }
            }
        }
        return distances
    }

    private struct PieceOutcome {
        var first: [Double] = []
        var second: [Double] = []
        var real: [Double]
        var generated: [Double]
    }

    private static func measure(
        _ real: Matrix<Float>, _ generated: Matrix<Float>, rows: Range<Int>, influences: Bool
    ) -> PieceOutcome {
        let (n, m) = (real.columns, generated.columns)
        var outcome = PieceOutcome(
            real: [Double](repeating: 0, count: influences ? n : 0),
            generated: [Double](repeating: 0, count: influences ? m : 0))
        var (x, y) = (SortedProjection(count: n), SortedProjection(count: m))
        for row in rows {
            x.sort(real, row: row)
            y.sort(generated, row: row)
            let (first, second) = Quantiles.distances(x.values, y.values)
            outcome.first.append(first)
            outcome.second.append(second)
            if influences { Quantiles.addInfluences(x, y, to: &outcome.real, and: &outcome.generated) }
        }
        return outcome
    }

    /// Both sets about one common centre, scaled by a power of two to entries of at most 1, and the scale taken off.
    ///
    /// Distances depend on differences alone; a large common offset would use up the digits of float32 products.
    private static func centred(
        _ real: Matrix<Float>, _ generated: Matrix<Float>
    ) -> (real: Matrix<Float>, generated: Matrix<Float>, scale: Double) {
        let width = real.columns
        var centre = [Double](repeating: 0, count: width)
        for features in [real, generated] {
            let share = 1 / Double(2 * features.rows)
            features.scalars.withUnsafeBufferPointer { values in
                centre.withUnsafeMutableBufferPointer { centre in
                    for row in 0..<features.rows {
                        for column in 0..<width { centre[column] += Double(values[row * width + column]) * share }
                    }
                }
            }
        }
        var largest = 0.0
        for features in [real, generated] {
            features.scalars.withUnsafeBufferPointer { values in
                centre.withUnsafeBufferPointer { centre in
                    for row in 0..<features.rows {
                        for column in 0..<width {
                            largest = max(largest, abs(Double(values[row * width + column]) - centre[column]))
                        }
                    }
                }
            }
        }
        let scale = largest > 0 ? largest.binade * 2 : 1
        let centres = centre
        func shifted(_ features: Matrix<Float>) -> Matrix<Float> {
            Matrix(rows: features.rows, columns: width) { target in
                features.scalars.withUnsafeBufferPointer { values in
                    centres.withUnsafeBufferPointer { centre in
                        nonisolated(unsafe) let (target, values, centre) = (target, values, centre)
                        Parallel.forEachRange(of: features.rows, size: 256) { rows in
                            for row in rows {
                                for column in 0..<width {
                                    let index = row * width + column
                                    target[index] = Float((Double(values[index]) - centre[column]) / scale)
                                }
                            }
                        }
                    }
                }
            }
        }
        return (shifted(real), shifted(generated), scale)
    }
}
