import GANData
import GANMetrics
import GANNumerics
import Testing

@testable import GANAudit

@Suite struct AuditSetMeasuresTests {
    private static let scenes = Scenes(1400, seed: 7)
    private let options = AuditOptions(calibrationRows: 200)
    private static let names = [
        "data_copying", "distance_to_closest_record_share", "authenticity", "feature_likelihood_divergence_gap",
        "memorization_informed_distance",
    ]

    private func measure(
        _ samples: Matrix<Float>, training: any SampleSource, heldOut: any SampleSource
    ) throws -> AuditSetMeasures.Outcome {
        let pool = try AuditPool(training: training, heldOut: heldOut, geometry: nil, options: options) { _ in }
        return try AuditSetMeasures(
            samples: samples, training: training, heldOut: heldOut, pool: pool, options: options, progress: { _ in }
        ).measure()
    }

    private func measure(_ samples: Matrix<Float>) throws -> [String: AuditFindings.Test] {
        let outcome = try measure(
            samples, training: Self.scenes.source(0..<500, "training"),
            heldOut: Self.scenes.source(500..<1000, "held-out"))
        #expect(outcome.doubts.isEmpty)
        #expect(outcome.tests.map(\.name) == Self.names)
        return Dictionary(outcome.tests.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func freshSamplesSitOnEveryNull() throws {
        let tests = try measure(Self.scenes.rows.rows(in: 1000..<1400))
        #expect(abs(tests["data_copying"]?.value ?? 9) < 4)
        let share = try #require(tests["distance_to_closest_record_share"])
        #expect(share.null == 0.5 && share.interval?.low ?? 1 < 0.5 && share.interval?.high ?? 0 > 0.5)
        #expect(share.pValue ?? 0 > 0.01)
        let authenticity = try #require(tests["authenticity"])
        #expect(abs(authenticity.value - (authenticity.parts["held_out"] ?? 9)) < 0.15)
    }

    @Test func copiesMoveEveryMeasureTheRightWay() throws {
        let fresh = try measure(Self.scenes.rows.rows(in: 1000..<1400))
        let samples = Self.scenes.rows.rows(in: 0..<300).appendingRows(of: Self.scenes.rows.rows(in: 1000..<1100))
        let tests = try measure(samples)
        #expect(tests["data_copying"]?.value ?? 0 < -5)
        #expect(tests["data_copying"]?.pValue ?? 1 < 1e-4)
        let share = try #require(tests["distance_to_closest_record_share"])
        #expect(share.value > 0.75 && share.pValue ?? 1 < 1e-4)
        #expect(tests["authenticity"]?.value ?? 1 < 0.5 * (tests["authenticity"]?.parts["held_out"] ?? 0))
        let gap = try #require(tests["feature_likelihood_divergence_gap"])
        #expect(gap.value < (gap.null ?? 0) && gap.value < (fresh["feature_likelihood_divergence_gap"]?.value ?? 0))
        #expect(gap.parts["divergence"] != nil && gap.parts["gap"] == nil)
        #expect(tests["memorization_informed_distance"]?.parts["raised_by"] ?? 0 >= 1)
    }

    @Test func repeatedAndSharedRowsTakeNoPart() throws {
        // Held-out rows that are training rows would be at distance 0 for any generator.
        let training = Self.scenes.source(
            Self.scenes.rows.rows(in: 0..<500).appendingRows(of: Self.scenes.rows.rows(in: 0..<500)), "training")
        let heldOut = Self.scenes.source(
            Self.scenes.rows.rows(in: 500..<1000).appendingRows(of: Self.scenes.rows.rows(in: 0..<2)), "held-out")
        let outcome = try measure(
            Self.scenes.rows.rows(in: 1000..<1400), training: training, heldOut: heldOut)
        let share = try #require(outcome.tests.first { $0.name == "distance_to_closest_record_share" })
        #expect(share.parts["training_rows"] == 498 && share.parts["held_out_rows"] == 498)
    }

    @Test(arguments: [SampleShape.image(height: 66, width: 40, channels: 3), .vector(5000)])
    func wideRowsAreMeasuredInAFewNumbersEach(shape: SampleShape) throws {
        let noise = SeededGenerator(seed: 3).normalRows(300, columns: shape.size)
        func source(_ rows: Matrix<Float>) -> ArraySource {
            ArraySource(name: "noise", rule: "test", shape: shape, samples: rows)
        }
        let (training, heldOut) = (source(noise.rows(in: 0..<120)), source(noise.rows(in: 120..<200)))
        let fresh = try measure(noise.rows(in: 200..<300), training: training, heldOut: heldOut)
        #expect(fresh.tests.map(\.name) == Self.names)
        #expect(fresh.tests.first { $0.name == "distance_to_closest_record_share" }?.pValue ?? 0 > 0.01)
        let copied = try measure(noise.rows(in: 0..<100), training: training, heldOut: heldOut)
        let closest = try #require(copied.tests.first { $0.name == "distance_to_closest_record_share" })
        #expect(closest.pValue ?? 1 < 0.01)
    }

    @Test func rowsAreDrawnWhereMemoryDoesNotHoldAll() throws {
        var small = options
        (small.setBytes, small.blockBytes) = (1, 1)
        let rows = SeededGenerator(seed: 5).normalRows(5400, columns: 4)
        func source(_ range: Range<Int>, _ name: String) -> ArraySource {
            ArraySource(name: name, rule: "test", shape: .vector(4), samples: rows.rows(in: range))
        }
        let (training, heldOut) = (source(0..<3000, "training"), source(3000..<5000, "held-out"))
        let pool = try AuditPool(training: training, heldOut: heldOut, geometry: nil, options: small) { _ in }
        func measure(_ options: AuditOptions) throws -> AuditSetMeasures.Outcome {
            try AuditSetMeasures(
                samples: rows.rows(in: 5000..<5400), training: training, heldOut: heldOut, pool: pool, options: options,
                progress: { _ in }
            ).measure()
        }
        let outcome = try measure(small)
        #expect(outcome.tests.map(\.name) == Self.names)
        let drawn = AuditDoubt.setMeasuresDrawn(training: 1000, ofTraining: 3000, heldOut: 1000, ofHeldOut: 2000)
        #expect(outcome.doubts.first == drawn && drawn.code == "set_measures_drawn" && drawn.severity == .note)
        let share = try #require(outcome.tests.first { $0.name == "distance_to_closest_record_share" })
        #expect(share.parts["training_rows"] == 1000 && share.parts["held_out_rows"] == 1000)
        #expect(share.pValue ?? 0 > 0.01)
        #expect(try measure(small).tests == outcome.tests)
        small.seed = 2
        #expect(try measure(small).tests != outcome.tests)
        #expect(try measure(options).doubts.isEmpty)
        #expect(Audit.setMeasures(training: training, heldOut: heldOut, options: small).mostRows == 2000)
        #expect(Audit.setMeasures(training: training, heldOut: heldOut, options: options).mostRows == nil)
    }

    @Test func heldOutRowsGetTheirHalfOfTheRoom() {
        func room(_ training: Int, _ heldOut: Int, rows: Int) -> [Int] {
            let room = AuditSetMeasures.room(training: training, heldOut: heldOut, columns: 64, bytes: rows * 256)
            return [room.training, room.heldOut]
        }
        #expect(room(60_000, 5000, rows: 100_000) == [60_000, 5000])
        #expect(room(60_000, 5000, rows: 20_000) == [15_000, 5000])
        #expect(room(60_000, 50_000, rows: 20_000) == [10_000, 10_000])
        #expect(room(60_000, 50_000, rows: 0) == [1000, 1000])
        #expect(room(300, 200, rows: 0) == [300, 200])
        #expect(room(1000, 50_000, rows: 40_000) == [1000, 39_000])
    }

    @Test func tooFewRowsLeaveMeasuresOutWithTheirReason() throws {
        let outcome = try measure(
            Self.scenes.rows.rows(in: 1000..<1001), training: Self.scenes.source(0..<3, "training"),
            heldOut: Self.scenes.source(500..<501, "held-out"))
        #expect(!outcome.doubts.isEmpty)
        for doubt in outcome.doubts {
            guard case .measureOmitted(let name, let found, let expected) = doubt else {
                Issue.record("\(doubt)")
                continue
            }
            #expect(doubt.code == "\(name)_omitted" && !found.isEmpty && !expected.isEmpty)
        }
        #expect(Set(outcome.tests.map(\.name)).isSubset(of: Self.names))
    }
}
