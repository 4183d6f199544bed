package import GANNumerics
import OrderedCollections

/// What the samples of one class are beside real rows of it: precision, recall, coverage and variety inside the class.
///
/// Real rows of the class are cut in two at random: one half is the reference, the other stands in the samples' place and says what real
/// data have at the same counts.
package struct ClassInterior: Sendable, Equatable {
    /// The class's number.
    package var number: Int
    /// Rows of each of the three sets.
    package var rows: Int
    /// Of the samples.
    package var samples: Figures
    /// Of other real rows in the samples' place.
    package var real: Figures
    /// Samples of the class that differ from each other, of how many, and how many there are in all with its interval (Chao).
    package var distinct: (count: Int, of: Int, support: Double, low: Double, high: Double)
    /// Whether the samples surely repeat each other more than twice as much as real rows do, and lie at most a quarter as far apart:
    /// samples that lie closer together than real rows, as blurred ones do, are no repeats.
    package var isCollapsed: Bool

    /// Shares, 0 to 1, and an effective number of different rows.
    package struct Figures: Sendable, Equatable {
        package var precision: Double
        package var recall: Double
        package var coverage: Double
        /// The Vendi score: 1 for one row made again and again, the number of rows at most.
        package var vendi: Double
    }

    /// Rows of a class that are read.
    private static let mostRows = 200
    /// Fewer tell nothing.
    package static let fewestRows = 30
    /// Classes that are looked into, the commonest first.
    package static let mostClasses = 40

    package static func == (first: ClassInterior, second: ClassInterior) -> Bool {
        first.number == second.number && first.rows == second.rows && first.samples == second.samples
            && first.real == second.real && first.distinct == second.distinct && first.isCollapsed == second.isCollapsed
    }

    /// Looks into the classes of `real` `[n, d]` and `generated` `[m, d]` with one class a row; those with too few rows are left out.
    ///
    /// Cost at most 40 classes of 200² pairs, three times. Throws as the metrics do.
    package static func of(
        real: Matrix<Float>, realClasses: [Int], generated: Matrix<Float>, generatedClasses: [Int], neighbours: Int,
        seed: UInt64
    ) throws(MetricError) -> [ClassInterior] {
        var (reals, samples): ([Int: [Int]], [Int: [Int]]) = ([:], [:])
        for (row, number) in realClasses.enumerated() { reals[number, default: []].append(row) }
        for (row, number) in generatedClasses.enumerated() { samples[number, default: []].append(row) }
        let least = max(fewestRows, neighbours + 1)
        let told = reals.keys.filter {
            (reals[$0]?.count ?? 0) >= 2 * least && (samples[$0]?.count ?? 0) >= least
        }.sorted { (-(reals[$0]?.count ?? 0), $0) < (-(reals[$1]?.count ?? 0), $1) }.prefix(mostClasses).sorted()
        let stream = SeededGenerator(seed: seed).split("inside of classes")
        var found: [ClassInterior] = []
        for number in told {
            let (own, made) = (reals[number] ?? [], samples[number] ?? [])
            let count = min(mostRows, own.count / 2, made.count)
            var generator = stream.split(number)
            let order = generator.sample(2 * count, below: own.count)
            let drawn = generator.sample(count, below: made.count)
            found.append(
                try interior(
                    number, reference: real.rows(at: order[..<count].sorted().map { own[$0] }),
                    other: real.rows(at: order[count...].sorted().map { own[$0] }),
                    generated: generated.rows(at: drawn.sorted().map { made[$0] }), neighbours: neighbours, seed: seed))
        }
        return found
    }

    private static func interior(
        _ number: Int, reference: Matrix<Float>, other: Matrix<Float>, generated: Matrix<Float>, neighbours: Int,
        seed: UInt64
    ) throws(MetricError) -> ClassInterior {
        let options = NeighbourhoodManifold.Options(neighbours: neighbours, interval: false)
        let demand = NeighbourhoodManifold.demand(options)
        var within: PairwisePass.Outcome?
        var figures: [Figures] = []
        for set in [generated, other] {
            try NeighbourhoodManifold.check(real: reference, generated: set, options: options)
            let pairs = PairStatistics(real: reference, generated: set, demand: demand, withinReal: within)
            within = pairs.withinReal
            let manifold = NeighbourhoodManifold(pairs, options: options)
            let vendi = try VendiScore.evaluate(generated: set, options: .init(interval: false, seed: seed))
            figures.append(
                Figures(
                    precision: Precision.evaluate(manifold).value, recall: Recall.evaluate(manifold).value,
                    coverage: Coverage.evaluate(manifold).value, vendi: vendi.value))
        }
        let result = try DistinctSamples.evaluate(real: other, generated: generated)
        var (count, support, low, high) = (generated.rows, 0.0, 0.0, 0.0)
        if case .count(let value)? = result.parts["distinct"] { count = value }
        if case .number(let value)? = result.parts["support"] { support = value }
        if case .interval(let interval)? = result.parts["support_interval"] {
            (low, high) = (interval.low, interval.high)
        }
        let usual = result.null?.value ?? 1
        return ClassInterior(
            number: number, rows: reference.rows, samples: figures[0], real: figures[1],
            distinct: (count, generated.rows, support, low, high),
            isCollapsed: (result.interval?.high ?? result.value) < 0.5 * usual
                && spacing(generated) <= repeated * spacing(other))
    }

    /// Of real rows' distances to their nearest ones: repeats with a little noise lie nearer, blurred samples do not.
    private static let repeated = 0.25

    /// The median distance of a row to the nearest other one.
    private static func spacing(_ rows: Matrix<Float>) -> Double {
        let table = NearestNeighbours.search(queries: rows, in: rows, count: 1, excludingSameIndex: true)
        return Statistics.quantile((0..<table.queries).map { table.distance(query: $0, rank: 0) }, 0.5)
    }
}
