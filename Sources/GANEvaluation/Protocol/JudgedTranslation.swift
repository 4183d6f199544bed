public import GANData
import GANModels

/// What outputs of a model from images to images are held against, beside a reference.
///
/// Row i of each source belongs to sample i.
public struct JudgedTranslation: Sendable {
    /// The images that the model worked on; nil where nobody knows them.
    public var inputs: (any SampleSource)?
    /// What it should have made of them; nil where it was trained without pairs.
    public var targets: (any SampleSource)?
    /// Other answers to the first inputs, as many as asked for, of a model that draws noise; nil where there is one answer.
    public var redrawn: (@Sendable (_ count: Int) throws -> any SampleSource)?
    /// What the model's other direction makes of the first outputs, as many as asked for; nil for a model of one direction.
    public var returned: (@Sendable (_ count: Int) throws -> any SampleSource)?

    /// Whether the samples are made of the inputs now; samples of before must be as many as their inputs.
    public var isMadeNow: Bool

    /// Inputs and targets of a model's outputs, as far as they are known.
    public init(
        inputs: (any SampleSource)? = nil, isMadeNow: Bool = false, targets: (any SampleSource)? = nil,
        redrawn: (@Sendable (Int) throws -> any SampleSource)? = nil,
        returned: (@Sendable (Int) throws -> any SampleSource)? = nil
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

extension JudgedTranslation {
    /// What is known of images that `file` made of `inputs` by these options: other answers where it draws noise, and its way back where it has one.
    static func made(
        _ made: TranslatedImages, by file: ModelFile, of inputs: any SampleSource, _ options: ModelOptions,
        seed: UInt64
    ) -> JudgedTranslation {
        var judged = JudgedTranslation(inputs: inputs, isMadeNow: true)
        if made.hasNoise {
            judged.redrawn = { try file.images(of: inputs, options, count: $0, seed: seed &+ 1).source }
        }
        // Images that were converted are no longer what the other direction takes.
        if file.directions.count > 1, options.conversion.isEmpty {
            var back = options
            back.direction = options.direction == .backward ? .forward : .backward
            let outputs = made.source
            judged.returned = { [back] in try file.images(of: outputs, back, count: $0, seed: seed).source }
        }
        return judged
    }
}
