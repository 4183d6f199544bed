import GANNumerics
import Testing

@testable import GANAudit

@Suite struct BlendedViewsTests {
    @Test func takingOneRowOutOfABlendLeavesTheOther() {
        let rows = SeededGenerator(seed: 3).normalRows(3, columns: 20)
        for (number, part) in BlendedViews.parts.enumerated() where part.rank < 2 {
            var blend = Matrix<Float>(rows: 1, columns: 20)
            for column in 0..<20 {
                blend[0, column] = part.share * rows[part.rank, column] + (1 - part.share) * rows[2, column]
            }
            let views = BlendedViews(queries: AuditQueries(blend), first: 0, taken: [[0, 1]], rows: rows)
            var seen = [Float](repeating: 7, count: views.count * 20)
            seen.withUnsafeMutableBufferPointer { target in
                if let base = target.baseAddress { views.write(0, base) }
            }
            for column in 0..<20 { #expect(abs(seen[number * 20 + column] - rows[2, column]) < 1e-5) }
            // A third row there is none.
            #expect(seen[3 * 20].isNaN && !seen[0].isNaN)
        }
    }

    @Test func blendsNameBothRows() {
        let taken = [AuditCandidates.Row(isTraining: true, row: 12), .init(isTraining: false, row: 3)]
        #expect(
            BlendedViews.transformation(0, takenOut: taken)
                == .init(name: "blended", detail: "about half of it and half of training row 12"))
        #expect(
            BlendedViews.transformation(1, takenOut: taken).detail
                == "about a quarter of it and three quarters of training row 12")
        #expect(
            BlendedViews.transformation(2, takenOut: taken).detail
                == "about half of it and half of held-out row 3")
        // A third row was not taken out.
        #expect(BlendedViews.transformation(3, takenOut: taken) == .init(name: "blended"))
        #expect(BlendedViews.transformation(9, takenOut: taken) == .init(name: "blended"))
    }
}
