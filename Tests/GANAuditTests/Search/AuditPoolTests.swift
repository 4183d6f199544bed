import GANData
import GANNumerics
import Testing

@testable import GANAudit

@Suite struct AuditPoolTests {
    private func source(_ rows: [[Float]]) -> ArraySource {
        ArraySource(
            name: "rows", rule: "test", shape: .vector(2),
            samples: Matrix(rows: rows.count, columns: 2, scalars: rows.flatMap { $0 }))
    }

    private func pool(_ training: [[Float]], _ heldOut: [[Float]]?) throws -> AuditPool {
        try AuditPool(
            training: source(training), heldOut: heldOut.map(source), geometry: nil, options: AuditOptions(),
            progress: { _ in })
    }

    @Test func repeatsAndOverlapAreSetAside() throws {
        let pool = try pool([[1, 0], [2, 0], [1, 0], [1, 0]], [[3, 0], [2, 0], [3, 0], [4, 0]])
        #expect(pool.trainingKept == [true, true, false, false])
        #expect(pool.heldOutKept == [true, false, false, true])
        #expect(pool.trainingRepeats == [0: 2])
        #expect(pool.heldOutRepeats == 1)
        #expect(pool.overlap.map(\.heldOut) == [1] && pool.overlap.map(\.training) == [1])
        #expect(pool.ambiguous == [1])
        // Three of [1, 0], two of [2, 0], two of [3, 0].
        #expect(pool.twins == 7)
        #expect(pool.rows == 8)
    }

    @Test func bothZerosAreOneValue() throws {
        #expect(try pool([[0, 1], [-0.0, 1]], nil).trainingKept == [true, false])
    }

    @Test func referenceRowsComeFromBothSetsAndCompete() throws {
        let rows = (0..<300).map { [Float($0), 0] }
        var pool = try pool(Array(rows[0..<200]), Array(rows[200..<300]))
        #expect(pool.reference.count == 300)
        #expect(pool.reference.count { $0.isTraining } == 200)
        let taken = pool.takeReferenceRows()
        #expect(pool.takeReferenceRows().rows == 0)
        for (place, member) in pool.reference.enumerated() {
            #expect(taken[place, 0] == Float(member.isTraining ? member.row : 200 + member.row))
        }
        #expect(Set(pool.exchangeability) == Set(0..<100))
        for (place, row) in pool.exchangeability.enumerated() {
            #expect(pool.exchangeabilityRows[place, 0] == Float(200 + row))
        }
    }

    @Test func mirroredTwinsCount() throws {
        let images = Matrix<Float>(rows: 3, columns: 4, scalars: [1, 2, 3, 4, 2, 1, 4, 3, 5, 5, 6, 6])
        let source = ArraySource(
            name: "images", rule: "test", shape: .image(height: 2, width: 2, channels: 1), samples: images)
        let pool = try AuditPool(
            training: source, heldOut: nil, geometry: ImageShape(height: 2, width: 2, channels: 1),
            options: AuditOptions(), progress: { _ in })
        // The first two are each other's mirror image; the third is its own.
        #expect(pool.twins == 2)
    }

    @Test func valuesThatAreNotFiniteAreRefused() {
        #expect(throws: AuditError.nonFinite(source: "rows", row: 1)) { try pool([[1, 0], [.infinity, 0]], nil) }
    }
}
