package import GANNumerics
import OrderedCollections

/// How far samples of each class lie from real data of the same class: the mean kernel distance over classes.
///
///     1/C · Σ_c MMD²(samples asked for c, real rows of c)
///
/// The unbiased distance of `kernel_distance`, in its features; 0 is expected of equal distributions. Known as the intra-class distance; that of Fréchet
/// would need thousands of rows of each class. Source: Miyato and Koyama 2018, arXiv 1802.05637, for distances within classes.
package enum ClassDistance {
    package static let name = "class_distance"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Distance within classes", section: .condition, direction: .lower,
        values: .init(-.infinity ... .infinity),
        sees:
            "classes whose samples differ from their real data, though the whole set may agree: a generator that ignores its label",
        blindTo: "small classes beside the mean; the table of classes has each",
        paper: "Miyato and Koyama 2018, arXiv 1802.05637",
        needs: [],
        formula: "mean over classes of the unbiased kernel distance of samples asked for a class to its real rows",
        reading:
            "0 is expected of equal distributions. `without_labels` is what samples of all classes have in the place of each class's own.",
        references: "Null: 0, exact. Ceiling: held-out rows of each class.",
        uncertainty: "Normal, from the standard errors of the classes' distances; none where it would hold 0.",
        conventions:
            "At most 1,000 rows of each class and side, the first ones, and 1,000 samples of all classes, drawn by seed; classes of fewer than 10 rows on a side are left out."
    )

    /// Rows of a class at most, and at least.
    private static let (most, least) = (1000, 10)

    /// One class's distance.
    package struct OneClass: Sendable, Equatable {
        package var number: Int
        package var value: Double
        package var error: Double
        /// Held-out rows in the samples' place; nil without them.
        package var heldOut: Double?
    }

    /// The mean distance, and each class's; nil where no class has rows enough.
    ///
    /// Features are `[n, d]`, labels one for each row. Cost C·1000²·d at most, twice more with held-out rows.
    package static func evaluate(
        samples: Matrix<Float>, asked: [Int], real: Matrix<Float>, labels: [Int],
        heldOut: (features: Matrix<Float>, labels: [Int])?, classes: Int, seed: UInt64 = 0
    ) throws(MetricError) -> (result: MetricResult, classes: [OneClass])? {
        func rows(_ features: Matrix<Float>, _ own: [Int], _ number: Int) -> Matrix<Float>? {
            let found = own.indices.lazy.filter { own[$0] == number }.prefix(most)
            return found.count >= least ? features.rows(at: Array(found)) : nil
        }
        // As many of all classes as stand for one, drawn: samples may be sorted by class.
        var stream = SeededGenerator(seed: seed).split("samples of all classes")
        let mixed = samples.rows(at: stream.sample(min(most, samples.rows), below: samples.rows).sorted())
        var found: [OneClass] = []
        var others: [Double] = []
        for number in 0..<classes {
            guard let own = rows(samples, asked, number), let truth = rows(real, labels, number) else { continue }
            let distance = try KernelDistance.evaluate(real: truth, generated: own)
            var error = 0.0
            if case .number(let value)? = distance.parts["standard_error"] { error = value }
            others.append(
                try KernelDistance.evaluate(real: truth, generated: mixed, options: .init(interval: false)).value)
            var fresh: Double?
            if let heldOut, let unseen = rows(heldOut.features, heldOut.labels, number) {
                fresh = try KernelDistance.evaluate(real: truth, generated: unseen, options: .init(interval: false))
                    .value
            }
            found.append(OneClass(number: number, value: distance.value, error: error, heldOut: fresh))
        }
        guard !found.isEmpty else { return nil }
        let count = Double(found.count)
        let value = found.reduce(0) { $0 + $1.value } / count
        let error = found.reduce(0) { $0 + $1.error * $1.error }.squareRoot() / count
        let reach = Statistics.normalQuantile(0.975) * error
        var result = MetricResult(
            value: value,
            interval: MetricInterval(low: value - reach, high: value + reach, method: "normal, \(found.count) classes"))
        result.null = MetricReference(value: 0, basis: "exact: the estimator is unbiased")
        let fresh = found.compactMap(\.heldOut)
        if fresh.count == found.count {
            result.ceiling = MetricReference(
                value: Statistics.mean(fresh), basis: "held-out rows of \(fresh.count) classes")
        }
        result.parts["without_labels"] = .number(Statistics.mean(others))
        result.parts["standard_error"] = .number(error)
        result.omitInterval(near: 0, of: "equal distributions")
        return (result, found)
    }
}
