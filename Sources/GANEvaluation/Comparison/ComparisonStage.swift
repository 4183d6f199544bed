import GANMetrics
import GANModels
import GANNumerics

/// Metrics and classes of several embedded sets, compared.
struct ComparisonStage {
    let reference: Embedding
    let heldOut: Embedding?
    /// As many rows each.
    let subjects: [Embedding]
    let isPaired: Bool
    let seed: UInt64
    let neighbours: Int
    let permutations: Int
    let referenceLabels: [Int]?
    let naming: ClassNaming

    struct Outcome {
        var metrics: [ComparisonReport.Metric]
        var shares: ComparisonReport.ClassShares?
        /// The class of each sample of each set, where classes are told.
        var classes: [[String]]?
        var matchedCount: Int
        var doubts: [ComparisonDoubt]
    }

    /// More classes than these are not tested; the largest of the reference are.
    static let classLimit = 40

    func measure(progress: (Double) -> Void) throws -> Outcome {
        let rows = subjects[0].features.rows
        let all = reference.features
        let matchedCount = min(all.rows, rows)
        // The rows that `report` draws, so that values are the report's.
        var stream = SeededGenerator(seed: seed).split("reference rows")
        let matched =
            matchedCount == all.rows ? all : all.rows(at: stream.sample(matchedCount, below: all.rows).sorted())
        let shared = try ComparisonReference(
            rows: all, matched: matched, options: .init(neighbours: neighbours))
        let steps = Double(2 * subjects.count + 1)
        var sets: [ComparedSet] = []
        for subject in subjects {
            sets.append(try shared.measure(subject.features))
            progress(Double(sets.count) / steps)
        }
        let test = DifferenceTest.Options(
            permutations: permutations, level: ComparisonVerdict.level, seed: seed)
        let found = try SetComparison.evaluate(sets, paired: isPaired, options: .init(test: test))
        progress(Double(2 * subjects.count) / steps)
        let fresh = heldOut?.features.drawn(rows, seed: seed)
        let ceiling = try fresh.map { try shared.measure($0) }
        func isComparable(_ name: String) -> Bool {
            let rule = MetricRegistry.metric(named: name)?.ceiling ?? .sameFunction
            return rule.comparability(heldOut: fresh?.rows ?? 0, samples: rows) == .atAllSamples
        }
        var outcome = Outcome(
            metrics: found.map { metric($0, ceiling: isComparable($0.name) ? ceiling?.value(of: $0.name) : nil) },
            matchedCount: matchedCount, doubts: [])
        let unlike = found.map(\.name).filter { !isComparable($0) }
        if let fresh, !unlike.isEmpty {
            outcome.doubts.append(.tooFewHeldOut(metrics: unlike, heldOut: fresh.rows, samples: rows))
        }
        if rows <= all.columns {
            outcome.doubts.append(.fewerSamplesThanDimensions(samples: rows, dimensions: all.columns))
        }
        addClasses(test, to: &outcome)
        return outcome
    }

    private func metric(_ found: SetComparison.Metric, ceiling: Double?) -> ComparisonReport.Metric {
        let direction = MetricRegistry.entry(named: found.name)?.direction ?? .closerToNull
        return ComparisonReport.Metric(
            name: found.name, direction: direction, values: found.values, ceiling: ceiling,
            answers: found.answers.map { $0 },
            outcomes: found.answers.enumerated().map { index, answer in
                ComparisonVerdict.outcome(
                    answer, direction: direction, baseline: found.values[0], candidate: found.values[index + 1],
                    // Density's, whatever the counts.
                    null: 1)
            }, best: found.best)
    }

    /// Shares of classes, by the extractor's probabilities or by the label of the nearest reference row.
    private func addClasses(_ test: DifferenceTest.Options, to outcome: inout Outcome) {
        guard let told = toldClasses() else { return }
        let count = told.referenceCounts.count
        let total = Double(told.referenceCounts.reduce(0, +))
        let shown = (0..<count).filter { number in
            told.referenceCounts[number] > 0 || told.subjects.contains { $0.contains(number) }
        }
        guard total > 0, shown.count >= 2 else { return }
        if let note = naming.note {
            outcome.doubts.append(.classesOfExtractor(note))
        }
        var tested = shown
        if shown.count > Self.classLimit {
            let largest = shown.sorted {
                (told.referenceCounts[$1], $0) < (told.referenceCounts[$0], $1)
            }
            tested = largest.prefix(Self.classLimit).sorted()
            outcome.doubts.append(.classesLeftOut(compared: Self.classLimit, of: shown.count))
        }
        let indicators = told.subjects.map { classes in
            tested.map { number in classes.map { $0 == number ? 1.0 : 0 } }
        }
        let questions = indicators.dropFirst().map { candidate in
            tested.indices.map { place in
                let (first, second) = (indicators[0][place], candidate[place])
                return DifferenceTest.Question(
                    metric: naming.name(tested[place]), difference: Statistics.mean(second) - Statistics.mean(first),
                    statistic: .scores(first: first, second: second), variances: (0, 0), bounds: -1...1)
            }
        }
        let answers = DifferenceTest.evaluate(questions, paired: isPaired, options: test)
        outcome.shares = ComparisonReport.ClassShares(
            method: told.method,
            classes: tested.enumerated().map { place, number in
                ComparisonReport.ClassShares.Class(
                    name: naming.name(number), referenceShare: Double(told.referenceCounts[number]) / total,
                    shares: indicators.map { Statistics.mean($0[place]) }, answers: answers.map { $0[place] })
            })
        outcome.classes = told.subjects.map { $0.map(naming.name) }
    }

    private struct ToldClasses {
        var method: String
        var referenceCounts: [Int]
        var subjects: [[Int]]
    }

    private func toldClasses() -> ToldClasses? {
        let probabilities = subjects.compactMap(\.probabilities)
        if let real = reference.probabilities, probabilities.count == subjects.count {
            return ToldClasses(
                method: "the likeliest class of the extractor's own classifier",
                referenceCounts: ModeCoverage.classCounts(real),
                subjects: probabilities.map(\.greatestColumns))
        }
        guard let labels = referenceLabels, labels.count == reference.features.rows,
            let largest = labels.max(), (labels.min() ?? -1) >= 0, largest < 100_000
        else { return nil }
        var counts = [Int](repeating: 0, count: largest + 1)
        for label in labels { counts[label] += 1 }
        return ToldClasses(
            method: "the label of the nearest reference row in feature space", referenceCounts: counts,
            subjects: subjects.map { subject in
                let nearest = NearestNeighbours.search(queries: subject.features, in: reference.features, count: 1)
                return nearest.indices.map { labels[Int($0)] }
            })
    }
}

extension Matrix {
    /// At most `count` rows: all of them, or the choice that metrics draw by `seed`, in their order.
    fileprivate func drawn(_ count: Int, seed: UInt64) -> Matrix {
        guard rows > count else { return self }
        var stream = SeededGenerator(seed: seed).split("held-out rows")
        return self.rows(at: stream.sample(count, below: rows).sorted())
    }
}
