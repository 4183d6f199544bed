import Foundation
import GANCritics
import GANData
import GANMetrics
import GANModels
import GANNumerics
import GANText

/// Plays the discriminators of a series against its generators.
///
/// What comes of it goes to the cache, under the digests of both networks, of the data and of the rules, so that a series that goes on, or is
/// made again, trains only what is new.
struct AdversaryStage {
    let plan: AdversaryPlan
    let measuring: MeasuringPlan
    var cache: any EvaluationCache = NoCache()
    let progress: @Sendable (StageProgress) -> Void

    /// A checkpoint's raw generator with its discriminator.
    private struct Pair {
        var checkpoint: Int
        var generator: NetworkGenerator
        var discriminator: NetworkDiscriminator

        /// What decides how it plays.
        var digests: [String] { [generator.digest, discriminator.digest] }
    }

    /// What comes of the checkpoints, which are opened again; nil where `shouldStop` ended it.
    ///
    /// A checkpoint without a discriminator is a note. Throws what reading the data throws.
    func measure(_ checkpoints: [SeriesCheckpoint], shouldStop: () -> Bool) throws -> SeriesAdversaries? {
        var found = SeriesAdversaries()
        let real = measuring.heldOut ?? measuring.reference
        let kind = measuring.heldOut == nil ? "reference" : "held-out data"
        found.rule = "raw weights against \(real.name) (\(kind)), seed \(measuring.seed)"
        let pairs = opened(checkpoints, &found)
        if plan.rates {
            let players = spaced(pairs, AdversaryPlan.most.rated, "a rating", &found)
            let tournament = SkillTournament(seed: measuring.seed)
            if players.count < 2 {
                found.notes.append("A skill rating needs two checkpoints with a generator and a discriminator.")
            } else if real.count < tournament.pairs {
                found.notes.append(
                    "A skill rating needs \(tournament.pairs) real samples; \(real.name) has \(real.count).")
            } else {
                found.rule += "; rating: \(tournament.periods) periods of \(tournament.pairs) pairs"
                found.rated = players.map(\.checkpoint)
                found.skill = try kept(
                    "skill rating/1",
                    players.flatMap(\.digests) + [
                        try real.contentDigest(), "\(tournament.periods) periods of \(tournament.pairs)",
                        "seed \(measuring.seed)",
                    ]
                ) {
                    try tournament.ratings(
                        generators: players.map(\.generator), discriminators: players.map(\.discriminator),
                        real: try rows(of: real, tournament.pairs * tournament.periods),
                        progress: { progress(StageProgress(stage: "skill rating", share: $0)) })
                }
            }
        }
        if let responses = plan.responses {
            found.rule += "; duality gap: \(responses.rule)"
            let chosen = spaced(pairs, AdversaryPlan.most.gaps, "a duality gap", &found)
            var drawn: Matrix<Float>?
            let source = try real.contentDigest()
            for (number, pair) in chosen.enumerated() {
                if shouldStop() { return nil }
                let stage = "duality gap, \(number + 1) of \(chosen.count)"
                do {
                    let gap = try kept(
                        "duality gap/1",
                        pair.digests + [source, responses.rule, "seeds \(responses.seed) and \(measuring.seed)"]
                    ) {
                        let values = try drawn ?? rows(of: real, responses.mostRows)
                        drawn = values
                        return try responses.gap(
                            generator: pair.generator, discriminator: pair.discriminator, real: values,
                            progress: { progress(StageProgress(stage: stage, share: $0)) })
                    }
                    found.gaps.append(.init(checkpoint: pair.checkpoint, gap: gap))
                } catch let error as CriticError {
                    found.notes.append("No duality gap of \(checkpoints[pair.checkpoint].name): \(error.fact).")
                }
            }
        }
        return found
    }

    /// What was kept under these ingredients, or what `compute` gives, kept for the next time; numbers come back as they were.
    private func kept<Value: Codable>(
        _ kind: String, _ ingredients: [String], _ compute: () throws -> Value
    ) throws -> Value {
        if let bytes = cache.find(kind: kind, ingredients: ingredients),
            let value = try? JSONDecoder().decode(Value.self, from: Data(bytes))
        {
            return value
        }
        let value = try compute()
        // Numbers that JSON has no form for are computed again.
        if let data = try? JSONEncoder().encode(value) {
            cache.keep([UInt8](data), kind: kind, ingredients: ingredients)
        }
        return value
    }

    private func rows(of source: any SampleSource, _ count: Int) throws -> Matrix<Float> {
        try source.drawn(count, by: SeededGenerator(seed: measuring.seed).split("adversaries"))
    }

    /// The pairs of the checkpoints that have one, each of the shape of the data.
    private func opened(_ checkpoints: [SeriesCheckpoint], _ found: inout SeriesAdversaries) -> [Pair] {
        var options = ModelOptions()
        options.weights = .raw
        var pairs: [Pair] = []
        for (number, checkpoint) in checkpoints.enumerated() {
            do {
                let file = try ModelFile.open(checkpoint.path)
                guard file.kind == .checkpoint,
                    let generator = try file.generator(options).generator as? NetworkGenerator,
                    let discriminator = try file.discriminator() as? NetworkDiscriminator
                else {
                    found.notes.append("\(checkpoint.name) is no checkpoint that ganeval wrote, and is left out.")
                    continue
                }
                guard generator.classCount == nil else {
                    found.notes.append(
                        "\(checkpoint.name) is conditional, which best responses are not, and is left out.")
                    continue
                }
                guard generator.sampleShape == measuring.reference.shape,
                    discriminator.sampleShape == measuring.reference.shape
                else {
                    found.notes.append("\(checkpoint.name) takes other samples than the data are, and is left out.")
                    continue
                }
                pairs.append(Pair(checkpoint: number, generator: generator, discriminator: discriminator))
            } catch let error as any ExplainedError {
                found.notes.append("\(checkpoint.name) is left out: \(error.fact).")
            } catch {
                found.notes.append("\(checkpoint.name) is left out: it can't be read.")
            }
        }
        return pairs
    }

    /// At most `most` of the pairs, evenly spaced, the last among them; says so where they are fewer than all.
    private func spaced(
        _ pairs: [Pair], _ most: Int, _ what: String, _ found: inout SeriesAdversaries
    ) -> [Pair] {
        guard pairs.count > most else { return pairs }
        found.notes.append("Of \(pairs.count) checkpoints \(most) get \(what), evenly spaced.")
        return (0..<most).map { pairs[$0 * (pairs.count - 1) / (most - 1)] }
    }
}
