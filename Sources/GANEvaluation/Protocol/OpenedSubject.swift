import Foundation
public import GANCheckpoints
public import GANData
public import GANModels

/// A subject that was opened: what is judged, and what its file tells beside.
public struct OpenedSubject: Sendable {
    /// What is judged.
    public var subject: EvaluationSubject
    /// What was read of a model's file; nil for samples that were made before.
    public var model: LoadedGenerator?
    /// The discriminator that a checkpoint of ganeval holds beside the generator.
    public var discriminator: JudgedDiscriminator?

    /// What a model from images to images was given; nil of others.
    public var translation: JudgedTranslation?

    /// A subject, with what was read of its file.
    public init(
        subject: EvaluationSubject, model: LoadedGenerator?, discriminator: JudgedDiscriminator? = nil
    ) {
        self.subject = subject
        self.model = model
        self.discriminator = discriminator
    }

    /// The checkpoint's own discriminator where it can be used and there are held-out data to ask it about.
    public func usableDiscriminator(_ heldOut: (any SampleSource)?) -> (any Discriminator)? {
        guard heldOut != nil, case .ready(let found)? = discriminator?.network else { return nil }
        return found
    }

    /// What was guessed when the file was read, each with the file's path.
    public var notes: [String] {
        readAs + modelNotes
    }

    /// How samples were read, where that was said: with the share of values that were cut.
    var readAs: [String] = []

    private var modelNotes: [String] { model.map { model in model.notes.map { "\(model.path): \($0)" } } ?? [] }

    /// The log of the run that the checkpoint lies in, up to its step; empty where there is none.
    public var training: [TrainingPoint] {
        guard let model, let training = model.training else { return [] }
        let folder = URL(fileURLWithPath: model.path).deletingLastPathComponent().deletingLastPathComponent().path
        return TrainingLog.read(folder: folder, upTo: training.step)
    }
}
