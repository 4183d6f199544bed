import GANNumerics

extension SlicedWasserstein {
    /// One row of projections in ascending order, with the place that each came from; its memory is used again.
    struct SortedProjection {
        private(set) var values: [Float]
        private(set) var order: [UInt32]
        /// Sort key in the upper half, place in the lower.
        private var items: [UInt64]
        private var other: [UInt64]

        init(count: Int) {
            precondition(count <= UInt32.max, "\(count) projections")
            values = [Float](repeating: 0, count: count)
            order = [UInt32](repeating: 0, count: count)
            items = [UInt64](repeating: 0, count: count)
            other = items
        }

        /// Takes row `row` of `matrix` and sorts it: a stable radix sort of 11 bits a pass, several times as fast as
        /// comparing.
        mutating func sort(_ matrix: Matrix<Float>, row: Int) {
            let count = values.count
            for (index, value) in matrix.row(row).enumerated() {
                // Order-preserving: negative floats run backwards, and after them come the positive ones.
                let bits = value.bitPattern
                let key = bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
                items[index] = UInt64(key) << 32 | UInt64(UInt32(index))
            }
            for shift in [32, 43, 54] as [UInt64] {
                var starts = [Int](repeating: 0, count: 2049)
                items.withUnsafeBufferPointer { items in
                    other.withUnsafeMutableBufferPointer { other in
                        starts.withUnsafeMutableBufferPointer { starts in
                            for item in items { starts[Int(item >> shift & 2047) + 1] += 1 }
                            for digit in 1..<2049 { starts[digit] += starts[digit - 1] }
                            for item in items {
                                let digit = Int(item >> shift & 2047)
                                other[starts[digit]] = item
                                starts[digit] += 1
                            }
                        }
                    }
                }
                swap(&items, &other)
            }
            for index in 0..<count {
                let key = UInt32(truncatingIfNeeded: items[index] >> 32)
                values[index] = Float(bitPattern: key >> 31 == 1 ? key & 0x7fff_ffff : ~key)
                order[index] = UInt32(truncatingIfNeeded: items[index])
            }
        }
    }

    /// Distances of one-dimensional samples by their quantile functions.
    enum Quantiles {
        /// W₁ and W₂² of samples in ascending order, of any two counts.
        ///
        /// Both quantile functions are steps; between the multiples of 1/n and of 1/m each is constant. Places are counted
        /// in units of 1/(nm), in whole numbers, so that no step is lost to rounding.
        static func distances(_ x: [Float], _ y: [Float]) -> (first: Double, second: Double) {
            x.withUnsafeBufferPointer { x in
                y.withUnsafeBufferPointer { y in
                    let (n, m) = (x.count, y.count)
                    var (i, j, place) = (0, 0, 0)
                    var (first, second) = (0.0, 0.0)
                    while i < n && j < m {
                        let (endOfX, endOfY) = ((i + 1) * m, (j + 1) * n)
                        let end = min(endOfX, endOfY)
                        let gap = abs(Double(x[i]) - Double(y[j]))
                        let weight = Double(end - place)
                        first += weight * gap
                        second += weight * gap * gap
                        if endOfX == end { i += 1 }
                        if endOfY == end { j += 1 }
                        place = end
                    }
                    let units = Double(n) * Double(m)
                    return (first / units, second / units)
                }
            }
        }

        /// Adds each row's influence on W₁, up to a constant a side.
        ///
        /// W₁ = ∫|F − G|, so more weight at x changes it by ∫_x^∞ sign(F − G) dt, and at y by its negative. Walking down
        /// from the largest point, F − G is (b·n − a·m)/(nm) with a and b the numbers of points above.
        static func addInfluences(
            _ x: SortedProjection, _ y: SortedProjection, to real: inout [Double], and generated: inout [Double]
        ) {
            let (n, m) = (x.values.count, y.values.count)
            x.values.withUnsafeBufferPointer { xs in
                y.values.withUnsafeBufferPointer { ys in
                    var (i, j) = (n - 1, m - 1)
                    var (last, tail) = (Double(max(xs[n - 1], ys[m - 1])), 0.0)
                    while i >= 0 || j >= 0 {
                        let takesX = j < 0 || (i >= 0 && xs[i] >= ys[j])
                        let point = Double(takesX ? xs[i] : ys[j])
                        let difference = (m - 1 - j) * n - (n - 1 - i) * m
                        tail += Double(difference.signum()) * (last - point)
                        last = point
                        if takesX {
                            real[Int(x.order[i])] += tail
                            i -= 1
                        } else {
                            generated[Int(y.order[j])] -= tail
                            j -= 1
                        }
                    }
                }
            }
        }
    }
}
