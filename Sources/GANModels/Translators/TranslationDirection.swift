/// Which way images are translated by a model with two generators, each of which undoes the other.
public enum TranslationDirection: String, Sendable, CaseIterable {
    /// From the training's inputs to its data.
    case forward
    /// From the training's data back to its inputs.
    case backward

    /// What the names of the generator's weights and of its file's fields begin with.
    package var prefix: String { self == .forward ? "" : "inverse_" }
}
