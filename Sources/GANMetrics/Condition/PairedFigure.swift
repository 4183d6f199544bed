package import GANNumerics
import OrderedCollections

/// A mean over pairs of an output and its own target, beside what other inputs' targets give.
package enum PairedFigure {
    /// The mean of one value for each pair, with a normal interval over pairs; `bounds` cuts it to what the figure can be.
    package static func result(_ own: [Double], bounds: ClosedRange<Double>) -> MetricResult {
        precondition(!own.isEmpty, "no pairs")
        let value = Statistics.mean(own)
        guard own.count > 1 else { return MetricResult(value: value) }
        let error = (Statistics.variance(own) / Double(own.count)).squareRoot()
        let reach = Statistics.normalQuantile(0.975) * error
        return MetricResult(
            value: value,
            interval: MetricInterval(
                low: min(value, max(bounds.lowerBound, value - reach)),
                high: max(value, min(bounds.upperBound, value + reach)), method: "normal over \(own.count) pairs"))
    }

    /// The same with its null, `others`: each output beside another input's target, as of a model that ignores its input; and with its ceiling, a true
    /// answer beside the target, where one is known.
    package static func result(
        _ own: [Double], others: [Double], truth: [Double]?, bounds: ClosedRange<Double>
    ) -> MetricResult {
        var result = result(own, bounds: bounds)
        result.null = MetricReference(
            value: Statistics.mean(others), basis: "targets of other inputs, \(others.count) pairs")
        result.ceiling = truth.map {
            MetricReference(value: Statistics.mean($0), basis: "another true answer to each of \($0.count) inputs")
        }
        result.parts["median"] = .number(Statistics.median(own))
        result.parts["worst_tenth"] = .number(Statistics.quantile(own, isHigherBetter(own, others) ? 0.1 : 0.9))
        result.parts["pairs"] = .count(own.count)
        return result
    }

    /// Which end is the worse one, by what other inputs' targets give.
    private static func isHigherBetter(_ own: [Double], _ others: [Double]) -> Bool {
        Statistics.mean(own) >= Statistics.mean(others)
    }

    static let references =
        "Null: each output beside another input's target, what a model has that ignores its input. Ceiling: another true answer to the same input, "
        + "where the data know one; equal images have the metric's own best value."
    static let uncertainty = "Normal over pairs."

    /// The mean over a row of `body` of each difference of grey levels, one for each pair of rows.
    static func values(
        _ outputs: Matrix<Float>, _ targets: Matrix<Float>, _ body: @Sendable (Double) -> Double
    ) -> [Double] {
        precondition(
            outputs.rows == targets.rows && outputs.columns == targets.columns,
            "outputs [\(outputs.rows), \(outputs.columns)] and targets [\(targets.rows), \(targets.columns)]")
        let width = outputs.columns
        var values = [Double](repeating: 0, count: outputs.rows)
        outputs.scalars.withUnsafeBufferPointer { first in
            targets.scalars.withUnsafeBufferPointer { second in
                values.withUnsafeMutableBufferPointer { values in
                    nonisolated(unsafe) let (first, second, values) = (first, second, values)
                    Parallel.forEachRange(of: values.count, size: 16) { range in
                        for row in range {
                            var sum = 0.0
                            for place in row * width..<(row + 1) * width {
                                sum += body(Double(first[place]) - Double(second[place]))
                            }
                            values[row] = sum / Double(max(1, width))
                        }
                    }
                }
            }
        }
        return values
    }

    /// Rows of both in turn, `[2n, d]`: what measures of pairs take.
    package static func interleaved(_ first: Matrix<Float>, _ second: Matrix<Float>) -> Matrix<Float> {
        var scalars: [Float] = []
        scalars.reserveCapacity(first.scalars.count + second.scalars.count)
        for row in 0..<first.rows {
            scalars += first.row(row)
            scalars += second.row(row)
        }
        return Matrix(rows: 2 * first.rows, columns: first.columns, scalars: scalars)
    }
}
