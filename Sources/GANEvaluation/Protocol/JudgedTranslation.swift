public import GANData

/// What outputs of a model from images to images are held against, beside a reference.
///
/// Row i of each source belongs to sample i.
public struct JudgedTranslation: Sendable {
    /// The images that the model worked on; nil where nobody knows them.
    public var inputs: (any SampleSource)?
    /// What it should have made of them; nil where it was trained without pairs.
    public var targets: (any SampleSource)?
    /// Other answers to the same inputs, of a model that draws noise; nil where there is one answer.
    public var redrawn: (any SampleSource)?
    /// What the model's other direction makes of the outputs; nil for a model of one direction.
    public var returned: (any SampleSource)?

    /// Whether the samples are made of the inputs now; samples of before must be as many as their inputs.
    public var isMadeNow: Bool

    /// Inputs and targets of a model's outputs, as far as they are known.
    public init(
        inputs: (any SampleSource)? = nil, isMadeNow: Bool = false, targets: (any SampleSource)? = nil,
        redrawn: (any SampleSource)? = nil,
        returned: (any SampleSource)? = nil
    ) {
        self.inputs = inputs
        self.isMadeNow = isMadeNow
        self.targets = targets
        self.redrawn = redrawn
        self.returned = returned
    }

    /// The true translations that a built-in world knows of the inputs, where they have this shape.
    func known(_ shape: SampleShape) -> KnownTranslation? {
        guard let known = inputs?.knownTranslation, known.shape == shape else { return nil }
        return known
    }

    /// Throws where sources don't belong together, row by row; `outputs` is what the samples are called, of which there are `count` in all.
    func check(outputs: String, count: Int, shape: SampleShape) throws(EvaluationError) {
        if let inputs, isMadeNow ? inputs.count < count : inputs.count != count {
            throw .pairsDiffer(source: inputs.name, count: inputs.count, partner: outputs, expected: count)
        }
        guard let targets else { return }
        let (partner, expected) = inputs.map { ($0.name, $0.count) } ?? (outputs, count)
        guard targets.count == expected else {
            throw .pairsDiffer(source: targets.name, count: targets.count, partner: partner, expected: expected)
        }
        guard targets.shape == shape else {
            throw .shapesDiffer(source: targets.name, found: targets.shape, reference: outputs, expected: shape)
        }
    }
}
