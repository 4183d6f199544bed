import GANData
import GANMetrics
import GANModels
import GANNumerics

/// What metrics in feature space need of real data, the same for every set of as many samples.
struct FeatureBase {
    let reference: Embedding
    let heldOut: Embedding?
    /// The feature space's name.
    let extractor: String
    /// As many reference rows as there are samples, where there are so many: what metrics of pairs read.
    let matched: Matrix<Float>
    let options: MetricOptions
    /// What was found from these data before.
    let work = RealDataWork()
    private let modes: KnownModes?
    /// Tells the reference's labels, where the extractor does not; with what it takes each reference row for.
    private let probe: (probe: LinearProbe, classes: [Int])?
    /// Whether the classes that the extractor tells are the reference's own, and how often it errs in them, where that is known.
    private let classes: (areOwn: Bool, confusion: Matrix<Double>?)

    init(
        reference: Embedding, heldOut: Embedding?, extractor: String, seed: UInt64, neighbours: Int,
        modes: KnownModes?, classes: (areOwn: Bool, confusion: Matrix<Double>?) = (true, nil),
        probe: LinearProbe? = nil, bins: RegionCount? = nil, count: Int
    ) {
        self.probe = probe.map { ($0, $0.probabilities(reference.features).greatestColumns) }
        self.classes = classes
        self.reference = reference
        self.heldOut = heldOut
        self.extractor = extractor
        var options = MetricOptions()
        options.seed = seed
        options.neighbours = neighbours
        options.bins = bins
        self.options = options
        self.modes = modes
        let real = reference.features
        var stream = SeededGenerator(seed: seed).split("reference rows")
        matched = real.rows <= count ? real : real.rows(at: stream.sample(count, below: real.rows).sorted())
    }

    /// `generated` before the reference.
    ///
    /// Classes of another space, ImageNet's say, are no modes of the reference: of `choice` only somebody's own naming asks for them.
    func inputs(of generated: Embedding, choice: MetricChoice = .report) -> MetricInputs {
        var inputs = MetricInputs(
            real: reference.features, generated: generated.features, heldOut: heldOut?.features,
            probabilities: generated.probabilities)
        inputs.matched = matched
        inputs.heldOutProbabilities = heldOut?.probabilities
        if classes.areOwn || choice != .report {
            inputs.realClassCounts = reference.probabilities.map(ModeCoverage.classCounts)
        }
        inputs.classConfusion = classes.confusion
        if let probe, choice == .report || reference.probabilities == nil {
            inputs.probed = ProbedClasses(
                probe.probe, generated: generated.features, heldOut: heldOut?.features, realClasses: probe.classes)
        }
        if let samples = generated.spatial, let real = reference.spatial {
            inputs.spatial = .init(real: real, generated: samples, heldOut: heldOut?.spatial)
        }
        inputs.modes = modes
        return inputs
    }
}
