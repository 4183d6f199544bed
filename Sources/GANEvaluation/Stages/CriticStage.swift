import GANCritics
import GANData
import GANMetrics
import GANModels
import GANNumerics

/// Trains critics of the samples, and of held-out data in their place, from the cache where it can.
struct CriticStage {
    let budgets: CriticBudgets
    let seed: UInt64
    let reference: any SampleSource
    let heldOut: (any SampleSource)?
    let extractor: any FeatureExtractor
    let cache: any EvaluationCache
    let stage: StageRunner

    struct Outcome {
        var samples: CriticSet
        /// nil without held-out data, or with too few for three parts.
        var heldOut: CriticSet?
        /// What was left out, for every critic's metric.
        var notes: [Diagnostic] = []
    }

    /// One set of rows, with what decides them.
    private struct Rows {
        var values: Matrix<Float>
        var identity: [String]
    }

    /// The critics of `samples`, whose features are `generated`.
    ///
    /// Throws `CriticError` for samples or a reference of fewer rows than three parts take.
    func train(
        samples: Matrix<Float>, identity: [String], generated: Embedding, real: Embedding, heldOut fresh: Embedding?
    ) throws -> Outcome {
        let source = ["source", try reference.contentDigest()]
        let features = Rows(values: real.features, identity: source + [extractor.digest])
        let pixels = try drawn(reference, of: "reference")
        var outcome = Outcome(
            samples: try classify(
                features, pixels,
                features: Rows(values: generated.features, identity: identity + [extractor.digest]),
                pixels: Rows(values: samples, identity: identity), of: "samples"))
        guard let heldOut, let fresh else {
            outcome.notes.append(
                Diagnostic(
                    code: "no_held_out_critic", severity: .note,
                    message: "Without held-out data nothing says what a critic finds between real data."))
            return outcome
        }
        guard heldOut.count >= CriticTrainer.fewestRows else {
            outcome.notes.append(
                Diagnostic(
                    code: "no_held_out_critic", severity: .note,
                    message: "\(heldOut.count) held-out rows are too few for a critic of their own; give at least "
                        + "\(CriticTrainer.fewestRows)."))
            return outcome
        }
        let others = try drawn(heldOut, of: "held-out data")
        let held = ["source", try heldOut.contentDigest()]
        outcome.heldOut = try classify(
            features, pixels, features: Rows(values: fresh.features, identity: held + [extractor.digest]),
            pixels: others, of: "held-out data")
        let own = Rows(values: samples, identity: identity)
        outcome.samples.generalization = try generalization(others, own, of: "samples")
        outcome.samples.memorizer = try generalization(
            others, try memorized(count: samples.rows), of: "copies of the reference")
        return outcome
    }

    /// The critics that hold a set against the reference.
    private func classify(
        _ realFeatures: Rows, _ realPixels: Rows, features: Rows, pixels: Rows, of who: String
    ) throws -> CriticSet {
        let space = SampleShape.vector(features.values.columns)
        var set = CriticSet()
        set.features = try scores(
            .classification, space, budgets.features, realFeatures, features, "critic of features, \(who)")
        set.wasserstein = try scores(
            .wasserstein(penalty: 10), space, budgets.wasserstein, realFeatures, features,
            "Wasserstein critic, \(who)")
        if let reduction = ImageReduction(reference.shape), isConvolved(reduction.shape) {
            set.pixels = try scores(
                .classification, reduction.shape, budgets.pixels, reduced(realPixels, reduction),
                reduced(pixels, reduction), "critic of pixels, \(who)")
        }
        return set
    }

    /// The critic that holds a set against held-out data.
    private func generalization(_ real: Rows, _ other: Rows, of who: String) throws -> CriticScores {
        let name = "generalization critic, \(who)"
        let objective = CriticObjective.wasserstein(penalty: 10)
        guard let reduction = ImageReduction(reference.shape) else {
            return try scores(objective, reference.shape, budgets.generalization, real, other, name)
        }
        let (real, other) = (reduced(real, reduction), reduced(other, reduction))
        // Small images are as good as vectors.
        let shape = isConvolved(reduction.shape) ? reduction.shape : .vector(reduction.shape.size)
        return try scores(objective, shape, budgets.generalization, real, other, name)
    }

