/// A way to train, applied to any preset's networks: a loss with what keeps it stable.
///
/// A recipe is one line in `Recipe.all`; each base preset then has a preset of its name, as "mlp-ring-wgan-gp".
struct Recipe: Sendable {
    /// What follows the base's name.
    let name: String
    /// What it is, for lists.
    let summary: String
    /// Sets it up; a recipe only sets values, which a plan may change.
    let apply: @Sendable (inout Hyperparameters) -> Void

    static let all: [Recipe] = [
        Recipe(name: "minimax", summary: "the first GAN's game") { $0.loss = ChosenLoss(MinimaxLoss.self) },
        Recipe(name: "lsgan", summary: "least squares") { $0.loss = ChosenLoss(LeastSquaresLoss.self) },
        Recipe(name: "fgan-kl", summary: "Kullback-Leibler divergence by its conjugate") {
            $0.loss = ChosenLoss(KullbackLeiblerLoss.self)
            $0.learningRate /= 2
        },
        Recipe(name: "fgan-rkl", summary: "reverse Kullback-Leibler divergence by its conjugate") {
            $0.loss = ChosenLoss(ReverseKullbackLeiblerLoss.self)
            $0.learningRate /= 2
        },
        Recipe(name: "fgan-js", summary: "Jensen-Shannon divergence by its conjugate") {
            $0.loss = ChosenLoss(JensenShannonLoss.self)
        },
        Recipe(name: "fgan-pearson", summary: "Pearson chi-squared divergence by its conjugate") {
            $0.loss = ChosenLoss(PearsonLoss.self)
            $0.learningRate /= 2
        },
        Recipe(name: "wgan", summary: "Wasserstein critic, clipped weights, 5 critic steps") {
            $0.loss = ChosenLoss(WassersteinLoss.self)
            $0.regularizers = [ChosenRegularizer(WeightClipping(weight: 0.05))]
            $0.criticSteps = 5
            $0.beta1 = 0
        },
        Recipe(name: "wgan-gp", summary: "Wasserstein critic, gradient penalty, 5 critic steps") {
            $0.loss = ChosenLoss(WassersteinLoss.self)
            $0.regularizers = [ChosenRegularizer(GradientPenalty(weight: 10))]
            $0.criticSteps = 5
            $0.beta1 = 0
            $0.beta2 = 0.9
        },
        Recipe(name: "wgan-lp", summary: "Wasserstein critic, one-sided penalty, 5 critic steps") {
            $0.loss = ChosenLoss(WassersteinLoss.self)
            $0.regularizers = [ChosenRegularizer(OneSidedGradientPenalty(weight: 10))]
            $0.criticSteps = 5
            $0.beta1 = 0
            $0.beta2 = 0.9
        },
        Recipe(name: "sn-hinge", summary: "hinge loss, spectral normalization, two time scales") {
            $0.loss = ChosenLoss(HingeLoss.self)
            $0.spectralNormalization = true
            $0.beta1 = 0
            $0.beta2 = 0.9
            $0.discriminatorLearningRate = 2 * $0.learningRate
        },
        Recipe(name: "ns-r1", summary: "non-saturating loss, penalty at real samples") {
            $0.regularizers = [ChosenRegularizer(RealGradientPenalty(weight: 1))]
            $0.beta1 = 0
            $0.beta2 = 0.99
        },
        Recipe(name: "r3gan", summary: "relativistic pairing, penalties at real and generated samples") {
            $0.loss = ChosenLoss(RelativisticPairingLoss.self)
            $0.regularizers = [
                ChosenRegularizer(RealGradientPenalty(weight: 1)),
                ChosenRegularizer(GeneratedGradientPenalty(weight: 1)),
            ]
            $0.beta1 = 0
            $0.beta2 = 0.99
        },
        Recipe(name: "pacgan", summary: "packs of 2 samples") { $0.packing = 2 },
        Recipe(name: "smooth-noise", summary: "smoothed labels and fading instance noise") {
            $0.labelSmoothing = 0.1
            $0.instanceNoise = InstanceNoise(deviation: 0.1, steps: 1000)
        },
    ]

    /// Labels on both sides: scales and offsets of the generator's norms, a projection in the discriminator.
    static let classNorm = Recipe(
        name: "class-norm", summary: "as projection, with a class's own scales and offsets in the generator"
    ) {
        $0.loss = ChosenLoss(HingeLoss.self)
        $0.spectralNormalization = true
        $0.condition = .projection
        $0.conditionalNormalization = true
        $0.beta1 = 0
        $0.beta2 = 0.9
        $0.discriminatorLearningRate = 2 * $0.learningRate
    }

    /// Recipes for images alone.
    static let images: [Recipe] = [
        Recipe(name: "diffaugment", summary: "differentiable augmentation") {
            $0.augmentation = Augmentation(policies: [.color, .translation, .cutout])
        },
        Recipe(name: "ada", summary: "adaptive augmentation steered by r_t") {
            $0.augmentation = Augmentation(policies: [.translation, .cutout, .color], probability: 0, target: 0.6)
        },
        Recipe(name: "conditional", summary: "labels concatenated on both sides") { $0.condition = .concatenation },
        Recipe(name: "projection", summary: "labels, projection discriminator, hinge loss, spectral normalization") {
            $0.loss = ChosenLoss(HingeLoss.self)
            $0.spectralNormalization = true
            $0.condition = .projection
            $0.beta1 = 0
            $0.beta2 = 0.9
            $0.discriminatorLearningRate = 2 * $0.learningRate
        },
        classNorm,
        Recipe(name: "acgan", summary: "labels, auxiliary classifier") { $0.condition = .auxiliaryClassifier },
    ]
}

extension Preset {
    /// The preset with a recipe.
    func with(_ recipe: Recipe) -> Preset {
        var preset = self
        preset.name += "-" + recipe.name
        preset.summary = recipe.summary
        recipe.apply(&preset.hyperparameters)
        return preset
    }
}
