package import GANNumerics
import GANText
import RealModule

/// A classifier of the reference's labels on frozen features: multinomial logistic regression with a ridge.
///
///     minimize 1/n · Σ −log softmax(W·x + b)_{y} + penalty/2 · ‖W‖²,   penalty = 0.1·d/n
///
/// over standardized rows, by quasi-Newton steps. A fifth of the rows, at most 2,000, is set aside; accuracy and confusion are theirs.
/// Deterministic for a seed and any number of threads. Source: Alain and Bengio 2016, arXiv 1610.01644, for linear probes.
package struct LinearProbe: Sendable {
    /// C: classes are 0..<C.
    package let classes: Int
    /// The share of the rows set aside that it names rightly.
    package let accuracy: Double
    /// The share of the commonest class among them: what always naming it would get.
    package let commonest: Double
    /// Rows set aside.
    package let heldOutRows: Int
    /// The share of each class (row) that it takes for each class, `[C, C]`, of the rows set aside.
    package let confusion: Matrix<Double>
    private let weights: Matrix<Float>
    private let intercepts: [Float]
    private let scaling: Standardization

    /// More classes than this are not learnt.
    package static let mostClasses = 1000
    /// Fewer rows of a class than this, on average, teach nothing.
    package static let fewestEach = 5
    private static let mostRows = 10_000
    /// Rows × columns × classes that one step may take.
    private static let mostWork = 4e9

    /// Why labels can't be learnt from, as a clause; nil where they can.
    package static func obstacle(labels: [Int]) -> String? {
        guard let greatest = labels.max(), let least = labels.min(), least >= 0 else {
            return "the reference has no labels"
        }
        let distinct = Set(labels).count
        if distinct < 2 { return "the reference has one class only" }
        if distinct > mostClasses || greatest >= 10 * mostClasses {
            return "the reference has \(distinct) classes, more than the \(mostClasses) that a linear probe learns"
        }
        if labels.count < fewestEach * distinct {
            return "the reference has \(distinct) classes and \(labels.count) rows, fewer than \(fewestEach) a class"
        }
        return nil
    }

    /// Learns `labels` of `features` `[n, d]`, finite; throws `MetricError` where `obstacle` is not nil, or labels and rows differ in number.
    package static func train(
        _ features: Matrix<Float>, labels: [Int], seed: UInt64
    ) throws(MetricError) -> LinearProbe {
        let name = "linear probe"
        guard labels.count == features.rows else {
            throw .invalidOption(
                metric: name, option: "the number of labels", value: "\(labels.count)",
                allowed: "\(features.rows), one for each row")
        }
        if let obstacle = obstacle(labels: labels) {
            throw .invalidOption(
                metric: name, option: "labels", value: obstacle,
                allowed: "2 to \(mostClasses) classes of at least \(fewestEach) rows each on average")
        }
        let classes = (labels.max() ?? 0) + 1
        var generator = SeededGenerator(seed: seed).split(name)
        let affordable = Int(saturating: mostWork / Double(max(1, features.columns * classes)))
        let used = min(features.rows, mostRows, max(fewestEach * Set(labels).count, affordable))
        let drawn = generator.sample(used, below: features.rows)
        let aside = max(1, min(2000, used / 5))
        let (tested, taught) = (drawn[..<aside].sorted(), drawn[aside...].sorted())
        let scaling = Standardization(features, rows: taught, features, rows: [])
        let rows = scaling.apply(features, rows: taught)
        let own = taught.map { labels[$0] }
        let penalty = 0.1 * Double(rows.columns) / Double(rows.rows)
        let width = rows.columns
        let found = QuasiNewton.minimize(
            from: [Double](repeating: 0, count: classes * (width + 1)), tolerance: 1e-3, maximumEvaluations: 60
        ) { point in
            let (weights, intercepts) = unpacked(point, classes: classes, width: width)
            var scores = MatrixProduct.multiply(rows, transposed: false, weights, transposed: true)
            let loss = softmax(&scores, intercepts: intercepts, labels: own)
            // What is left in `scores` is the probability less the truth.
            let slopes = MatrixProduct.multiply(scores, transposed: true, rows, transposed: false)
            let count = Double(rows.rows)
            var gradient = [Double](repeating: 0, count: point.count)
            var square = 0.0
            for place in 0..<classes * width {
                gradient[place] = Double(slopes.scalars[place]) / count + penalty * point[place]
                square += point[place] * point[place]
            }
            var sums = [Double](repeating: 0, count: classes)
            scores.scalars.withUnsafeBufferPointer { scores in
                for start in stride(from: 0, to: scores.count, by: classes) {
                    for column in 0..<classes { sums[column] += Double(scores[start + column]) }
                }
            }
            for column in 0..<classes { gradient[classes * width + column] = sums[column] / count }
            return (loss / count + penalty / 2 * square, gradient)
        }
        let (weights, intercepts) = unpacked(found.point, classes: classes, width: width)
        let untested = LinearProbe(
            classes: classes, accuracy: 0, commonest: 0, heldOutRows: tested.count,
            confusion: Matrix(rows: 0, columns: 0),
            weights: weights, intercepts: intercepts, scaling: scaling)
        let probabilities = untested.probabilities(features.rows(at: tested))
        let truth = tested.map { labels[$0] }
        let hits = zip(probabilities.greatestColumns, truth).count { $0 == $1 }
        let commonest = Dictionary(grouping: truth) { $0 }.values.map(\.count).max() ?? 0
        return LinearProbe(
            classes: classes, accuracy: Double(hits) / Double(tested.count),
            commonest: Double(commonest) / Double(tested.count), heldOutRows: tested.count,
            confusion: ModeCoverage.confusion(probabilities, labels: truth), weights: weights, intercepts: intercepts,
            scaling: scaling)
    }

    /// Whether it surely names more rows rightly than always naming the commonest class would.
    package var isUseful: Bool {
        let hits = Int(saturating: (accuracy * Double(heldOutRows)).rounded())
        return Statistics.wilsonInterval(successes: hits, trials: heldOutRows, level: 0.99).low > commonest
    }

    /// Class probabilities `[n, C]` of rows of the same features.
    package func probabilities(_ rows: Matrix<Float>) -> Matrix<Float> {
        let scaled = scaling.apply(rows, rows: Array(0..<rows.rows))
        var scores = MatrixProduct.multiply(scaled, transposed: false, weights, transposed: true)
        _ = Self.softmax(&scores, intercepts: intercepts, labels: nil)
        return scores
    }

    /// Weights `[C, d]`, then C intercepts.
    private static func unpacked(
        _ point: [Double], classes: Int, width: Int
    ) -> (weights: Matrix<Float>, intercepts: [Float]) {
        (
            Matrix(rows: classes, columns: width, scalars: point.prefix(classes * width).map { Float($0) }),
            point.suffix(classes).map { Float($0) }
        )
    }

    /// Turns scores into probabilities, less 1 in the place of each row's label; returns the sum of −log p of the labels.
    private static func softmax(_ scores: inout Matrix<Float>, intercepts: [Float], labels: [Int]?) -> Double {
        let (rows, columns) = (scores.rows, scores.columns)
        var losses = [Double](repeating: 0, count: rows)
        scores.scalars.withUnsafeMutableBufferPointer { scores in
            losses.withUnsafeMutableBufferPointer { losses in
                nonisolated(unsafe) let (scores, losses) = (scores, losses)
                Parallel.forEachRange(of: rows, size: 256) { range in
                    for row in range {
                        let start = row * columns
                        var greatest = -Float.infinity
                        for column in 0..<columns {
                            scores[start + column] += intercepts[column]
                            greatest = max(greatest, scores[start + column])
                        }
                        var sum: Float = 0
                        let own = labels.map { scores[start + $0[row]] - greatest }
                        for column in 0..<columns {
                            let value = Float.exp(scores[start + column] - greatest)
                            scores[start + column] = value
                            sum += value
                        }
                        for column in 0..<columns { scores[start + column] /= sum }
                        if let labels, let own {
                            losses[row] = Double.log(Double(sum)) - Double(own)
                            scores[start + labels[row]] -= 1
                        }
                    }
                }
            }
        }
        return losses.reduce(0, +)
    }
}
