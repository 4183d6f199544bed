import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// Holds outputs of a model from images to images against their own inputs and targets.
///
/// The first rows count, as many as `mostPixels` allows and 2,000 at most. The same seed draws the same partners.
struct TranslationStage {
    let translation: JudgedTranslation
    let samples: Matrix<Float>
    let shape: SampleShape
    let extractors: ExtractorRegistry
    let seed: UInt64
    /// Pairs that a network looks at, at most.
    var perceptualRows = 250

    static let mostRows = 2000
    private static let mostValues = 1 << 24
    private static let pictured = 6

    /// What was read of the first rows; all have the outputs' shape but the inputs.
    private struct Rows {
        var outputs: Matrix<Float>
        var inputs: Matrix<Float>?
        var targets: Matrix<Float>?
        /// Other true answers, and whether the targets are a world's own.
        var otherTruth: Matrix<Float>?
        var others: [Int]
    }

    /// What is known of the model; nil of what are no images.
    ///
    /// Throws what reading the sources and running a network throw.
    func panel(progress: (Double) -> Void) throws -> TranslationPanel? {
        guard let image = shape.imageShape else { return nil }
        let count = min(samples.rows, Self.mostRows, max(PairAssignment.fewest, Self.mostValues / shape.size))
        let known = translation.known(shape)
        var panel = TranslationPanel(
            inputs: try translation.inputs.map { try SourceSummary(of: $0) },
            targets: try translation.targets.map { try SourceSummary(of: $0) }, knownTargets: nil, rows: count,
            figures: [:], omitted: [:], ordering: nil, worst: [], best: [], plain: [], hasOneAnswer: nil,
            styles: known?.styles ?? [])
        guard count >= PairAssignment.fewest else {
            panel.omitted[ConditionUse.name] = "needs \(PairAssignment.fewest) pairs at least"
            return panel
        }
        let first = 0..<count
        var rows = Rows(
            outputs: samples.rows(in: first), inputs: try translation.inputs?.read(rows: first),
            targets: try translation.targets?.read(rows: first), others: PairAssignment.others(count, seed: seed))
        if let known {
            let truth = known.images(of: Array(first))
            if rows.targets == nil, known.styles.isEmpty {
                rows.targets = truth
                panel.knownTargets = known.target
            }
            if known.isRandom, rows.targets == truth { rows.otherTruth = known.images(of: Array(first), draw: 1) }
        }
        progress(0.1)
        var order: (kind: TranslationPanel.Ordering, badness: [Double])?
        if let targets = rows.targets {
            let errors = try addPairs(rows, targets, image, to: &panel) { progress(0.1 + 0.6 * $0) }
            order = (.error, errors)
        } else {
            panel.omitted[ConditionUse.name] = "needs the targets: --targets SOURCE, a row for each input"
        }
        addAnswers(try translation.redrawn?(count).read(rows: first), rows, known, to: &panel)
        if let known, !known.isRandom {
            let errors = addTruth(rows, known, to: &panel)
            order = order ?? (.error, errors)
            if rows.targets == nil { rows.targets = known.images(of: Array(first)) }
        }
        progress(0.8)
        if let own = addContent(rows, image, to: &panel) { order = order ?? (.content, own.map { -$0 }) }
        try addCycle(rows, to: &panel)
        picture(rows, order, image, to: &panel)
        panel.figures = Self.inOrder(panel.figures)
        progress(1)
        return panel
    }

    private static func inOrder(
        _ figures: OrderedDictionary<String, MetricResult>
    )
        -> OrderedDictionary<String, MetricResult>
    {
        var ordered: OrderedDictionary<String, MetricResult> = [:]
        for entry in MetricRegistry.conditionFigures { ordered[entry.name] = figures[entry.name] }
        return ordered
    }

    // MARK: Pairs

