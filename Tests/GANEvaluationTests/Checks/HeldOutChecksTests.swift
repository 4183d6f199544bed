import GANData
import GANNumerics
import Testing

@testable import GANEvaluation

/// Checks of held-out rows: of the same distribution, and of other rows.
@Suite struct HeldOutChecksTests {
    private let training = CheckFixtures.spots(600, seed: 1)
    private let samples = CheckFixtures.spots(300, seed: 3)

    private func context(
        heldOut: ArraySource, samples: ArraySource? = nil, searches: Bool = false
    ) throws -> CheckContext {
        try CheckFixtures.context(
            samples ?? self.samples, reference: training, heldOut: heldOut, searches: searches)
    }

    @Test func rowsOfTheReferenceAmongHeldOutRowsAreCounted() throws {
        func outcome(_ shared: Int) throws -> Check? {
            let heldOut = try CheckFixtures.joined(
                CheckFixtures.rows(10..<10 + shared, of: training), CheckFixtures.spots(400 - shared, seed: 2))
            return HeldOutOverlapCheck.run(try context(heldOut: heldOut))
        }
        #expect(try outcome(0) == Check(name: .heldOutOverlap, outcome: .passed, figure: 0, limit: 0.01))
        let one = try #require(try outcome(1))
        #expect(one.outcome == .noticed && one.finding == .sharedRows(1, of: 400) && one.spoils.isEmpty)
        let few = try #require(try outcome(8))
        #expect(few.outcome == .failed && few.finding == .sharedRows(8, of: 400) && few.spoils == [.memorization])
        let many = try #require(try outcome(200))
        #expect(many.outcome == .failed && many.figure == 0.5)
        #expect(Set(many.spoils) == [.quality, .diversity, .memorization])
    }

    @Test func rowsOfFewValuesRepeatByThemselves() throws {
        for seed in 0..<20 as Range<UInt64> {
            let (real, fresh) = (
                CheckFixtures.tickets(500, values: 40, seed: 3 * seed),
                CheckFixtures.tickets(300, values: 40, seed: 3 * seed + 1)
            )
            let context = try CheckFixtures.context(
                CheckFixtures.tickets(400, values: 40, seed: 3 * seed + 2), reference: real, heldOut: fresh)
            #expect(HeldOutOverlapCheck.run(context)?.outcome == .passed, "seed \(seed)")
            #expect(HeldOutCopiesCheck.run(context)?.outcome != .failed, "seed \(seed)")
        }
        let real = CheckFixtures.tickets(500, values: 400, seed: 90)
        let leaked = try CheckFixtures.context(
            CheckFixtures.tickets(400, values: 400, seed: 91), reference: real,
            heldOut: CheckFixtures.joined(
                CheckFixtures.rows(0..<100, of: real), CheckFixtures.tickets(200, values: 400, seed: 92)))
        #expect(HeldOutOverlapCheck.run(leaked)?.outcome == .failed)
    }

    @Test func samplesThatAreHeldOutRowsFail() throws {
        let heldOut = CheckFixtures.spots(400, seed: 2)
        func check(_ copies: Range<Int>, of source: ArraySource) throws -> Check? {
            let generated = try CheckFixtures.joined(CheckFixtures.rows(copies, of: source), samples)
            return HeldOutCopiesCheck.run(try context(heldOut: heldOut, samples: generated))
        }
        #expect(try check(0..<0, of: heldOut)?.outcome == .passed)
        let one = try #require(try check(5..<6, of: heldOut))
        #expect(one.outcome == .noticed && one.finding == .heldOutSamples(1, of: 301))
        let found = try #require(try check(5..<25, of: heldOut))
        #expect(found.outcome == .failed && found.finding == .heldOutSamples(20, of: 320))
        #expect(Set(found.spoils) == [.quality, .diversity, .memorization, .modes])
        // Copies of training rows are another fault, and said by another figure.
        #expect(try check(5..<25, of: training)?.outcome == .passed)
    }

    @Test func alteredCopiesOfTheReferenceAmongHeldOutRowsAreFound() throws {
        let noisy = try CheckFixtures.mapped(CheckFixtures.rows(0..<40, of: training)) { $0 > 100 ? $0 - 1 : $0 }
        let heldOut = try CheckFixtures.joined(noisy, CheckFixtures.spots(260, seed: 2))
        let found = try #require(HeldOutNearCopiesCheck.run(try context(heldOut: heldOut, searches: true)))
        #expect(found.outcome == .failed && found.spoils == [.memorization])
        guard case .nearRows(let near, of: 300)? = found.finding else {
            Issue.record("\(found)")
            return
        }
        #expect((36...44).contains(near))
    }

    @Test func honestSplitsPassEveryCheck() throws {
        for seed in 10..<30 as Range<UInt64> {
            let heldOut = CheckFixtures.spots(seed.isMultiple(of: 2) ? 300 : 50, seed: 100 + seed)
            let context = try CheckFixtures.context(
                CheckFixtures.spots(300, seed: 200 + seed), reference: training, heldOut: heldOut, searches: true)
            for check in try EvaluationChecks.run(context) where check.name != .sampleCount {
                #expect(check.outcome == .passed, "seed \(seed): \(check)")
            }
        }
    }

    @Test func heldOutRowsThatWerePreparedOtherwiseFail() throws {
        let fresh = CheckFixtures.spots(300, seed: 2)
        let changes: [(String, (Float) -> Float)] = [
            ("eight levels lighter", { min(255, $0 + 8) }), ("less contrast", { (128 + 0.8 * ($0 - 128)).rounded() }),
            ("cut at the top", { min($0, 200) }),
        ]
        for (name, change) in changes {
            let check = try #require(
                try HeldOutDriftCheck.run(try context(heldOut: CheckFixtures.mapped(fresh, change))))
            #expect(check.outcome == .failed, "\(name): \(check)")
            #expect(Set(check.spoils) == [.quality, .diversity, .memorization])
            #expect((check.figure ?? 0) > 0.6)
        }
        #expect(try HeldOutDriftCheck.run(try context(heldOut: fresh))?.outcome == .passed)
    }

    @Test func coloursAndPointsAreHeldAgainstEachOtherToo() throws {
        let colours = CheckFixtures.spots(500, channels: 3, seed: 5)
        let lighter = try CheckFixtures.mapped(CheckFixtures.spots(300, channels: 3, seed: 6)) { min(255, $0 + 8) }
        let shifted = try CheckFixtures.context(
            CheckFixtures.spots(300, channels: 3, seed: 7), reference: colours, heldOut: lighter)
        #expect(try HeldOutDriftCheck.run(shifted)?.outcome == .failed)
        let ring = try SampleSources.open("builtin:ring[0:500]")
        func drift(_ change: (Float) -> Float) throws -> Check.Outcome? {
            let points = try SampleSources.open("builtin:ring-test[0:300]")
            let heldOut = try CheckFixtures.mapped(
                ArraySource(
                    name: "points", rule: "test", shape: points.shape, samples: try points.read(rows: 0..<300)), change)
            return try HeldOutDriftCheck.run(
                try CheckFixtures.context(heldOut, reference: ring, heldOut: heldOut))?.outcome
        }
        #expect(try drift { $0 } == .passed)
        #expect(try drift { 1.3 * $0 } == .failed)
    }
}
