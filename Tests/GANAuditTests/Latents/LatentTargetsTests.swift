import GANData
import GANNumerics
import Testing

@testable import GANAudit

@Suite struct LatentTargetsTests {
    private func source(_ count: Int, _ name: String, from first: Int) -> ArraySource {
        ArraySource(
            name: name, rule: "test", shape: .vector(1),
            samples: Matrix(rows: count, columns: 1, scalars: (0..<count).map { Float(first + $0) }))
    }

    private func targets(
        _ rows: Int, seed: UInt64 = 1, overlap: [AuditFindings.Pool.Overlap] = []
    ) throws
        -> LatentTargets
    {
        let (training, heldOut) = (source(30, "t", from: 0), source(12, "h", from: 1000))
        var findings = LatentNetworks.findings(training, training, heldOut)
        findings.pool.overlap = overlap
        findings.extraction.mostCopied = (0..<20).map {
            .init(trainingRow: $0, origin: "r", samples: 2, occurrences: 1)
        }
        return try LatentTargets(
            findings, training: training, heldOut: heldOut, options: LatentOptions(rows: rows, seed: seed))
    }

    @Test func drawsDistinctRowsOfBothSplitsAndTheMostCopied() throws {
        let found = try targets(10)
        for (group, first) in [(LatentTargets.Row.Group.training, 0), (.heldOut, 1000)] {
            let rows = found.rows.filter { $0.group == group }
            #expect(rows.count == 10 && Set(rows.map(\.row)).count == 10)
            for (place, row) in found.rows.enumerated() where row.group == group {
                #expect(found.values[place, 0] == Float(first + row.row))
            }
        }
        #expect(found.rows.filter { $0.group == .copied }.map(\.row) == Array(0..<8))
        #expect(try targets(10).rows == found.rows && targets(10, seed: 2).rows != found.rows)
    }

    @Test func rowsOfBothSplitsAreLeftOutAndFewRowsAreAllTaken() throws {
        let overlap = [AuditFindings.Pool.Overlap(heldOutRow: 3, trainingRow: 7), .init(heldOutRow: 4, trainingRow: 7)]
        let found = try targets(100, overlap: overlap)
        #expect(found.rows.filter { $0.group == .training }.map(\.row).sorted() == (0..<30).filter { $0 != 7 })
        #expect(
            found.rows.filter { $0.group == .heldOut }.map(\.row).sorted() == (0..<12).filter { $0 != 3 && $0 != 4 })
    }

    @Test func everyRowIsAsLikely() throws {
        var counts = [Int](repeating: 0, count: 30)
        for seed in 0..<300 { for row in try targets(3, seed: UInt64(seed)).rows.prefix(3) { counts[row.row] += 1 } }
        // 30 expected in each, deviation 5.2.
        #expect(counts.allSatisfy { (8...55).contains($0) }, "\(counts)")
    }
}
