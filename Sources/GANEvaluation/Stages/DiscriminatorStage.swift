import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// Asks a discriminator about training rows, held-out rows and samples, and measures what it knows.
///
/// As many real rows of each kind as there are samples, where there are so many, drawn by the plan's seed. A score depends on its row
/// alone, and its class where the discriminator takes classes, and the cache keeps scores by content. Memory is one block of rows and the scores.
struct DiscriminatorStage {
    let judged: JudgedDiscriminator
    let base: FeatureBase
    let reference: any SampleSource
    let heldOut: (any SampleSource)?
    /// The samples' classes, where they are known.
    var sampleLabels: [Int]?
    let cache: any EvaluationCache
    /// Draws rows and halves.
    let seed: UInt64

    /// Images of each strip.
    static let picturedSamples = 12
    /// The most accepted samples that are measured.
    static let largestSelection = 5000
    /// Fewer accepted samples say nothing.
    static let smallestSelection = 100
    static let bins = 40

    /// What the discriminator knows; `samples` `[m, d]` have the features of `generated`.
    ///
    /// Throws `ModelError` for scores that are not finite or all the same, and for several a sample.
    func panel(
        samples: Matrix<Float>, generated: Matrix<Float>, identity: [String], progress: (Double) -> Void
    ) throws -> DiscriminatorPanel {
        let discriminator: any Discriminator
        switch judged.network {
        case .ready(let ready): discriminator = ready
        case .broken(let fault): throw fault
        }
        let scores = try scores(of: discriminator, samples: samples, identity: identity) { progress(0.7 * $0) }
        if scores.areConstant {
            throw ModelError.constantScores(path: judged.path, samples: scores.training.count + scores.generated.count)
        }
        var figures = try DiscriminatorFigures(scores)
        let comparison = CalibrationComparison(scores, seed: seed)
        figures.add(comparison, scores: scores)
        progress(0.75)
        let selections =
            judged.isBrief
            ? [] : try selections(scores, comparison, generated: generated) { progress(0.75 + 0.25 * $0) }
        let (convincing, unconvincing) = pictures(samples, scores.generated)
        return DiscriminatorPanel(
            name: discriminator.name, path: judged.path, digest: discriminator.digest, scale: judged.scale,
            scaleOrigin: judged.scaleOrigin,
            counts: (scores.training.count, scores.heldOut?.count, scores.generated.count),
            figures: figures.inOrder, distribution: .init(scores, bins: Self.bins),
            calibrations: comparison.map(DiscriminatorPanel.Calibration.all) ?? [], selections: selections,
            convincing: convincing, unconvincing: unconvincing, omitted: figures.omitted)
    }

    // MARK: Scores

    private func scores(
        of discriminator: any Discriminator, samples: Matrix<Float>, identity: [String], progress: (Double) -> Void
    ) throws -> DiscriminatorScores {
        let real = min(reference.count, samples.rows)
        let unseen = heldOut.map { min($0.count, samples.rows) } ?? 0
        let total = Double(real + unseen + samples.rows)
        let training = try scores(of: reference, count: real, by: discriminator) { progress($0 * Double(real) / total) }
        let fresh = try heldOut.map { source in
            try scores(of: source, count: unseen, by: discriminator) {
                progress((Double(real) + $0 * Double(unseen)) / total)
            }
        }
        let generated = try scores(
            count: samples.rows, labels: sampleLabels, of: "the samples", identity: identity, by: discriminator
        ) { rows in
            samples.rows(in: rows)
        } progress: {
            progress((Double(real + unseen) + $0 * Double(samples.rows)) / total)
        }
        return try DiscriminatorScores(training: training, heldOut: fresh, generated: generated, scale: judged.scale)
    }