    /// Everything about outputs beside their own targets; returns each pair's absolute error.
    private func addPairs(
        _ rows: Rows, _ targets: Matrix<Float>, _ image: ImageShape, to panel: inout TranslationPanel,
        progress: (Double) -> Void
    ) throws -> [Double] {
        let shuffled = targets.rows(at: rows.others)
        let compared = 0..<min(panel.rows, PairAssignment.rowsAtMost(width: shape.size))
        let seed = seed
        func assignment(_ outputs: Matrix<Float>) -> PairAssignment {
            PairAssignment(
                outputs: outputs.rows(in: compared), partners: targets.rows(in: compared), seed: seed)
        }
        panel.figures[ConditionUse.name] = ConditionUse.result(
            assignment(rows.outputs), ceiling: rows.otherTruth.map { assignment($0) },
            targets: rows.otherTruth == nil ? assignment(targets) : nil)
        progress(0.2)
        func add(
            _ entry: MetricRegistry.Entry, _ values: (Matrix<Float>, Matrix<Float>) throws -> [Double]?
        ) rethrows -> [Double]? {
            guard let own = try values(rows.outputs, targets), let others = try values(rows.outputs, shuffled) else {
                return nil
            }
            panel.figures[entry.name] = PairedFigure.result(
                own, others: others, truth: try rows.otherTruth.flatMap { try values($0, targets) },
                bounds: entry.bounds)
            return own
        }
        let errors = add(PairedAbsoluteError.entry) { PairedAbsoluteError.values(outputs: $0, targets: $1) }
        _ = add(PairedPeakSignalToNoise.entry) { PairedPeakSignalToNoise.values(outputs: $0, targets: $1) }
        progress(0.4)
        let structural = add(PairedStructuralSimilarity.entry) {
            PairedStructuralSimilarity.values(
                outputs: $0, targets: $1, height: image.height, width: image.width, channels: image.channels)
        }
        if structural == nil {
            panel.omitted[PairedStructuralSimilarity.name] =
                "needs images of at least \(StructuralSimilarity.window) pixels each way"
        }
        progress(0.6)
        switch try extractors.perceptualDistanceIfThere(sampleShape: shape) {
        case .lacking(let clause): panel.omitted[PairedPerceptualDistance.name] = clause
        case .found(let distance):
            let seen = 0..<min(panel.rows, perceptualRows)
            _ = try add(PairedPerceptualDistance.entry) { outputs, targets in
                try distance.pairs(
                    of: PairedFigure.interleaved(outputs.rows(in: seen), targets.rows(in: seen)))
            }
            panel.figures[PairedPerceptualDistance.name]?.parts["distance"] = .text(distance.name)
        }
        progress(1)
        return errors ?? []
    }

    /// How much answers to one input differ, and whether there is but one.
    private func addAnswers(
        _ redrawn: Matrix<Float>?, _ rows: Rows, _ known: KnownTranslation?, to panel: inout TranslationPanel
    ) {
        let truth = rows.otherTruth.flatMap { other in
            rows.targets.map { PairedAbsoluteError.values(outputs: other, targets: $0) }
        }
        guard let redrawn else {
            // Of samples that were made before nobody knows what else their model would have made.
            if translation.isMadeNow, known?.isRandom == true { panel.hasOneAnswer = true }
            panel.omitted[AnswerDiversity.name] = "needs a model that draws noise beside its input"
            return
        }
        panel.hasOneAnswer = redrawn == rows.outputs
        panel.figures[AnswerDiversity.name] = AnswerDiversity.result(
            rows.outputs, redrawn, others: rows.others, truth: truth)
    }

    // MARK: Without pairs

