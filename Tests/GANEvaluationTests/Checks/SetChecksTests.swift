import GANData
import GANModels
import GANNumerics
import TestSupport
import Testing

@testable import GANEvaluation

/// Checks of counts, classes and repetitions.
@Suite struct SetChecksTests {
    private let real = CheckFixtures.spots(500, seed: 1)
    private let fresh = CheckFixtures.spots(300, seed: 2)

    @Test func realDataInTheirOrderAreNoSamples() throws {
        func check(_ samples: ArraySource, heldOut: ArraySource? = nil) throws -> Check? {
            SameSourceCheck.run(try CheckFixtures.context(samples, reference: real, heldOut: heldOut))
        }
        let heldOut = CheckFixtures.spots(300, seed: 3)
        #expect(try check(fresh, heldOut: heldOut)?.outcome == .passed)
        let slice = try #require(try check(CheckFixtures.rows(100..<400, of: real)))
        #expect(slice.outcome == .failed && slice.finding == .rows(of: .reference))
        // That all of them are training rows is true, whoever made them.
        #expect(!slice.spoils.contains(.memorization))
        let other = try #require(try check(heldOut, heldOut: heldOut))
        #expect(other.finding == .rows(of: .heldOut) && other.spoils.contains(.memorization))
        // A generator that copies draws in an order of its own.
        var random = SeededGenerator(seed: 4)
        let copies = try CheckFixtures.rows((0..<300).map { _ in random.index(below: 500) }, of: real)
        #expect(try check(copies)?.outcome == .passed)
    }

    @Test func valuesThatRepeatAgreeInAnyOrder() throws {
        let real = CheckFixtures.tickets(400, values: 2, seed: 1)
        let samples = CheckFixtures.tickets(300, values: 2, seed: 2)
        #expect(SameSourceCheck.run(try CheckFixtures.context(samples, reference: real))?.outcome == .passed)
    }

    @Test func fewRowsFailWithAndWithoutLabels() throws {
        func check(_ samples: Int, real: Int = 300, heldOut: Int? = nil) throws -> Check {
            try #require(
                SampleCountCheck.run(
                    try CheckFixtures.context(
                        CheckFixtures.spots(samples, seed: 5), reference: CheckFixtures.spots(real, seed: 6),
                        heldOut: heldOut.map { CheckFixtures.spots($0, seed: 7) })))
        }
        let few = try check(199)
        #expect(few.outcome == .failed && few.finding == .fewRows(.samples, count: 199, needed: 200))
        #expect(Set(few.spoils) == [.quality, .diversity, .modes])
        #expect(try check(200).outcome == .passed)
        #expect(try check(250, real: 120).finding == .fewRows(.reference, count: 120, needed: 200))
        #expect(try check(250, heldOut: 60).finding == .fewRows(.heldOut, count: 60, needed: 100))
        #expect(try check(250, heldOut: 60).outcome == .noticed)
    }

    @Test func aNetworkThatGuessesFails() throws {
        func check(_ accuracy: Double?, labels: [Int]) throws -> Check {
            let reference = try real.labelled(labels)
            let classifier = try CheckFixtures.classifier(accuracy: accuracy, classes: 1 + (labels.max() ?? 0))
            return try #require(
                ClassifierCheck.run(try CheckFixtures.context(fresh, reference: reference, extractor: classifier)))
        }
        let ten = (0..<500).map { $0 % 10 }
        // Of 50 images set aside.
        let guesses = try check(0.12, labels: ten)
        #expect(guesses.outcome == .failed && guesses.finding == .accuracy(0.12, chance: 0.1, rows: 50))
        #expect(Set(guesses.spoils) == [.quality, .diversity, .modes])
        #expect(try check(0.3, labels: ten).outcome == .failed)
        #expect(try check(0.5, labels: ten).outcome == .noticed)
        #expect(try check(0.9, labels: ten).outcome == .passed)
        #expect(try check(nil, labels: ten).finding == .unknownAccuracy)
        // Always naming the commonest class is right on 90 %.
        let lopsided = (0..<500).map { $0 % 10 == 0 ? 1 : 0 }
        #expect(try check(0.9, labels: lopsided).outcome == .failed)
        #expect(try check(1, labels: lopsided).outcome != .noticed)
    }

    @Test func aNetworkFromElsewhereIsTriedOnTheReference() throws {
        struct Borrowed: FeatureExtractor {
            let name = "borrowed"
            let digest = ""
            let sampleShape = SampleShape.image(height: 16, width: 16, channels: 1)
            let classSpace: ClassSpace? = .referenceLabels
            func embed(_ samples: Matrix<Float>) -> Embedding { Embedding(features: samples) }
        }
        let labels = (0..<500).map { $0 % 5 }
        func outcome(_ predicted: [Int]) throws -> Check.Outcome? {
            ClassifierCheck.run(
                try CheckFixtures.context(
                    fresh, reference: try real.labelled(labels), extractor: Borrowed(), predicted: predicted))?.outcome
        }
        #expect(try outcome(labels) == .passed)
        #expect(try outcome(labels.map { ($0 + 1) % 5 }) == .failed)
    }

    @Test func classesThatAreTooRareToBeMissedAreSaid() throws {
        func check(_ labels: [Int]) throws -> Check {
            let classifier = try CheckFixtures.classifier(accuracy: 0.9, classes: 1 + (labels.max() ?? 0))
            return try #require(
                ClassCountsCheck.run(
                    try CheckFixtures.context(fresh, reference: try real.labelled(labels), extractor: classifier)))
        }
        #expect(try check((0..<500).map { $0 % 10 }).outcome == .passed)
        let one = try check((0..<500).map { $0 < 3 ? 1 : $0 % 5 + 2 })
        #expect(one.outcome == .noticed && one.finding == .rareClasses(1, of: 6, share: 0.006, needed: 5))
        let many = try check((0..<500).map { $0 % 100 })
        #expect(many.outcome == .failed && many.spoils == [.modes])
        // Class numbers that nothing has are no classes.
        #expect(try check((0..<500).map { 100 * ($0 % 5) }).outcome == .passed)
    }

    @Test func realRowsThatRepeatAreCounted() throws {
        func check(_ reference: ArraySource) throws -> Check? {
            DuplicatesCheck.run(try CheckFixtures.context(fresh, reference: reference))
        }
        #expect(try check(real)?.outcome == .passed)
        let some = try check(CheckFixtures.joined(real, CheckFixtures.rows(0..<50, of: real)))
        #expect(some?.outcome == .noticed && some?.finding == .repeatedRows(.reference, 50, of: 550))
        let most = try check(CheckFixtures.joined(real, real, real))
        #expect(most?.outcome == .failed && most?.finding == .repeatedRows(.reference, 1000, of: 1500))
    }

    @Test func factsFromTheCacheAreTheSame() throws {
        let cache = MemoryCache()
        for source in [real, CheckFixtures.tickets(50, values: 9, seed: 1)] {
            let facts = try SetFacts.of(source, cache: cache)
            #expect(try SetFacts.of(source, cache: cache) == facts)
            #expect(facts == SetFacts.of(try source.read(rows: 0..<source.count), shape: source.shape))
        }
        #expect(cache.kept.count == 2 && cache.hits.count == 2)
    }
}