    /// The scores of `count` rows of a source, all or some that are drawn.
    private func scores(
        of source: any SampleSource, count: Int, by discriminator: any Discriminator, progress: (Double) -> Void
    ) throws -> [Double] {
        let identity = ["source", try source.contentDigest()]
        let labels = (source as? NumberedClasses)?.ownLabels ?? source.labels
        guard count < source.count else {
            return try scores(
                count: count, labels: labels, of: source.name, identity: identity, by: discriminator
            ) {
                try source.read(rows: $0)
            } progress: {
                progress($0)
            }
        }
        var stream = SeededGenerator(seed: seed).split("discriminator rows")
        let rows = stream.sample(count, below: source.count).sorted()
        return try scores(
            count: count, labels: labels.map { labels in rows.map { labels[$0] } }, of: source.name,
            identity: identity + ["\(count) rows by seed \(seed)"], by: discriminator
        ) {
            try source.read(rows: Array(rows[$0]))
        } progress: {
            progress($0)
        }
    }

    private func scores(
        count: Int, labels: [Int]?, of name: String, identity: [String], by discriminator: any Discriminator,
        _ read: (Range<Int>) throws -> Matrix<Float>,
        progress: (Double) -> Void
    ) throws -> [Double] {
        var key = identity + ["rows \(count)", discriminator.digest]
        if let classes = discriminator.classCount {
            guard let labels else {
                throw ModelError.unsuitableModel(
                    path: judged.path, problem: "its scores depend on each sample's class, and \(name) has no labels",
                    expected: "a class for each sample, 0 to \(classes - 1)",
                    remedy: "Give labels with the data, or leave the discriminator out.")
            }
            key.append("labels " + labels.map(String.init).joined(separator: " "))
        }
        let block = reference.shape.blockRows(atMost: 1024, multipleOf: FeatureStage.piece)
        let found = try cache.matrices(
            kind: "discriminator scores/1", ingredients: key
        ) {
            var scores: [Float] = []
            for start in stride(from: 0, to: count, by: block) {
                let rows = start..<min(count, start + block)
                scores += try discriminator.scores(try read(rows), labels: labels.map { Array($0[rows]) })
                progress(Double(rows.upperBound) / Double(count))
            }
            return [Matrix(rows: count, columns: 1, scalars: scores)]
        }
        return (found.first?.scalars ?? []).map { Double($0) }
    }

    // MARK: Choosing samples

    /// What rejection sampling and Metropolis–Hastings chains would choose among samples that no calibration was fitted to.
    private func selections(
        _ scores: DiscriminatorScores, _ comparison: CalibrationComparison?, generated: Matrix<Float>,
        progress: (Double) -> Void
    ) throws -> [DiscriminatorPanel.Selection] {
        // A critic's scores are no odds without a calibration, and there is none without held-out rows.
        guard scores.scale == .logit || comparison != nil else { return [] }
        let pool = comparison?.freshSamples ?? Array(scores.generated.indices)
        guard pool.count >= MetropolisHastings.fewestSamples else { return [] }
        let line = comparison?[.platt]?.calibration ?? .raw
        let steps = comparison?[.isotonic]?.calibration ?? .raw
        let logits = pool.map { sample in
            let (slope, intercept) = line.line ?? (1, 0)
            return slope * scores.generated[sample] + intercept
        }
        // A step of 0 or 1 would accept everything or nothing for ever.
        let least = 1 / Double(2 * (comparison?.fittedRows ?? scores.generated.count) + 2)
        func inside(_ score: Double) -> Double { min(max(steps.probability(score), least), 1 - least) }
        let rejection = DiscriminatorRejection.evaluate(logits: logits, seed: seed)
        let chains = MetropolisHastings.evaluate(
            probabilities: pool.map { inside(scores.generated[$0]) }, starts: scores.real.map(inside), seed: seed)
        var found: [DiscriminatorPanel.Selection] = []
        let schemes: [(DiscriminatorPanel.Selection.Scheme, ScoreCalibration.Method, [Int], MetricResult)] = [
            (.rejection, line.method, rejection.accepted, rejection.acceptance),
            (.metropolisHastings, steps.method, chains.accepted, chains.acceptance),
        ]
        for (number, (scheme, method, accepted, acceptance)) in schemes.enumerated() {
            found.append(
                try selection(scheme, method, accepted.map { pool[$0] }, acceptance, pool: pool, generated: generated))
            progress(Double(number + 1) / Double(schemes.count))
        }
        return found
    }

