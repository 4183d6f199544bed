import GANNumerics
import OrderedCollections
import Synchronization

/// How many samples a classifier of real data takes for the class that they were asked for.
///
///     share of samples with predicted = asked
///
/// A generator that ignores its label agrees by chance alone, Σ_c p(asked = c)·p(predicted = c); the test counts, among all orders of the asked classes
/// equally likely, those, drawn by seed, that agree with as many samples.
///
/// Source: Odena, Olah and Shlens 2017, arXiv 1610.09585, for the accuracy; Phipson and Smyth 2010, arXiv 1603.05766, equation 2, for the p-value.
package enum ClassAccuracy {
    package static let name = "class_accuracy"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Classified as asked", section: .condition, direction: .higher, values: .init(0...1),
        sees: "samples of other classes than the ones that were asked for",
        blindTo: "what lies within a class: one perfect sample for each class has the best accuracy of all",
        paper: "Odena, Olah and Shlens 2017, arXiv 1610.09585",
        needs: [],
        formula: "share of samples whose predicted class is the one that was asked for",
        reading:
            "Beside held-out data's own: more than the classifier gets of real data speaks for samples that are easier than real ones, not for better ones. At the null the "
            + "label changes nothing.",
        references:
            "Null: agreement by chance, Σ p(asked)·p(predicted). Ceiling: held-out data with their labels, else the rows that the classifier set aside.",
        uncertainty: "Wilson's interval; the p-value is that of 999 random orders of the asked classes.",
        conventions: "The classifier of the report's features, or a linear probe of the reference's labels in them.")

    /// Orders that are drawn.
    private static let drawn = 999

    /// What a classifier gets right of real rows, and what these are.
    package struct RealAccuracy: Sendable {
        package var value: Double
        package var basis: String

        package init(value: Double, basis: String) {
            self.value = value
            self.basis = basis
        }
    }

    /// The accuracy of `predicted` for `asked`, one class number for each sample, n at least 1, two classes asked for at least.
    ///
    /// Parts: `p_value`, and for each class below `classes` how many samples were asked for (`asked`) and the share of them that is right (`class_accuracies`).
    package static func evaluate(
        asked: [Int], predicted: [Int], classes: Int, real: RealAccuracy?, seed: UInt64
    ) -> MetricResult {
        precondition(asked.count == predicted.count && !asked.isEmpty, "\(asked.count) and \(predicted.count) classes")
        let right = zip(asked, predicted).count { $0 == $1 }
        var result = share(right, of: asked.count)
        var counts = [Int](repeating: 0, count: classes)
        var hits = counts
        var guesses = counts
        for (class_, guess) in zip(asked, predicted) {
            counts[class_] += 1
            if guess == class_ { hits[class_] += 1 }
            if guess < classes { guesses[guess] += 1 }
        }
        let total = Double(asked.count)
        let chance = (0..<classes).reduce(0.0) { $0 + Double(counts[$1]) / total * Double(guesses[$1]) / total }
        result.null = MetricReference(value: chance, basis: "agreement by chance, at these shares of classes")
        result.ceiling = real.map { MetricReference(value: $0.value, basis: $0.basis) }
        result.parts["p_value"] = .number(probability(asked, predicted, right, seed: seed))
        result.parts["asked"] = .counts(counts)
        result.parts["class_accuracies"] = .numbers(
            (0..<classes).map { counts[$0] > 0 ? Double(hits[$0]) / Double(counts[$0]) : 0 })
        return result
    }

    /// A share with Wilson's interval.
    package static func share(_ right: Int, of count: Int) -> MetricResult {
        let value = Double(right) / Double(max(1, count))
        let bounds = Statistics.wilsonInterval(successes: right, trials: max(1, count))
        return MetricResult(
            value: value,
            interval: MetricInterval(
                low: min(value, bounds.low), high: max(value, bounds.high), method: "Wilson, \(count) samples"))
    }

    private static func probability(_ asked: [Int], _ predicted: [Int], _ right: Int, seed: UInt64) -> Double {
        let stream = SeededGenerator(seed: seed).split("orders of asked classes")
        let asMany = Atomic<Int>(0)
        Parallel.forEach(drawn) { number in
            var generator = stream.split(number)
            let order = generator.permutation(of: asked.count)
            var hits = 0
            for (place, row) in order.enumerated() where asked[row] == predicted[place] { hits += 1 }
            if hits >= right { asMany.add(1, ordering: .relaxed) }
        }
        return Double(1 + asMany.load(ordering: .relaxed)) / Double(1 + drawn)
    }
}
