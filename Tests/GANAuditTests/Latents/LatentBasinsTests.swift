import GANData
import GANNumerics
import Testing

@testable import GANAudit

@Suite struct LatentBasinsTests {
    @Test func aWidthEndsWhereTheDistanceFirstPassesTheBound() {
        #expect(LatentBasins.width([0, 10, 20, 30, 40], within: 25) == 0.625)
        #expect(LatentBasins.width([0, 10, 20, 30, 40], within: 20) == 0.5)
        #expect(LatentBasins.width([0, 10, 30, 5, 5], within: 20) == 0.375)
        #expect(LatentBasins.width([26, 0, 0], within: 25) == 0)
        #expect(LatentBasins.width([1, 2, 3], within: 25) == 1)
        #expect(LatentBasins.width([0, 10], within: 0) == 0)
    }

    @Test func aMirroredRowFacesTheOtherWay() {
        let row = Matrix<Float>(rows: 1, columns: 12, scalars: (0..<12).map(Float.init))
        let mirrored = LatentBasins.mirrored(row, shape: .image(height: 2, width: 3, channels: 2))
        #expect(mirrored.scalars == [4, 5, 2, 3, 0, 1, 10, 11, 8, 9, 6, 7])
        #expect(LatentBasins.mirrored(row, shape: .vector(12)) == row)
    }
}
