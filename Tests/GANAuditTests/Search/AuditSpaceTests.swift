import GANData
import GANNumerics
import Testing

@testable import GANAudit

@Suite struct AuditSpaceTests {
    @Test(arguments: [
        (SampleShape.image(height: 28, width: 28, channels: 1), 64, "64 lowest cosine frequencies"),
        (.image(height: 4, width: 32, channels: 3), 96, "96 lowest cosine frequencies"),
        (.vector(2), 2, "as they are"), (.vector(2048), 256, "256 signed sums"),
    ])
    func eachShapeHasASpaceOfFewNumbers(shape: SampleShape, count: Int, name: String) {
        let space = AuditSpace(of: shape)
        #expect(space.count == count && "\(space)" == name)
        let rows = SeededGenerator(seed: 1).normalRows(2, columns: shape.size)
        let features = space.features(of: rows)
        #expect(features.rows == 2 && features.columns == count)
        #expect((features == rows) == (name == "as they are"))
    }
}
