import GANText
import GANTraining

/// The presets as `train --list` shows them.
enum PresetListing {
    /// One line a preset: its name, its samples, its loss, what it is.
    static func lines(_ presets: [Preset]) -> [String] {
        let rows = presets.map { preset in
            [preset.name, "\(preset.sampleShape)", preset.hyperparameters.loss.type.name, preset.summary]
        }
        return TextTable([.left, .left, .left, .left]).lines([["preset", "samples", "loss", "what it is"]] + rows)
    }
}
