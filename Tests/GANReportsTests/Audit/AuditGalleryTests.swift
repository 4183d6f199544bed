import GANData
import GANNumerics
import Testing

@testable import GANAudit
@testable import GANReports

@Suite struct AuditGalleryTests {
    @Test func everyTransformationHasItsTurn() {
        // A hundred plain copies come first, then three mirrored ones.
        let copies = (0..<103).map { index in
            var copy = MockAudit.copy(index)
            copy.transformation = AuditTransformation(name: index < 100 ? "identity" : "mirrored")
            return copy
        }
        let chosen = AuditGallery.chosen(copies, limit: 10)
        #expect(chosen.map(\.rank) == [1, 2, 3, 4, 5, 6, 7, 101, 102, 103])
        #expect(AuditGallery.chosen(copies, limit: 200).count == 103)
        #expect(AuditGallery.chosen([], limit: 10).isEmpty)
    }

    @Test func readsTheImagesOfPairsAndLeaks() throws {
        let findings = MockAudit.copying(copies: 5).findings
        func source(_ count: Int, offset: Int) -> ArraySource {
            ArraySource(
                name: "rows", rule: "test", shape: .image(height: 2, width: 2, channels: 1),
                samples: Matrix(rows: count, columns: 4, scalars: (0..<count * 4).map { Float(offset + $0 / 4) }))
        }
        let gallery = try #require(
            try AuditGallery(
                findings, samples: source(40, offset: 100), training: source(10, offset: 0),
                limits: AuditGallery.Limits.page))
        #expect(gallery.pairs.map(\.sample) == [0, 5, 10, 15, 20].map { [Float](repeating: 100 + $0, count: 4) })
        #expect(gallery.pairs.map(\.training) == (0..<5).map { [Float](repeating: Float($0), count: 4) })
        #expect(gallery.leaks.map(\.training) == (0..<5).map { [Float](repeating: Float($0), count: 4) })
    }

    @Test func vectorsHaveNone() throws {
        let source = ArraySource(
            name: "v", rule: "test", shape: .vector(2), samples: Matrix(rows: 4, columns: 2, repeating: 1))
        #expect(
            try AuditGallery(
                MockAudit.copying().findings, samples: source, training: source, limits: AuditGallery.Limits.page)
                == nil)
    }

    @Test func largeImagesAreFewer() {
        #expect(AuditSprites.pairs(of: ImageShape(height: 28, width: 28, channels: 1), atMost: 240) == 240)
        #expect(AuditSprites.pairs(of: ImageShape(height: 32, width: 32, channels: 3), atMost: 240) < 240)
        #expect(AuditSprites.pairs(of: ImageShape(height: 1024, width: 1024, channels: 3), atMost: 240) >= 12)
        #expect(AuditSprites.pairs(of: ImageShape(height: 8, width: 8, channels: 1), atMost: 7) == 7)
    }
}