    /// The error to the true translation, and what the mapping does to styles; returns each output's error to what it was asked for.
    private func addTruth(_ rows: Rows, _ known: KnownTranslation, to panel: inout TranslationPanel) -> [Double] {
        let all = Array(0..<panel.rows)
        let truth = known.images(of: all)
        let own = PairedAbsoluteError.values(outputs: rows.outputs, targets: truth)
        let others = PairedAbsoluteError.values(outputs: rows.outputs, targets: truth.rows(at: rows.others))
        var mapping: StyleMapping?
        if known.styles.count > 1 {
            var errors = Matrix<Double>(rows: panel.rows, columns: known.styles.count, repeating: 0)
            for style in known.styles.indices {
                let drawn = known.images(of: all, style: style)
                let found = PairedAbsoluteError.values(outputs: rows.outputs, targets: drawn)
                for row in all { errors[row, style] = found[row] }
            }
            mapping = StyleMapping(errors: errors, styles: all.map { known.style(of: $0) })
        }
        panel.figures[TranslationError.name] = TranslationError.result(
            own, others: others, mapping: mapping, styles: known.styles)
        return own
    }

    /// How far edges lie where the input has them; nil where inputs are not known, or of another size.
    private func addContent(_ rows: Rows, _ image: ImageShape, to panel: inout TranslationPanel) -> [Double]? {
        guard let inputs = rows.inputs, let source = translation.inputs, let from = source.shape.imageShape else {
            panel.omitted[ContentAgreement.name] = "needs the inputs: --inputs SOURCE, a row for each sample"
            return nil
        }
        guard from.height == image.height, from.width == image.width else {
            panel.omitted[ContentAgreement.name] = "needs inputs of the outputs' size, and they are \(source.shape)s"
            return nil
        }
        let compared = 0..<min(panel.rows, PairAssignment.rowsAtMost(width: image.height * image.width))
        func edges(_ images: Matrix<Float>, _ shape: ImageShape) -> Matrix<Float> {
            ContentAgreement.edges(
                images.rows(in: compared), height: shape.height, width: shape.width, channels: shape.channels)
        }
        let truth = translation.known(shape).map { $0.images(of: Array(compared)) }
        let found = ContentAgreement.result(
            outputs: edges(rows.outputs, image), inputs: edges(inputs, from),
            truth: truth.map { edges($0, image) }, seed: seed)
        panel.figures[ContentAgreement.name] = found.result
        return found.own
    }

    private func addCycle(_ rows: Rows, to panel: inout TranslationPanel) throws {
        guard let inputs = rows.inputs, let returned = try translation.returned?(panel.rows),
            returned.shape == translation.inputs?.shape, returned.count >= panel.rows
        else {
            panel.omitted[CycleError.name] = "needs a model of both directions, which lead back to the inputs"
            return
        }
        let back = try returned.read(rows: 0..<panel.rows)
        panel.figures[CycleError.name] = PairedFigure.result(
            PairedAbsoluteError.values(outputs: back, targets: inputs),
            others: PairedAbsoluteError.values(outputs: back, targets: inputs.rows(at: rows.others)), truth: nil,
            bounds: CycleError.entry.bounds)
        panel.figures[CycleError.name]?.null?.basis = "other inputs in the place of the own ones"
    }

    // MARK: Pictures

    private func picture(
        _ rows: Rows, _ order: (kind: TranslationPanel.Ordering, badness: [Double])?, _ image: ImageShape,
        to panel: inout TranslationPanel
    ) {
        let pictures = TranslationPictures(
            outputs: rows.outputs, inputs: rows.inputs, inputShape: translation.inputs?.shape.imageShape,
            targets: rows.targets, shape: image)
        panel.ordering = order?.kind
        let badness = order?.badness ?? []
        func value(_ row: Int) -> Double {
            guard badness.indices.contains(row) else { return 0 }
            return order?.kind == .content ? -badness[row] : badness[row]
        }
        func examples(_ chosen: some Sequence<Int>) -> [TranslationPanel.Example] {
            chosen.map { pictures.example($0, value: value($0)) }
        }
        panel.plain = examples(0..<min(Self.pictured, panel.rows))
        let sorted = badness.indices.sorted { (badness[$0], $0) < (badness[$1], $1) }
        panel.best = examples(sorted.prefix(Self.pictured))
        panel.worst = examples(sorted.suffix(Self.pictured).reversed())
    }
}
