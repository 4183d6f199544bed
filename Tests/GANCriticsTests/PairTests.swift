import GANData
import GANMetrics
import GANModels
import GANNumerics
import TestSupport
import Testing

@testable import GANCritics

/// Pairs in the plane: a generator and a discriminator of one linear layer each.
@Suite struct PairTests {
    private static func architecture(_ role: Architecture.Role) throws -> Architecture {
        let text = """
            generator:
              - {kind: Linear, in: 2, out: 2, key: a}
            discriminator:
              - {kind: Linear, in: 2, out: 1, key: a}
            """
        return try Architecture(try ArchitectureDocument(text: text, path: "pair.yaml"), role: role, path: "pair.yaml")
    }

    /// A generator of x = z·scale + shift.
    private static func generator(scale: Float, shift: Float, name: String = "generator") throws -> NetworkGenerator {
        try NetworkGenerator(
            try architecture(.generator),
            tensors: [
                "a.weight": Tensor(shape: [2, 2], scalars: [scale, 0, 0, scale]),
                "a.bias": Tensor(shape: [2], scalars: [shift, 0]),
            ], name: name, path: "g.npz")
    }

    private static func discriminator(slope: Float) throws -> NetworkDiscriminator {
        try NetworkDiscriminator(
            try architecture(.discriminator),
            tensors: [
                "a.weight": Tensor(shape: [1, 2], scalars: [slope, 0]), "a.bias": Tensor(shape: [1], scalars: [0]),
            ], name: "discriminator", path: "d.npz")
    }

    private static let real = SeededGenerator(seed: 9).normalRows(400, columns: 2)
    private static let responses = BestResponses(steps: 50, batchSize: 32, learningRate: 0.05, mostRows: 300, seed: 2)

    @Test func aPairAtItsEquilibriumHasAlmostNoGap() throws {
        let gap = try Self.responses.gap(
            generator: try Self.generator(scale: 1, shift: 0), discriminator: try Self.discriminator(slope: 0),
            real: Self.real)
        #expect(gap.value < 0.1 && gap.value > -0.1, "\(gap.value)")
        #expect(abs(gap.objective + 1.3863) < 1e-3)
    }

    @Test func aPairFarFromItHasOne() throws {
        let gap = try Self.responses.gap(
            generator: try Self.generator(scale: 1, shift: 2), discriminator: try Self.discriminator(slope: -1),
            real: Self.real)
        #expect(gap.value > 0.5 && gap.value > 4 * gap.standardError, "\(gap.value) ± \(gap.standardError)")
        #expect(gap.bestDiscriminator > gap.objective && gap.bestGenerator < gap.objective)
        let again = try withThreads(3) {
            try Self.responses.gap(
                generator: try Self.generator(scale: 1, shift: 2), discriminator: try Self.discriminator(slope: -1),
                real: Self.real)
        }
        #expect(again == gap)
    }

    @Test func badPairsAreRefused() throws {
        let (generator, discriminator) = (
            try Self.generator(scale: 1, shift: 0), try Self.discriminator(slope: 1)
        )
        #expect(throws: CriticError.tooFewRows(role: "real rows", rows: 11, needed: 12)) {
            try Self.responses.gap(
                generator: generator, discriminator: discriminator, real: Self.real.rows(in: 0..<11))
        }
        #expect(throws: CriticError.widthsDiffer(real: 3, generated: 2)) {
            try Self.responses.gap(
                generator: generator, discriminator: discriminator,
                real: SeededGenerator(seed: 1).normalRows(40, columns: 3))
        }
    }

    /// Shifted generators lose against a discriminator that looks along the shift, the more the farther they are off.
    @Test func nearerGeneratorsAreRatedHigher() throws {
        let generators = try [3, 1.5, 0].map { try Self.generator(scale: 1, shift: $0, name: "\($0)") }
        let discriminators = try [-1, -2].map { try Self.discriminator(slope: $0) }
        let tournament = SkillTournament(pairs: 20, periods: 6, seed: 3)
        let found = try tournament.ratings(
            generators: generators, discriminators: discriminators, real: Self.real)
        let ratings = found.generators.map(\.rating)
        #expect(ratings == ratings.sorted() && ratings[2] - ratings[0] > 100, "\(ratings)")
        #expect(abs(found.scores[2][0] - 0.5) < 0.2 && found.scores[0][0] < 0.2)
        // Scores are of the order of logits alone: a steeper discriminator says the same.
        #expect(found.scores.allSatisfy { $0[0] == $0[1] })
        #expect(throws: CriticError.tooFewRows(role: "real samples of a rating", rows: 5, needed: 20)) {
            try tournament.ratings(
                generators: generators, discriminators: discriminators, real: Self.real.rows(in: 0..<5))
        }
    }
}
