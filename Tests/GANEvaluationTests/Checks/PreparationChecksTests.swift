import GANData
import GANNumerics
import Testing

@testable import GANEvaluation

/// Checks of how values were prepared.
@Suite struct PreparationChecksTests {
    private let real = CheckFixtures.spots(400, channels: 3, seed: 1)
    private let fresh = CheckFixtures.spots(300, channels: 3, seed: 2)

    private func check(_ samples: ArraySource, reference: ArraySource? = nil) throws -> Check {
        try #require(PreparationCheck.run(try CheckFixtures.context(samples, reference: reference ?? real)))
    }

    private func fault(_ change: (Float) -> Float) throws -> PreparationFault? {
        let check = try check(CheckFixtures.mapped(fresh, change))
        guard case .preparation(.samples, let fault)? = check.finding else { return nil }
        let isNarrow = if case .narrow = fault { true } else { false }
        #expect(check.outcome == (isNarrow ? .noticed : .failed))
        #expect(check.spoils.isEmpty == isNarrow)
        return fault
    }

    @Test func scaledAndInvertedValuesAreKnown() throws {
        #expect(try fault { $0 } == nil)
        #expect(try fault { ($0 / 255).rounded() } == .unitRange(greatest: 1))
        #expect(try fault { $0 / 255 } == .unitRange(greatest: 1))
        #expect(try fault { ($0 / 2).rounded(.down) } == .lowerHalf(greatest: 127))
        #expect(try fault { (127.5 + $0 / 2).rounded(.up) } == .upperHalf(least: 128))
        #expect(try fault { 255 - $0 } == .inverted)
        guard case .narrow(let share)? = try fault({ (100 + 0.3 * $0).rounded() }) else {
            Issue.record("low contrast passed")
            return
        }
        #expect(share > 0.25 && share < 0.4)
    }

    @Test func aReferenceFromZeroToOneFails() throws {
        let scaled = try check(fresh, reference: CheckFixtures.mapped(real) { ($0 / 255).rounded() })
        #expect(scaled.outcome == .failed && scaled.finding == .preparation(.reference, .unitRange(greatest: 1)))
    }

    @Test func heldOutDataAreLookedAtAsWell() throws {
        let context = try CheckFixtures.context(
            fresh, reference: real,
            heldOut: CheckFixtures.mapped(CheckFixtures.spots(300, channels: 3, seed: 3)) { 255 - $0 })
        let found = try #require(PreparationCheck.run(context))
        #expect(found.outcome == .failed && found.finding == .preparation(.heldOut, .inverted))
        #expect(Set(found.spoils) == [.quality, .diversity, .memorization])
    }

    /// The images with their channels taken from these places.
    private func channels(_ order: [Int]) throws -> ArraySource {
        var samples = try fresh.read(rows: 0..<fresh.count)
        let values = samples.scalars
        for index in samples.scalars.indices { samples.scalars[index] = values[index - index % 3 + order[index % 3]] }
        return ArraySource(name: "channels", rule: "test", shape: fresh.shape, samples: samples)
    }

    @Test func exchangedAndMissingColoursFail() throws {
        #expect(try check(channels([2, 1, 0])).finding == .preparation(.samples, .swappedChannels))
        #expect(try check(channels([1, 1, 1])).finding == .preparation(.samples, .grey))
        #expect(try check(channels([0, 1, 2])).outcome == .passed)
    }

    @Test func fewerLevelsAndFractionsAreNoticed() throws {
        func levels(_ change: (Float) -> Float) throws -> Check {
            try #require(
                LevelsCheck.run(try CheckFixtures.context(CheckFixtures.mapped(fresh, change), reference: real)))
        }
        #expect(try levels { $0 }.outcome == .passed)
        for step in [4, 16] as [Float] {
            let found = try levels { ($0 / step).rounded(.down) * step }
            guard case .coarseLevels(.samples, let count, _)? = found.finding else {
                Issue.record("steps of \(step): \(found)")
                continue
            }
            #expect(found.outcome == .noticed && found.spoils.isEmpty && count <= Int(256 / step))
        }
        #expect(try levels { $0 > 100 ? 255 : 0 }.outcome == .noticed)
        let fractional = try levels { min(255, $0 + 0.25) }
        guard case .fractions(.samples, let share)? = fractional.finding else {
            Issue.record("\(fractional)")
            return
        }
        #expect(share > 0.9)
        // What is dark or repeated is not coarse.
        #expect(try levels { ($0 / 4).rounded() }.outcome == .passed)
        let collapsed = try CheckFixtures.rows((0..<300).map { $0 % 4 }, of: fresh)
        #expect(LevelsCheck.run(try CheckFixtures.context(collapsed, reference: real))?.outcome == .passed)
    }

    @Test func bordersOfBlocksAreNoticedOnEitherSide() throws {
        let (smooth, other) = (CheckFixtures.spots(250, side: 32, seed: 1), CheckFixtures.spots(250, side: 32, seed: 2))
        var samples = try other.read(rows: 0..<250)
        for index in samples.scalars.indices {
            let (x, y) = (index % 32, index / 32 % 32)
            if (x / 8 + y / 8).isMultiple(of: 2) { samples.scalars[index] = min(255, samples.scalars[index] + 8) }
        }
        let blocky = ArraySource(name: "blocks", rule: "test", shape: other.shape, samples: samples)
        func outcome(_ samples: ArraySource, _ reference: ArraySource) throws -> Check.Outcome? {
            CompressionCheck.run(try CheckFixtures.context(samples, reference: reference))?.outcome
        }
        #expect(try outcome(other, smooth) == .passed)
        #expect(try outcome(blocky, smooth) == .noticed)
        #expect(try outcome(smooth, blocky) == .noticed)
        #expect(try outcome(fresh, real) == nil)
    }

    @Test func imagesOfOneLevelAreNoticed() throws {
        let black = try CheckFixtures.mapped(fresh) { _ in 0 }
        let found = ConstantSamplesCheck.run(try CheckFixtures.context(black, reference: real))
        #expect(found?.outcome == .noticed && found?.finding == .constantImages(300, of: 300))
        #expect(ConstantSamplesCheck.run(try CheckFixtures.context(fresh, reference: real))?.outcome == .passed)
    }
}
