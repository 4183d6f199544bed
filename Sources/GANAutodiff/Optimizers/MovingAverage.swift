package import GANNumerics

/// An exponential moving average of weights over training steps.
///
/// Source: Yazıcı et al. 2018, 1806.04498.
package enum MovingAverage {
    /// average ← d·average + (1−d)·value with d = min(decay, (1 + step) / (10 + step)).
    ///
    /// The ramp lets the average follow the first steps quickly, so that a short run is not dominated by its start.
    package static func update(_ average: inout [Tensor], towards values: [Tensor], decay: Double, step: Int) {
        let share = Float(1 - min(decay, Double(1 + step) / Double(10 + step)))
        for index in average.indices {
            let count = values[index].count
            average[index].scalars.withUnsafeMutableBufferPointer { a in
                values[index].scalars.withUnsafeBufferPointer { v in
                    nonisolated(unsafe) let (a, v) = (a, v)
                    Parallel.forEachRange(of: count, size: 1 << 15) { range in
                        for i in range { a[i] += share * (v[i] - a[i]) }
                    }
                }
            }
        }
    }
}
