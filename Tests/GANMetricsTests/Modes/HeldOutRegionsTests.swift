import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

/// What held-out rows show as well is no fault of the samples.
@Suite struct HeldOutRegionsTests {
    @Test func differencesHaveADirection() throws {
        let heldOut = try #require(HeldOutRegions(real: [100, 100, 200], heldOut: [40, 95, 265]))
        #expect(heldOut.differ(in: [0], fewer: true) && !heldOut.differ(in: [0], fewer: false))
        #expect(!heldOut.differ(in: [1], fewer: true) && !heldOut.differ(in: [1], fewer: false))
        #expect(heldOut.differ(in: [2], fewer: false) && heldOut.differ(in: [0, 1], fewer: true))
        #expect(heldOut.pValue(seed: 0) < 0.01)
        // Few rows show nothing.
        let few = try #require(HeldOutRegions(real: [100, 100], heldOut: [2, 4]))
        #expect(!few.differ(in: [0], fewer: true) && few.pValue(seed: 0) > 0.05)
        #expect(HeldOutRegions(real: [1, 2], heldOut: [0, 0]) == nil)
        #expect(HeldOutRegions(real: [1, 2], heldOut: [1, 2, 3]) == nil)
    }

    /// Two clusters, `share` of the rows in the first.
    private func rows(_ share: Double, _ count: Int, seed: UInt64) -> Matrix<Float> {
        var rows = SeededGenerator(seed: seed).normalRows(count, columns: 4)
        for row in 0..<Int(share * Double(count)) { rows[row, 0] += 20 }
        return rows
    }

    /// Samples that lack a third of a cluster, beside held-out rows that have it and held-out rows that lack as much.
    @Test(arguments: [(0.3, true), (0.2, false)]) func whatHeldOutRowsLackIsNotSaid(share: Double, isSaid: Bool) throws
    {
        let context = try MetricContext(
            [DistinctBins.self],
            inputs: MetricInputs(
                real: rows(0.3, 2000, seed: 1), generated: rows(0.2, 1000, seed: 2),
                heldOut: rows(share, 1000, seed: 3)))
        let result = try DistinctBins.evaluate(context)
        guard case .texts(let kinds)? = result.parts["branch_kinds"],
            case .number(let held)? = result.parts["held_out_branches_p_value"]
        else {
            Issue.record("parts are missing")
            return
        }
        #expect(kinds.isEmpty != isSaid)
        #expect(isSaid ? held > 0.05 : held < 0.01)
    }
}
