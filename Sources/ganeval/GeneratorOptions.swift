import ArgumentParser
import GANCheckpoints
import GANModels
import OrderedCollections

/// Which of a checkpoint's weights to take.
enum WeightsChoice: String, ExpressibleByArgument, CaseIterable {
    case average, raw

    var native: NetworkGenerator.Weights { self == .average ? .average : .raw }
}

/// A checkpoint as a generator, with the facts a report tells about it.
struct LoadedGenerator {
    let generator: NetworkGenerator
    let checkpoint: Checkpoint
    let path: String
    let facts: OrderedDictionary<String, String>

    init(path: String, weights: WeightsChoice) throws {
        checkpoint = try Checkpoint.read(path)
        generator = try NetworkGenerator(checkpoint, weights: weights.native)
        self.path = path
        let description = checkpoint.description
        var facts: OrderedDictionary<String, String> = [
            "step": "\(description.step)", "images seen": "\(description.imagesSeen)",
            "parameters": "\(generator.network.description.parameterCount)",
            "latent prior":
                "\(description.latent.distribution.replacing("_", with: " ")), \(generator.latentSize) values",
            "samples": "\(generator.sampleShape)", "weights": weights == .average ? "moving average" : "raw",
            "training seed": "\(description.seed)",
        ]
        if let digest = checkpoint.digest { facts["file SHA-256"] = digest }
        self.facts = facts
    }
}
