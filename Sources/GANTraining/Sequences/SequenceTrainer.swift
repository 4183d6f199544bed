import GANAutodiff
public import GANModels
import GANNumerics

/// A generator of sequences and the discriminator that judges them as one-hot rows, trained in turn.
///
/// Both are fully connected. The discriminator minimizes the non-saturating loss with a penalty at real samples (1801.04406), as in `ns-r1`; the
/// generator follows `Settings.gradient`. Rows have the alphabet's length; what stands behind a row's first end says nothing.
public struct SequenceTrainer: Sendable {
    /// What decides every step.
    public struct Settings: Sendable, Equatable, Codable {
        /// How the generator learns.
        public var gradient: SequenceGradient
        /// Rows an update, real and generated.
        public var batchSize = 128
        /// Adam's learning rate of both networks.
        public var learningRate = 1e-3
        /// τ of Gumbel-softmax.
        public var temperature = 1.0
        /// γ of the penalty at real samples.
        public var penalty = 1.0
        /// How much the entropy of the symbols' probabilities counts beside the policy's gradient.
        public var entropy = 0.01
        /// Units of each hidden layer.
        public var width = 128
        /// Values of a latent vector.
        public var latentSize = 32

        /// The usual settings of a way to learn.
        public init(_ gradient: SequenceGradient) { self.gradient = gradient }
    }

    /// Symbols and length.
    public let alphabet: SequenceAlphabet
    /// What decides every step.
    public var settings: Settings { plan.settings }
    /// The same with seed and lines.
    public let plan: SequencePlan
    /// Latent vector → logits of every place.
    public private(set) var generator: Network
    /// One-hot row → logit.
    public private(set) var discriminator: Network
    /// Latent vector → the logit to expect of its sequence.
    private var baseline: Network
    private var generatorOptimizer: Adam
    private var discriminatorOptimizer: Adam
    private var baselineOptimizer: Adam
    private let rows: [[Int]]
    private let root: SeededGenerator
    /// Steps done.
    public private(set) var step = 0

    /// New networks for lines, of which there is at least one with a symbol.
    ///
    /// Throws `ModelError` for layers that don't fit, which those here do.
    public init(lines: [[UInt32]], settings: Settings, seed: UInt64) throws {
        alphabet = SequenceAlphabet(lines)
        plan = SequencePlan(lines: lines, settings: settings, seed: seed)
        let root = SeededGenerator(seed: seed).split("sequences")
        self.root = root
        let alphabet = alphabet
        rows = lines.map { alphabet.numbers($0) }
        let size = alphabet.length * alphabet.width
        let (width, latent) = (settings.width, settings.latentSize)
        func network(_ name: String, _ widths: [Int], slope: Float) throws -> Network {
            var layers: [LayerDescription] = []
            for (index, sizes) in zip(widths, widths.dropFirst()).enumerated() {
                if index > 0 { layers.append(.leakyRectifier(slope: slope)) }
                layers.append(.linear(inputs: sizes.0, outputs: sizes.1, bias: true, key: "main.\(2 * index)"))
            }
            return try Network(NetworkDescription(input: [widths[0]], layers: layers), seed: root.split(name))
        }
        generator = try network("generator", [latent, width, width, size], slope: 0)
        discriminator = try network("discriminator", [size, width, width, 1], slope: 0.2)
        baseline = try network("baseline", [latent, 1], slope: 0)
        func adam(_ network: Network, _ rate: Double) -> Adam {
            Adam(parameters: network.parameters, learningRate: rate, beta1: 0.5, beta2: 0.99)
        }
        generatorOptimizer = adam(generator, settings.learningRate)
        discriminatorOptimizer = adam(discriminator, settings.learningRate)
        baselineOptimizer = adam(baseline, 10 * settings.learningRate)
    }

    /// One update of both networks; false where a loss is no finite number any more.
    public mutating func train() -> Bool {
        let random = root.split(step)
        let real = Tensor(realRows(random.split("rows")))
        let z = Variable.constant(
            Tensor(random.split("latents").normalRows(real.shape[0], columns: settings.latentSize)))
        let weights = generator.parameters.map { Variable.parameter($0) }
        let logits = places(generator.forward(z, weights: weights, mode: .training).output)
        let choice = SymbolChoice(
            logits, temperature: Float(settings.temperature), isSoft: settings.gradient == .gumbelSoftmax,
            random.split("symbols"))
        let isSound = trainDiscriminator(real: real, generated: choice.chosen.reshaped(real.shape))
        let judge = discriminator.parameters.map { Variable.constant($0) }
        let scores = discriminator.forward(choice.symbols.reshaped(real.shape), weights: judge, mode: .training).output
        let loss =
            settings.gradient == .gumbelSoftmax
            ? NonSaturatingLoss.generator(real: scores, generated: scores)
            : policyLoss(logits, choice, scores: scores.value.scalars, z)
        generatorOptimizer.update(&generator.parameters, gradients: Gradient.of(loss, at: weights).map(\.value))
        step += 1
        return isSound && loss.value.scalar.isFinite
    }

