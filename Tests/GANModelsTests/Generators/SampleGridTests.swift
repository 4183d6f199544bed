import Foundation
import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

@Suite struct SampleGridTests {
    @Test func imagesStandEnlargedInEightColumns() throws {
        let folder = try TemporaryFolder()
        let samples = Matrix<Float>(rows: 16, columns: 64, repeating: 7)
        try SampleGrid.write(samples, shape: .image(height: 8, width: 8, channels: 1), to: folder.file("grid.png"))
        let picture = try SampleSources.open(folder.file("grid.png"))
        guard case .image(let height, let width, 1) = picture.shape else {
            Issue.record("\(picture.shape)")
            return
        }
        #expect(width >= 8 * 64 && height >= 2 * 64 && width > height)
        #expect(try picture.read(rows: 0..<1).scalars.contains(7))
    }

    @Test func pointsAreDotsOnWhiteAndNonFiniteOnesAreLeftOut() throws {
        let folder = try TemporaryFolder()
        let points = Matrix<Float>(rows: 3, columns: 2, scalars: [1, 0, -1, 0, .nan, 5])
        try SampleGrid.write(points, shape: .vector(2), to: folder.file("points.png"))
        let picture = try SampleSources.open(folder.file("points.png"))
        #expect(try picture.read(rows: 0..<1).scalars.count { $0 < 255 } == 2)
    }

    @Test func pointsAtTheOriginAreNoDivisionByZero() throws {
        let folder = try TemporaryFolder()
        let points = Matrix<Float>(rows: 6, columns: 2)
        try SampleGrid.write(points, shape: .vector(2), to: folder.file("points.png"))
        let picture = try SampleSources.open(folder.file("points.png"))
        #expect(try picture.read(rows: 0..<1).scalars.count { $0 < 255 } == 1)
    }
}
