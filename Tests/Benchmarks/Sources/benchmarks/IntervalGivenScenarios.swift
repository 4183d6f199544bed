import GANMetrics
import GANNumerics
import OrderedCollections

/// Metrics whose intervals take real rows as given: each set of them has a truth of its own.
///
/// Repeats share a few dozen sets. What a generator scores against one of them is measured on many fresh samples.
struct IntervalGivenScenarios {
    private static let (columns, rows, sets, freshRows) = (8, 500, 40, 20_000)

    /// Draws samples; `training` is what the generator may copy from.
    private typealias Sampler =
        @Sendable (_ count: Int, _ training: Matrix<Float>, _ stream: SeededGenerator) -> Matrix<Float>

    static var all: [IntervalScenario] {
        let plain = GaussianMixture.single(columns: columns)
        let wide = GaussianMixture.single(columns: columns, mean: 0.2, deviation: 1.2)
        let narrow = GaussianMixture.single(columns: columns, deviation: 0.7)
        return [
            scenario("honest") { count, _, stream in plain.rows(count, stream: stream) },
            scenario("blurred and off") { count, _, stream in wide.rows(count, stream: stream) },
            scenario("spread of 0.7") { count, _, stream in narrow.rows(count, stream: stream) },
            scenario("one in five a near copy") { count, training, stream in
                var samples = plain.rows(count, stream: stream)
                var choice = stream.split("copies")
                for row in 0..<count where choice.uniform() < 0.2 {
                    let original = choice.index(below: training.rows)
                    for column in 0..<columns {
                        samples[row, column] = training[original, column] + 0.05 * samples[row, column]
                    }
                }
                return samples
            },
        ]
    }

    /// What the samples of one generator score against one training set.
    private struct Given: Sendable {
        var training: Matrix<Float>
        var heldOut: Matrix<Float>
        var authentic: Double
        var heldOutAuthentic: Double
        var ratio: Double
        /// Ascending.
        var ratios: [Double]
        var nearer: Double
        var rarity: Double
        /// P(sample farther than held-out row) in each cell.
        var areas: [Double]

        init(training: Matrix<Float>, heldOut: Matrix<Float>, fresh: Matrix<Float>, freshReal: Matrix<Float>) throws {
            self.training = training
            self.heldOut = heldOut
            let authenticity = try Authenticity.evaluate(training: training, generated: fresh, heldOut: freshReal)
            authentic = authenticity.value
            heldOutAuthentic = authenticity.null?.value ?? .nan
            let table = NearestNeighbours.search(queries: fresh, in: training, count: 5)
            ratios = DistanceRatio.ratios(of: table).sorted()
            ratio = Statistics.mean(ratios)
            nearer = try ClosestRecordShare.evaluate(training: training, heldOut: heldOut, generated: fresh).value
            rarity = try Rarity.evaluate(real: training, generated: fresh).value
            let copying = try DataCopying.evaluate(training: training, generated: fresh, heldOut: freshReal)
            guard case .numbers(let areas)? = copying.parts["cell_area"] else { preconditionFailure("no areas") }
            self.areas = areas
        }

        /// The C_T that is expected at the counts of `result`.
        func expectedCopying(_ result: MetricResult) -> Double {
            guard case .counts(let cells)? = result.parts["cells"],
                case .counts(let generated)? = result.parts["generated_counts"],
                case .counts(let held)? = result.parts["held_out_counts"]
            else { preconditionFailure("data_copying without counts") }
            let total = cells.reduce(0.0) { $0 + Double(held[$1]) }
            return cells.reduce(0) { sum, cell in
                let (n, m) = (Double(held[cell]), Double(generated[cell]))
                let z = (areas[cell] * n * m - (n * m / 2 - 0.5)) / (n * m * (n + m + 1) / 12).squareRoot()
                return sum + n / total * z
            }
        }
    }

    private static func scenario(_ name: String, _ sampler: @escaping Sampler) -> IntervalScenario {
        let stream = SeededGenerator(seed: 2).split(name)
        let plain = GaussianMixture.single(columns: columns)
        return IntervalScenario(
            name: name, real: rows, generated: rows, columns: columns, truth: "fresh samples, given the real rows",
            prepare: {
                let given = measureSets(sampler, stream: stream.split("given"))
                return { index in
                    let set = given[index % given.count]
                    let own = stream.split("repeat").split(index)
                    let generated = sampler(rows, set.training, own.split("generated"))
                    let fresh = plain.rows(rows, stream: own.split("held-out"))
                    do { return try observations(set, generated: generated, heldOut: fresh) } catch {
                        preconditionFailure("\(error)")
                    }
                }
            })
    }

    private static func measureSets(_ sampler: Sampler, stream: SeededGenerator) -> [Given] {
        let plain = GaussianMixture.single(columns: columns)
        var outcomes = [Given?](repeating: nil, count: sets)
        outcomes.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer
            Parallel.forEach(sets) { index in
                let own = stream.split(index)
                let training = plain.rows(rows, stream: own.split("training"))
                do {
                    target[index] = try Given(
                        training: training, heldOut: plain.rows(rows, stream: own.split("held-out")),
                        fresh: sampler(freshRows, training, own.split("fresh")),
                        freshReal: plain.rows(freshRows, stream: own.split("fresh real")))
                } catch { preconditionFailure("\(error)") }
            }
        }
        return outcomes.compactMap { $0 }
    }

    /// `heldOut` is drawn anew where the interval covers its drawing, and the set's own where it is given.
    private static func observations(
        _ set: Given, generated: Matrix<Float>, heldOut: Matrix<Float>
    ) throws -> [IntervalObservation] {
        let authenticity = try Authenticity.evaluate(training: set.training, generated: generated, heldOut: heldOut)
        let ratio = try DistanceRatio.evaluate(training: set.training, generated: generated, heldOut: heldOut)
        guard case .number(let threshold)? = ratio.parts["tail_threshold"] else { preconditionFailure("no threshold") }
        let tail = Double(set.ratios.count { $0 < threshold }) / Double(set.ratios.count)
        let copying = try DataCopying.evaluate(training: set.training, generated: generated, heldOut: heldOut)
        return [
            IntervalObservation("authenticity", authenticity, truth: set.authentic),
            IntervalObservation(
                "authenticity", authenticity, part: "difference_interval", value: "difference",
                truth: set.authentic - set.heldOutAuthentic),
            IntervalObservation("distance_ratio", ratio, truth: set.ratio),
            IntervalObservation(
                "distance_ratio", ratio, part: "tail_interval", value: "tail_share", truth: tail),
            IntervalObservation(
                "distance_to_closest_record_share",
                try ClosestRecordShare.evaluate(training: set.training, heldOut: set.heldOut, generated: generated),
                truth: set.nearer),
            IntervalObservation(
                "rarity", try Rarity.evaluate(real: set.training, generated: generated), truth: set.rarity),
            IntervalObservation("data_copying", copying, truth: set.expectedCopying(copying)),
        ]
    }
}
