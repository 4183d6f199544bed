import Foundation
import GANData
import GANEvaluation
import GANMetrics
import GANNumerics
import Synchronization
import TestSupport
import Testing

@testable import GANAudit

@Suite struct AuditTests {
    // Rows 0..<600 train, 600..<800 are held out, the rest is fresh.
    private static let scenes = Scenes(1000, seed: 1)
    private var scenes: Scenes { Self.scenes }
    private var training: ArraySource { scenes.source(0..<600, "training") }
    private var heldOut: ArraySource { scenes.source(600..<800, "held-out") }
    private let options = AuditOptions(calibrationRows: 500, leakOfInterest: 0.1)

    private func audit(_ samples: Matrix<Float>, options: AuditOptions? = nil) throws -> AuditFindings {
        try Audit.run(
            samples: scenes.source(samples, "samples"), training: training, heldOut: heldOut,
            options: options ?? self.options)
    }

    /// Twenty copies of rows 0, 7, 14, … through `change`, before 130 fresh images.
    private func planted(_ change: (Matrix<Float>) -> Matrix<Float>) -> Matrix<Float> {
        change(scenes.rows.rows(at: (0..<20).map { 7 * $0 })).appendingRows(of: scenes.rows.rows(in: 800..<930))
    }

    private func expectFound(_ findings: AuditFindings, as name: String, least: Int = 19) {
        #expect(findings.verdict.outcome == .copying)
        let found = findings.copies.filter { $0.sample < 20 && $0.trainingRow == 7 * $0.sample }
        #expect(found.count >= least)
        #expect(found.count { $0.transformation.name == name } >= least)
        #expect(findings.copies.count { $0.sample >= 20 } <= 3)
        #expect(found.allSatisfy { ($0.qValue ?? 1) <= 0.05 })
    }

    @Test func freshImagesAreNoEvidence() throws {
        let findings = try audit(scenes.rows.rows(in: 800..<1000))
        #expect(findings.verdict.outcome == .noEvidence)
        #expect(findings.copies.isEmpty)
        #expect((findings.copiedShare?.high ?? 1) < 0.05)
        #expect(findings.tests.first { $0.name == "copying" }?.pValue ?? 0 > 0.05)
    }

    @Test func exactCopiesAreFoundAndTraced() throws {
        let findings = try audit(planted { $0 })
        expectFound(findings, as: "identity", least: 20)
        #expect(findings.copies.prefix(20).allSatisfy { $0.isExact && $0.distance == 0 && $0.score == 0 })
        #expect(findings.copies.first?.origin == "row \(findings.copies.first?.trainingRow ?? -1)")
        let share = try #require(findings.copiedShare)
        #expect(share.low <= 20.0 / 150 && share.high >= 20.0 / 150)
        #expect(findings.extraction.distinctTrainingRows >= 20)
    }

    @Test func mirroredCopiesAreNamed() throws {
        expectFound(
            try audit(planted { scenes.changed($0) { pixel, row, column in pixel(row, 15 - column) } }),
            as: "mirrored", least: 20)
    }

    @Test func shiftedCopiesAreNamedWithTheirShift() throws {
        let findings = try audit(planted { scenes.changed($0) { pixel, row, column in pixel(row - 1, column - 2) } })
        expectFound(findings, as: "shifted")
        #expect(findings.copies.first?.transformation.detail == "2 right, 1 down")
        #expect(findings.copies.first?.distance == 0)
    }

    @Test func contrastAndBrightnessAreFitted() throws {
        expectFound(
            try audit(planted { scenes.changed($0) { pixel, row, column in 0.5 * pixel(row, column) + 60 } }),
            as: "contrast")
    }

