/// What a set of weights is for.
public enum WeightRole: String, Sendable, CaseIterable {
    /// A moving average of a generator's weights, usually better than the generator itself.
    case movingAverage = "moving average"
    case generator
    case discriminator
    case optimizer
    case other
}

/// What the names on the way to a state dict say about it.
struct WeightNameHints: Equatable {
    var isGenerator = false
    var isDiscriminator = false
    var isAverage = false
    var isOptimizer = false
    /// Whether they say that the weights are as training left them, wherever they lie.
    var isRaw = false

    var role: WeightRole {
        if isOptimizer { return .optimizer }
        if isDiscriminator { return .discriminator }
        if isAverage { return .movingAverage }
        return isGenerator ? .generator : .other
    }

    /// Reads one name: "netG_ema" says generator and average, "optimizer_D" optimizer and discriminator.
    init(_ name: String) {
        for word in Self.words(in: name) {
            if WeightNames.generators.contains(word) { isGenerator = true }
            if WeightNames.discriminators.contains(word) { isDiscriminator = true }
            if WeightNames.averages.contains(word) { isAverage = true }
            if WeightNames.optimizers.contains(word) { isOptimizer = true }
        }
        let whole = name.prefix(200).lowercased().filter { $0.isLetter || $0.isNumber }
        if WeightNames.wholeAverages.contains(whole) { (isAverage, isGenerator) = (true, true) }
        if WeightNames.raw.contains(whole) { isRaw = true }
        if isRaw { isAverage = false }
    }

    /// What several names say together.
    init(_ names: [String]) {
        for name in names {
            let hints = WeightNameHints(name)
            isGenerator = isGenerator || hints.isGenerator
            isDiscriminator = isDiscriminator || hints.isDiscriminator
            isAverage = isAverage || hints.isAverage
            isOptimizer = isOptimizer || hints.isOptimizer
            isRaw = isRaw || hints.isRaw
        }
        // "ema.online_model" of ema_pytorch lies beside the average, under the same name.
        if isRaw { isAverage = false }
    }

    /// The name's words in lower case: parts between marks, without digits at their ends, whole and cut at their humps:
    /// "genEma" gives "genema", "gen", "ema", and "netD_2" gives "netd", "net", "d".
    ///
    /// Digits inside stay, for "Conv2d" and "Mixed_5d" name no discriminator.
    private static func words(in name: String) -> [String] {
        var words: [String] = []
        // Nobody's names are longer, and a hostile file's shall cost no time.
        for whole in name.prefix(200).split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            var part = whole
            while let last = part.last, last.isNumber { part.removeLast() }
            if part.isEmpty { continue }
            words.append(part.lowercased())
            var word = ""
            var before: Character = "A"
            for letter in part {
                if letter.isUppercase, before.isLowercase, !word.isEmpty {
                    words.append(word)
                    word = ""
                }
                word += letter.lowercased()
                before = letter
            }
            if word.count < part.count { words.append(word) }
        }
        return words
    }
}

/// The names that projects give their weights: the one table of them.
enum WeightNames {
    static let generators: Set = ["g", "netg", "gnet", "gen", "netgen", "generator"]
    static let discriminators: Set = ["d", "netd", "dnet", "disc", "discriminator", "critic", "netdisc"]
    /// "gs" is what Progressive GAN and StyleGAN call the average of "g", "ge" what lucidrains' networks do.
    static let averages: Set = [
        "ema", "gs", "ge", "gema", "average", "averaged", "avg", "shadow", "swa", "polyak", "smooth", "smoothed",
    ]
    /// Names that say it as a whole only, in small letters and without marks: "generator_test" of GAN_stability,
    /// "G_running" of progressive networks, "G_target".
    static let wholeAverages: Set = [
        "generatortest", "gtest", "generatorrunning", "grunning", "netgrunning", "generatortarget", "gtarget",
        "generatorcopy", "gcopy", "gtestavg", "avgg", "gavg",
    ]
    /// What is as training left it although an average is beside it.
    static let raw: Set = ["onlinemodel", "online", "rawmodel"]
    static let optimizers: Set = [
        "optim", "optims", "optimizer", "optimizers", "opt", "optg", "optd", "goptim", "doptim", "optimg", "optimd",
        "scheduler", "schedulers", "scaler",
    ]
    /// Names of a state dict's tensors that are buffers, not parameters, by their last part.
    static let buffers: Set = [
        "running_mean", "running_var", "num_batches_tracked", "weight_u", "weight_v", "_u", "_v", "u0", "sv0",
        "stored_mean", "stored_var",
    ]
}