    private func isConvolved(_ shape: SampleShape) -> Bool {
        guard case .image(let height, let width, _) = shape else { return false }
        return min(height, width) >= CriticTrainer.leastSide
    }

    private func reduced(_ rows: Rows, _ reduction: ImageReduction) -> Rows {
        Rows(
            values: reduction.apply(rows.values),
            identity: rows.identity + (reduction.factor > 1 ? ["means of \(reduction.factor)"] : []))
    }

    // MARK: Rows

    /// The most rows that any critic draws.
    private var mostRows: Int {
        max(budgets.pixels.mostRows, budgets.generalization.mostRows, CriticTrainer.fewestRows)
    }

    /// Rows of a source, drawn by the seed, in the source's order.
    private func drawn(_ source: any SampleSource, of role: String) throws -> Rows {
        let rows = try source.drawn(mostRows, by: SeededGenerator(seed: seed).split("critic").split(role))
        return Rows(
            values: rows,
            identity: ["source", try source.contentDigest(), "\(rows.rows) rows by seed \(seed), \(role)"])
    }

    /// What a generator that knows the reference's rows and nothing else would make.
    private func memorized(count: Int) throws -> Rows {
        var stream = SeededGenerator(seed: seed).split("critic").split("memorizer")
        let rows = (0..<min(count, mostRows)).map { _ in stream.index(below: reference.count) }
        let distinct = Array(Set(rows)).sorted()
        let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($0.element, $0.offset) })
        return Rows(
            values: try reference.read(at: distinct).rows(at: rows.compactMap { places[$0] }),
            identity: ["source", try reference.contentDigest(), "\(rows.count) draws by seed \(seed)"])
    }

    // MARK: Training

    private func scores(
        _ objective: CriticObjective, _ shape: SampleShape, _ budget: CriticBudget, _ real: Rows, _ generated: Rows,
        _ name: String
    ) throws -> CriticScores {
        let trainer = CriticTrainer(objective: objective, shape: shape, budget: budget, seed: seed)
        return try stage(name) { progress in
            var trained: CriticScores?
            let kept = try cache.matrices(
                kind: "critic/1", ingredients: [trainer.rule] + real.identity + ["against"] + generated.identity
            ) {
                let scores = try trainer.scores(
                    real: real.values, generated: generated.values, progress: progress)
                trained = scores
                return scores.matrices
            }
            if let scores = trained ?? CriticScores(kept) { return scores }
            return try trainer.scores(real: real.values, generated: generated.values, progress: progress)
        }
    }
}

extension CriticScores {
    /// The scores as a cache keeps them; critics make float32, so that nothing is rounded.
    fileprivate var matrices: [Matrix<Float>] {
        func column(_ values: [Double]) -> Matrix<Float> {
            Matrix(rows: values.count, columns: 1, scalars: values.map { Float($0) })
        }
        let figures = [Double(steps), Double(trainedSteps), gradientNorm ?? -1, unit]
        return [training, validation, test].flatMap { [column($0.real), column($0.generated)] } + [column(figures)]
    }

    /// What `matrices` holds; nil for another form.
    fileprivate init?(_ matrices: [Matrix<Float>]) {
        guard matrices.count == 7, matrices[6].scalars.count == 4, matrices[6].scalars.allSatisfy(\.isFinite) else {
            return nil
        }
        func part(_ first: Int) -> Part {
            Part(
                real: matrices[first].scalars.map(Double.init),
                generated: matrices[first + 1].scalars.map(Double.init))
        }
        let figures = matrices[6].scalars
        self.init(
            training: part(0), validation: part(2), test: part(4), steps: Int(figures[0]),
            trainedSteps: Int(figures[1]), gradientNorm: figures[2] < 0 ? nil : Double(figures[2]),
            unit: Double(figures[3]))
    }
}