    @Test func invertedCopiesAreFoundAndNoCollapse() throws {
        let findings = try audit(planted { scenes.changed($0) { pixel, row, column in 255 - pixel(row, column) } })
        expectFound(findings, as: "inverted")
        // All of them inverted: every sample differs, which no few nearest rows may deny.
        let all = try audit(
            scenes.changed(scenes.rows.rows(in: 0..<150)) { pixel, row, column in 255 - pixel(row, column) })
        #expect(all.verdict.outcome == .copying && !all.diversity.isCollapsed)
        var options = options
        options.channels = []
        let blind = try audit(
            scenes.changed(scenes.rows.rows(in: 0..<150)) { pixel, row, column in 255 - pixel(row, column) },
            options: options)
        #expect(!blind.diversity.isCollapsed && !blind.verdict.reasons.contains(.collapsed))
        #expect(blind.notSearched.contains(.inverted) && !all.notSearched.contains(.inverted))
        #expect(!all.notSearched.contains(.rotated) && !all.notSearched.contains(.blended))
        #expect(blind.notSearched.contains(.rotated))
        #expect(blind.notSearched.contains(.erased) && blind.notSearched.contains(.blended))
    }

    @Test func turnedCopiesAreFound() throws {
        let turned = planted { copies in
            let geometry = ImageShape(height: 16, width: 16, channels: 1)
            var result = copies
            for image in 0..<copies.rows {
                var row = [Float](repeating: 0, count: 256)
                // The view that undoes a turn by −10 degrees turns by 10.
                geometry.write(ImageView(turn: -10), of: Array(copies.row(image)), margin: 0, to: &row)
                for (column, value) in row.enumerated() { result[image, column] = value.rounded() }
            }
            return result
        }
        let findings = try audit(turned)
        #expect(findings.verdict.outcome == .copying)
        let found = findings.copies.filter { $0.sample < 20 && $0.trainingRow == 7 * $0.sample }
        #expect(found.count >= 15)
        #expect(
            findings.search.contains { $0.channel == "moved" } && !findings.search.contains { $0.channel == "rotated" })
        // Where a middle that hardly moves is as clear, the copy is named by that.
        #expect(found.count { $0.transformation == .init(name: "rotated", detail: "by 10 degrees") } >= 8)
    }

    @Test func exchangedColoursAreFound() throws {
        // Three scenes a picture, one a channel.
        func coloured(_ range: Range<Int>) -> Matrix<Float> {
            Matrix(rows: range.count, columns: 768) { target in
                for (place, row) in range.enumerated() {
                    for channel in 0..<3 {
                        for pixel in 0..<256 {
                            target[place * 768 + pixel * 3 + channel] = scenes.rows[3 * row + channel, pixel]
                        }
                    }
                }
            }
        }
        func source(_ rows: Matrix<Float>, _ name: String) -> ArraySource {
            ArraySource(
                name: name, rule: "test", shape: .image(height: 16, width: 16, channels: 3), samples: rows)
        }
        let training = coloured(0..<200)
        var samples = coloured(260..<330)
        for image in 0..<15 {
            for pixel in 0..<256 {
                for (channel, other) in [2, 1, 0].enumerated() {
                    samples[image, pixel * 3 + channel] = training[9 * image, pixel * 3 + other]
                }
            }
        }
        let findings = try Audit.run(
            samples: source(samples, "samples"), training: source(training, "training"),
            heldOut: source(coloured(200..<260), "held-out"),
            options: AuditOptions(calibrationRows: 200, leakOfInterest: 0.2))
        #expect(findings.verdict.outcome == .copying)
        let found = findings.copies.filter { $0.sample < 15 && $0.trainingRow == 9 * $0.sample }
        #expect(found.count >= 13 && found.allSatisfy { $0.transformation.name == "recoloured" })
    }

    @Test func copiedRegionsAreFound() throws {
        // The top left quarter of a training image in a fresh picture.
        let fresh = scenes.rows.rows(in: 930..<950)
        let samples = planted { copies in
            var result = fresh
            for image in 0..<20 {
                for row in 0..<8 {
                    for column in 0..<8 { result[image, row * 16 + column] = copies[image, row * 16 + column] }
                }
            }
            return result
        }
        let findings = try audit(samples)
        // Quarters without content are not compared.
        #expect(findings.verdict.outcome == .copying)
        let found = findings.copies.filter { $0.sample < 20 && $0.trainingRow == 7 * $0.sample }
        #expect(found.count >= 8)
        #expect(found.allSatisfy { $0.transformation.name == "patch" && $0.transformation.detail == "top left" })
        // A part that is equal makes no equal image.
        #expect(found.allSatisfy { !$0.isExact })
    }

    /// A square of half of each side painted over, at places that leave no quarter and no middle whole.
    @Test func paintedOverCopiesAreFound() throws {
        let samples = planted { copies in
            var result = copies
            for image in 0..<20 {
                let (top, left) = (1 + image % 7, 1 + image * 3 % 7)
                for row in top..<top + 8 {
                    for column in left..<left + 8 { result[image, row * 16 + column] = image % 2 == 0 ? 0 : 255 }
                }
            }
            return result
        }
        let findings = try audit(samples)
        #expect(findings.verdict.outcome == .copying)
        let found = findings.copies.filter { $0.sample < 20 && $0.trainingRow == 7 * $0.sample }
        #expect(found.count >= 16)
        #expect(found.count { $0.transformation.name == "erased" && $0.distance == 0 } >= 14)
        #expect(findings.copies.count { $0.sample >= 20 } <= 3)
        #expect(findings.copies.allSatisfy { !$0.isExact })
    }

    /// A row that was mixed with another one, by half or by two thirds.
    @Test func blendsOfTwoRowsAreFound() throws {
        let samples = planted { copies in
            var result = copies
            for image in 0..<20 {
                let share: Float = image % 2 == 0 ? 0.5 : 0.65
                for pixel in 0..<256 {
                    let other = scenes.rows[300 + 11 * image, pixel]
                    result[image, pixel] = (share * copies[image, pixel] + (1 - share) * other).rounded()
                }
            }
            return result
        }
        var options = options
        options.channels.insert(.blended)
        let findings = try audit(samples, options: options)
        #expect(findings.verdict.outcome == .copying)
        let found = findings.copies.filter {
            $0.sample < 20 && ($0.trainingRow == 7 * $0.sample || $0.trainingRow == 300 + 11 * $0.sample)
        }
        #expect(found.count >= 14)
        let named = found.filter { $0.transformation.name == "blended" }
        #expect(named.count >= 12)
        #expect(named.contains { $0.transformation.detail.hasPrefix("about half of it and half of training row ") })
        #expect(findings.copies.count { $0.sample >= 20 } <= 3)
        // Rows that are taken out come in pieces where there is room for few.
        options.setBytes = 400 * 1024
        #expect(try audit(samples, options: options).copies == findings.copies)
    }

    @Test func imagesTooSmallForPartsAreSearchedAllTheSame() throws {
        let small = Scenes(60, side: 6, seed: 4)
        let findings = try Audit.run(
            samples: small.source(40..<60, "samples"), training: small.source(0..<1, "training"),
            heldOut: small.source(1..<2, "held-out"), options: options)
        #expect(findings.search.map(\.channel) == ["identity", "mirrored", "contrast", "blended"])
        #expect(findings.notSearched.contains(.erased) && findings.copies.isEmpty)
    }

    /// Samples that are held-out rows: the sets were exchanged, or the generator was trained on both.
    @Test func samplesAmongHeldOutRowsAreRefused() throws {
        let findings = try Audit.run(
            samples: scenes.source(600..<800, "samples"), training: training,
            heldOut: scenes.source(600..<800, "held-out"), options: options)
        #expect(findings.verdict.outcome == .inconclusive && findings.sureShare == nil)
        let failed = findings.checks.filter { $0.outcome == .failed }.map(\.name)
        #expect(failed == [.sameSource, .heldOutCopies])
        guard case .checkFailed(let check)? = findings.verdict.reasons.first else {
            Issue.record("no check is the reason: \(findings.verdict.reasons)")
            return
        }
        #expect(check.name == .sameSource)
    }

    /// Values from 0 to 1 match nothing, which says nothing; inverted copies are copies.
    @Test func samplesOfOtherPreparationAreNoEvidenceOfHonesty() throws {
        let scaled = scenes.changed(scenes.rows.rows(in: 0..<200)) { pixel, row, column in pixel(row, column) / 255 }
        var options = options
        options.channels = []
        let findings = try audit(scaled, options: options)
        #expect(findings.verdict.outcome == .inconclusive)
        #expect(findings.checks.contains { $0.name == .preparation && $0.outcome == .failed && $0.isOfSamples })
    }

    @Test func noiseIsCoveredByDistances() throws {
        var random = SeededGenerator(seed: 4)
        let findings = try audit(
            planted {
                scenes.changed($0) { pixel, row, column in
                    pixel(row, column) + Float(random.normalPair().0 * 4)
                }
            })
        expectFound(findings, as: "identity")
    }

    @Test func aCollapsedGeneratorIsToldApart() throws {
        var random = SeededGenerator(seed: 5)
        // Four fresh images with noise, 200 times.
        var samples = scenes.rows.rows(at: (0..<200).map { 800 + $0 % 4 })
        for index in samples.scalars.indices { samples.scalars[index] += Float(random.normalPair().0 * 3) }
        let findings = try audit(samples)
        #expect(findings.verdict.outcome != .copying)
        #expect(findings.diversity.isCollapsed)
        #expect(findings.doubts.contains { $0.code == "few_distinct_samples" })
    }

    /// Few images stay few under noise, and many with as much noise stay many.
    @Test(arguments: [0, 10, 25, 40])
    func fewImagesAreSeenThroughNoise(deviation: Int) {
        var random = SeededGenerator(seed: 6)
        func effective(_ distinct: Int) -> AuditVariety {
            var rows = scenes.rows.rows(at: (0..<200).map { 800 + $0 % distinct })
            for index in rows.scalars.indices {
                rows.scalars[index] += Float(random.normalPair().0 * Double(deviation))
            }
            return AuditVariety(
                queries: rows.appendingRows(of: scenes.rows.rows(in: 0..<400)), samples: 200, shape: scenes.shape)
        }
        let few = effective(5)
        #expect(few.isCollapsed && few.effective < 12, "\(few)")
        let many = effective(200)
        #expect(!many.isCollapsed && many.effective > 0.3 * many.effectiveOfReal, "\(many)")
    }

    @Test func samplesThatAreTheTrainingSetAreAllCopies() throws {
        let findings = try audit(scenes.rows.rows(in: 0..<600))
        #expect(findings.verdict.outcome == .copying)
        #expect(findings.copies.count == 600)
        #expect(findings.copiedShare?.value == 1)
        #expect(findings.extraction.rate == 1)
    }

    @Test func heldOutRowsFromTheTrainingSetAreRefused() throws {
        let overlapping = try Audit.run(
            samples: scenes.source(planted { $0 }, "samples"), training: training,
            heldOut: scenes.source(500..<700, "held-out"), options: options)
        #expect(overlapping.verdict.outcome == .inconclusive)
        #expect(overlapping.pool.overlap.count == 100)
        #expect(overlapping.pool.overlap.first == .init(heldOutRow: 0, trainingRow: 500))
        #expect(overlapping.pool.heldOutCompeting == 100)
        #expect(overlapping.doubts.contains { $0.code == "held_out_overlaps_training" })
    }

    @Test func otherPreparationOfHeldOutRowsIsRefused() throws {
        let paler = scenes.changed(scenes.rows.rows(in: 600..<800)) { pixel, row, column in 0.7 * pixel(row, column) }
        let findings = try Audit.run(
            samples: scenes.source(planted { $0 }, "samples"), training: training,
            heldOut: scenes.source(paler, "held-out"), options: options)
        #expect(findings.verdict.outcome == .inconclusive)
        #expect(findings.doubts.contains { $0.code == "split_not_exchangeable" })
        #expect(findings.copies.allSatisfy { $0.pValue == nil && $0.qValue == nil })
        // The copies are facts all the same.
        #expect(findings.copies.count { $0.isExact } == 20)
    }

    /// What moves all held-out rows alike leaves them as they are to each other; single rows show it.
    @Test(arguments: ["eight levels brighter", "three percent more", "every fourth level", "gamma", "blurred"])
    func heldOutRowsOfOtherPreparationAreRefused(preparation: String) throws {
        let changed = scenes.changed(scenes.rows.rows(in: 600..<800)) { pixel, row, column in
            let value = pixel(row, column)
            return switch preparation {
            case "eight levels brighter": min(255, value + 8)
            case "three percent more": min(255, (value * 1.03).rounded())
            case "every fourth level": (value / 4).rounded(.down) * 4
            case "gamma": (255 * Float(pow(Double(value) / 255, 0.93))).rounded()
            default: ((value + pixel(row, max(0, column - 1)) + pixel(row, min(15, column + 1))) / 3).rounded()
            }
        }
        let findings = try Audit.run(
            samples: scenes.source(800..<1000, "samples"), training: training,
            heldOut: scenes.source(changed, "held-out"), options: options)
        #expect(findings.verdict.outcome == .inconclusive)
        #expect(findings.appearance?.isAlike == false, "\(String(describing: findings.appearance))")
        #expect(findings.copiedShare == nil && findings.sureShare == nil && findings.copies.isEmpty)
        #expect(findings.doubts.contains { $0.code == "split_prepared_differently" })
    }

    @Test func splitsOfOneSetAreAlike() throws {
        for seed in 0..<20 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let rows = random.permutation(of: 1000)
            let found = try #require(
                AuditAppearance(
                    training: scenes.rows.rows(at: Array(rows[0..<300])),
                    heldOut: scenes.rows.rows(at: Array(rows[300..<500])), shape: scenes.shape))
            #expect(found.holds)
        }
    }

    /// All samples are noisy copies: alarm, list, share and gates say one thing.
    @Test(arguments: [4, 20, 40, 60])
    func noisyCopiesAreSaidInOneWay(deviation: Int) throws {
        var random = SeededGenerator(seed: UInt64(deviation))
        let findings = try audit(
            scenes.changed(scenes.rows.rows(in: 0..<300)) { pixel, row, column in
                pixel(row, column) + Float(random.normalPair().0 * Double(deviation))
            })
        #expect(findings.verdict.outcome == .copying)
        let sure = try #require(findings.sureShare)
        #expect(sure.low > 0.2)
        #expect((findings.copiedShare == nil) == findings.copies.isEmpty)
        #expect((findings.listedBy == nil) == findings.copies.isEmpty)
        if let share = findings.copiedShare { #expect(share.low == sure.low && share.value >= sure.low) }
        #expect(findings.copies.count { $0.trainingRow == $0.sample } >= findings.copies.count * 9 / 10)
        #expect(AuditGate(.copiedShare(atMost: 0.1), findings).outcome == .failed)
        #expect(AuditGate(.noCopies(falseDiscoveryRate: 0.05), findings).outcome == .failed)
    }

    @Test(arguments: [true, false])
    func withoutHeldOutRowsMatchesAreFactsWithoutProbabilities(isEmpty: Bool) throws {
        let none = isEmpty ? scenes.source(0..<0, "none") : nil
        let findings = try Audit.run(
            samples: scenes.source(planted { $0 }, "samples"), training: training, heldOut: none, options: options)
        #expect(findings.verdict.outcome == .copying)
        #expect(findings.copies.count { $0.isExact } == 20)
        #expect(findings.copies.allSatisfy { $0.pValue == nil && $0.qValue == nil })
        #expect(findings.copiedShare == nil && findings.sensitivity == nil)
        #expect(findings.doubts.contains { $0.code == "no_held_out_rows" })
        let honest = try Audit.run(
            samples: scenes.source(800..<1000, "samples"), training: training, heldOut: nil, options: options)
        #expect(honest.verdict.outcome == .inconclusive)
    }

    @Test func constantImagesAndOneSampleAreSurvived() throws {
        var constant = scenes.rows.rows(in: 800..<860)
        for index in constant.scalars.indices { constant.scalars[index] = 128 }
        let findings = try audit(constant)
        #expect(findings.verdict.outcome != .copying)
        #expect(findings.diversity.distinctSamples == 1)
        let one = try audit(scenes.rows.rows(in: 900..<901))
        #expect(one.verdict.outcome != .copying)
        #expect(one.copies.isEmpty)
    }

    @Test func repeatedTrainingRowsCompeteOnceAndAreCounted() throws {
        // Row 0 five times over; without setting the repeats aside its copies would look like nothing special.
        let repeated = scenes.rows.rows(at: Array(0..<600) + [0, 0, 0, 0])
        let findings = try Audit.run(
            samples: scenes.source(planted { $0 }, "samples"), training: scenes.source(repeated, "training"),
            heldOut: heldOut, options: options)
        #expect(findings.pool.trainingRepeats == 4)
        let copy = try #require(findings.copies.first { $0.sample == 0 })
        #expect(copy.trainingRow == 0 && copy.occurrences == 5)
    }

    @Test func featuresAreSearchedAsWell() throws {
        // A feature space that forgets where things are: sorted pixels of a copy turned upside down are the same.
        var options = options
        options.channels = []
        options.embeddings = [
            AuditEmbedding(name: "sorted") { images in
                var result = images
                for row in 0..<images.rows {
                    for (column, value) in images.row(row).sorted().enumerated() { result[row, column] = value }
                }
                return result
            }
        ]
        let findings = try audit(
            planted { scenes.changed($0) { pixel, row, column in pixel(15 - row, 15 - column) } }, options: options)
        expectFound(findings, as: "features", least: 20)
    }

    @Test func vectorsAreComparedAsTheyAre() throws {
        let rows = SeededGenerator(seed: 2).normalRows(900, columns: 8)
        func source(_ rows: Matrix<Float>, _ name: String) -> ArraySource {
            ArraySource(name: name, rule: "test", shape: .vector(8), samples: rows)
        }
        let samples = rows.rows(in: 0..<20).appendingRows(of: rows.rows(in: 800..<900))
        let findings = try Audit.run(
            samples: source(samples, "samples"), training: source(rows.rows(in: 0..<600), "training"),
            heldOut: source(rows.rows(in: 600..<800), "held-out"), options: options)
        #expect(findings.verdict.outcome == .copying)
        #expect(Set(findings.copies.map(\.sample)).isSuperset(of: 0..<20))
        #expect(findings.search.map(\.channel) == ["identity"])
    }

    @Test func unfitSourcesAreRefusedInWords() throws {
        let small = Scenes(20, side: 12, seed: 3)
        let other = #expect(throws: AuditError.self) {
            try Audit.run(
                samples: small.source(0..<20, "small"), training: training, heldOut: heldOut, options: options)
        }
        #expect(other?.location == "small")
        #expect("\(other as Any)".contains("12×12×1 image"))
        #expect(throws: AuditError.noRows(source: "empty")) {
            try Audit.run(
                samples: scenes.source(0..<0, "empty"), training: training, heldOut: heldOut, options: options)
        }
        var broken = scenes.rows.rows(in: 800..<810)
        broken[3, 17] = .nan
        #expect(throws: AuditError.nonFinite(source: "samples", row: 3)) { try audit(broken) }
        var bad = options
        bad.level = 2
        #expect(throws: AuditError.self) { try audit(scenes.rows.rows(in: 800..<810), options: bad) }
    }

    @Test func threadsAndInterruptionsDoNotMatter() throws {
        var options = options
        // Three blocks of training rows and one of held-out rows.
        options.blockBytes = 256 * 256 * 4
        let samples = scenes.source(planted { $0 }, "samples")
        let states = Mutex<[[UInt8]]>([])
        func run(_ threads: Int, resuming: [UInt8]? = nil) throws -> [UInt8] {
            try withThreads(threads) {
                let findings = try Audit.run(
                    samples: samples, training: training, heldOut: heldOut, options: options, resuming: resuming,
                    saved: { state in states.withLock { $0.append(state.bytes()) } })
                let encoder = JSONEncoder()
                encoder.outputFormatting = .sortedKeys
                return Array(try encoder.encode(findings))
            }
        }
        let whole = try run(1)
        let saved = states.withLock { $0 }
        // Four blocks, and the whole again while parts and blends are looked for.
        #expect(saved.count > 4 && saved[4...].allSatisfy { $0 == saved[3] } && saved[2] != saved[3])
        #expect(try run(3) == whole)
        #expect(states.withLock { $0 }.dropFirst(saved.count) == saved[...])
        #expect(try run(2, resuming: saved[1]) == whole)
        #expect(try run(2, resuming: saved[3]) == whole)
    }

    @Test func progressReachesTheEnd() throws {
        let stages = Mutex<[String: Double]>([:])
        _ = try Audit.run(
            samples: scenes.source(800..<820, "samples"), training: training, heldOut: heldOut, options: options,
            progress: { progress in
                stages.withLock { $0[progress.stage] = max($0[progress.stage] ?? 0, progress.share) }
            })
        #expect(stages.withLock { $0.count } == 4)
        #expect(stages.withLock { $0.values.allSatisfy { $0 > 0.999 && $0 < 1.001 } })
    }
}