    private mutating func trainDiscriminator(real: Tensor, generated: Tensor) -> Bool {
        let weights = discriminator.parameters.map { Variable.parameter($0) }
        let x = Variable.parameter(real)
        let onReal = discriminator.forward(x, weights: weights, mode: .training).output
        let onGenerated = discriminator.forward(.constant(generated), weights: weights, mode: .training).output
        let penalty = RealGradientPenalty.term(at: x, logits: onReal, weight: settings.penalty)
        let loss = NonSaturatingLoss.discriminator(real: onReal, generated: onGenerated) + penalty
        discriminatorOptimizer.update(
            &discriminator.parameters, gradients: Gradient.of(loss, at: weights).map(\.value))
        return loss.value.scalar.isFinite
    }

    /// −E (D − b(z)) log p(symbols) − entropy; the baseline learns to foretell D by least squares on the way.
    private mutating func policyLoss(
        _ logits: Variable, _ choice: SymbolChoice, scores: [Float], _ z: Variable
    ) -> Variable {
        let weights = baseline.parameters.map { Variable.parameter($0) }
        let expected = baseline.forward(z, weights: weights, mode: .training).output
        let target = Variable.constant(Tensor(shape: expected.shape, scalars: scores))
        let error = (expected - target).squared().mean()
        let (count, length, width) = (scores.count, alphabet.length, alphabet.width)
        // What each sequence is worth beyond the baseline, at each of its chosen symbols.
        var worth = choice.chosen
        for row in 0..<count {
            let advantage = (scores[row] - expected.value.scalars[row]) / Float(count)
            for place in row * length * width..<(row + 1) * length * width { worth.scalars[place] *= -advantage }
        }
        baselineOptimizer.update(&baseline.parameters, gradients: Gradient.of(error, at: weights).map(\.value))
        let logarithms = logits.logSoftmax()
        let entropy = (logarithms.exponential() * logarithms).sum().scaled(by: Float(settings.entropy) / Float(count))
        return (logarithms * .constant(worth)).sum() + entropy
    }

    /// `[n, length · width]` as `[n · length, width]`.
    private func places(_ outputs: Variable) -> Variable {
        outputs.reshaped([outputs.shape[0] * alphabet.length, alphabet.width])
    }

    private func realRows(_ random: SeededGenerator) -> Matrix<Float> {
        var random = random
        let (length, width) = (alphabet.length, alphabet.width)
        return Matrix(rows: settings.batchSize, columns: length * width) { target in
            target.initialize(repeating: 0)
            for row in 0..<settings.batchSize {
                for (place, symbol) in rows[random.index(below: rows.count)].enumerated() {
                    target[(row * length + place) * width + symbol] = 1
                }
            }
        }
    }

    /// Lines of the generator as it is; see `SequenceGenerator.lines`.
    public func lines(_ count: Int, seed: UInt64) -> [[UInt32]] {
        SequenceGenerator(alphabet: alphabet, network: generator).lines(count, seed: seed)
    }

    /// The networks with their optimizers, by the names that checkpoints give them.
    var parts: [(name: String, (network: Network, optimizer: Adam))] {
        [
            ("generator", (generator, generatorOptimizer)), ("discriminator", (discriminator, discriminatorOptimizer)),
            ("baseline", (baseline, baselineOptimizer)),
        ]
    }

    /// Takes over what `parts` gave at `step`; may be half changed where it throws.
    mutating func restore(_ tensors: [String: Tensor], step: Int, path: String) throws {
        func part(_ name: String, _ network: Network, _ adam: Adam, step: Int) throws -> (Network, Adam) {
            (
                try StateTensors.network(name, network.description, in: tensors, path: path),
                try StateTensors.adam("\(name)_adam", like: adam, step: step, in: tensors, path: path)
            )
        }
        (generator, generatorOptimizer) = try part("generator", generator, generatorOptimizer, step: step)
        (discriminator, discriminatorOptimizer) = try part(
            "discriminator", discriminator, discriminatorOptimizer, step: step)
        // Only a policy has a baseline.
        let isPolicy = settings.gradient == .policyGradient
        (baseline, baselineOptimizer) = try part("baseline", baseline, baselineOptimizer, step: isPolicy ? step : 0)
        self.step = step
    }
}