    private func selection(
        _ scheme: DiscriminatorPanel.Selection.Scheme, _ method: ScoreCalibration.Method, _ accepted: [Int],
        _ acceptance: MetricResult, pool: [Int], generated: Matrix<Float>
    ) throws -> DiscriminatorPanel.Selection {
        let count = min(accepted.count, Self.largestSelection, base.reference.features.rows)
        var selection = DiscriminatorPanel.Selection(
            scheme: scheme, method: method, acceptance: acceptance, pool: pool.count, accepted: accepted.count,
            measured: count, comparisons: [:])
        guard count >= max(Self.smallestSelection, 2 * (base.options.neighbours + 1)) else {
            (selection.measured, selection.omission) = (0, .fewRows)
            return selection
        }
        var stream = SeededGenerator(seed: seed).split("plain samples beside chosen ones")
        let plain = stream.sample(count, below: pool.count).sorted().map { pool[$0] }
        let work = RealDataWork()
        let first = try measure(generated.rows(at: plain), sharing: work)
        let second = try measure(generated.rows(at: Array(accepted.prefix(count))), sharing: work)
        for (name, plain) in first {
            guard let accepted = second[name] else { continue }
            var interval: MetricInterval?
            if let one = plain.interval, let other = accepted.interval {
                let difference = accepted.value - plain.value
                func joined(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
                interval = MetricInterval(
                    low: difference - joined(accepted.value - other.low, one.high - plain.value),
                    high: difference + joined(other.high - accepted.value, plain.value - one.low), level: one.level,
                    method: "both intervals, joined by squares")
            }
            selection.comparisons[name] = .init(
                plain: plain, accepted: accepted, difference: accepted.value - plain.value, interval: interval)
        }
        return selection
    }

    private static let measured: [any Metric.Type] = [FrechetDistance.self, Precision.self, Recall.self]

    /// Quality and variety of some samples, by their features, against as many real rows.
    private func measure(
        _ features: Matrix<Float>, sharing work: RealDataWork
    ) throws -> OrderedDictionary<String, MetricResult> {
        let real = base.reference.features
        var stream = SeededGenerator(seed: seed).split("real rows beside chosen samples")
        var inputs = MetricInputs(real: real, generated: features)
        inputs.matched =
            real.rows <= features.rows ? real : real.rows(at: stream.sample(features.rows, below: real.rows).sorted())
        let context = try MetricContext(Self.measured, inputs: inputs, options: base.options, sharing: work)
        var results = MetricCatalogue.evaluate(Self.measured, in: context).results
        // Both sets are held against the same real rows: given these, whether a sample lies within their balls is a trial of its own.
        if let precision = results[Precision.name], case .count(let hits)? = precision.parts["inside"] {
            let bounds = Statistics.wilsonInterval(successes: hits, trials: features.rows)
            results[Precision.name]?.interval = MetricInterval(
                low: min(precision.value, bounds.low), high: max(precision.value, bounds.high),
                method: "Wilson, given the real rows")
        }
        return results
    }

    // MARK: Pictures

    private func pictures(
        _ samples: Matrix<Float>, _ scores: [Double]
    ) -> (most: [DiscriminatorPanel.Scored], least: [DiscriminatorPanel.Scored]) {
        guard case .image = reference.shape else { return ([], []) }
        let order = scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
        func scored(_ indices: some Sequence<Int>) -> [DiscriminatorPanel.Scored] {
            indices.map { .init(sample: $0, score: scores[$0], image: Array(samples.row($0))) }
        }
        return (
            scored(order.suffix(Self.picturedSamples).reversed()), scored(order.prefix(Self.picturedSamples))
        )
    }
}
