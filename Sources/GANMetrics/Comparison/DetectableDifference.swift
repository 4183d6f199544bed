import GANNumerics

/// The true difference that would be found in four of five repeats.
///
/// A difference X is claimed where it is z_{1−α/2K} standard errors from 0, K being how many differences are read together, and an
/// estimate lies above X − z_{0.8}·SE in four of five repeats. The variance grows with the difference: that of a distance's
/// estimate is proportional to the distance, since a row's influence on it is to its root. So X solves
///
///     X = (z_{1−α/2K} + z_{0.8})·√(V + g·X)
///
/// V is the variance that was observed and g its growth, of the Fréchet distance at least that of a set which is moved as a whole,
/// along a direction that varies as directions typically do. A fault along a direction that hardly varies is found sooner.
///
/// K counts as in Holm's correction where no other difference is found. A distance seldom grows alone: of metrics that are found
/// together the first is asked for z_{1−α/2K} and the last for z_{1−α/2}, so for what grows the middle of both stands there.
package enum DetectableDifference {
    /// X of a difference whose variance is `variance` and grows by `growth` a unit, read together with `tests` in all at `level`.
    package static func of(variance: Double, growth: Double = 0, tests: Int, level: Double) -> Double {
        precondition(tests >= 1 && level > 0 && level < 1, "\(tests) tests at \(level)")
        let first = Statistics.normalQuantile(1 - (1 - level) / 2 / Double(tests))
        let last = Statistics.normalQuantile(1 - (1 - level) / 2)
        let reach = (growth > 0 ? (first + last) / 2 : first) + Statistics.normalQuantile(0.8)
        let half = reach * reach * growth / 2
        return half + (half * half + reach * reach * variance).squareRoot()
    }
}
