import GANText
import GANTraining

/// The presets as `train --list` shows them.
enum PresetListing {
    /// One line a preset: its name, its samples, its loss, what it is.
    static func lines(_ presets: [Preset]) -> [String] {
        func loss(_ settings: Hyperparameters) -> String {
            settings.translation?.adversarialWeight == 0 ? "none" : settings.loss.type.name
        }
        let rows = presets.map { preset in
            [preset.name, "\(preset.sampleShape)", loss(preset.hyperparameters), preset.summary]
        }
        return TextTable([.left, .left, .left, .left]).lines([["preset", "samples", "loss", "what it is"]] + rows)
    }
}
