import GANNumerics
import Testing

@testable import GANData

@Suite struct ImageFaultsTests {
    private let faults = ImageFaults(ImageShape(height: 3, width: 4, channels: 3))
    private let images = Matrix<Float>(rows: 2, columns: 36, scalars: (0..<72).map { Float($0 * 3 % 200) })

    @Test func shiftsMoveTheChannelsThatTheySay() {
        let tinted = faults.tinted(images, by: 10)
        #expect(tinted[0, 0] == images[0, 0] + 10 && tinted[0, 1] == images[0, 1])
        #expect(tinted[0, 5] == max(0, images[0, 5] - 10))
        let brighter = faults.brightened(images, by: 100)
        #expect(brighter.scalars.max() == 255 && brighter[0, 0] == 100)
    }

    @Test func blurKeepsConstantsAndFlattensTheRest() {
        let flat = Matrix<Float>(rows: 1, columns: 36, repeating: 77)
        #expect(faults.blurred(flat, sigma: 1) == flat)
        let shape = ImageFaults(ImageShape(height: 5, width: 5, channels: 1))
        var spot = Matrix<Float>(rows: 1, columns: 25)
        spot[0, 12] = 255
        let soft = shape.blurred(spot, sigma: 0.7)
        #expect(soft[0, 12] < 255 && soft[0, 7] > 0 && soft[0, 7] == soft[0, 11] && soft[0, 7] == soft[0, 17])
    }

    @Test func noiseIsThatOfItsSeed() {
        let stream = SeededGenerator(seed: 3)
        let noisy = faults.noisy(images, deviation: 5, stream)
        #expect(noisy == faults.noisy(images, deviation: 5, stream) && noisy != images)
        #expect(noisy.scalars.allSatisfy { $0 >= 0 && $0 <= 255 && $0 == $0.rounded() })
    }

    @Test func movesByAPixel() {
        let moved = faults.movedRight(images)
        #expect(moved[1, 3] == images[1, 0] && moved[1, 0] == images[1, 0] && moved[1, 12] == images[1, 12])
    }
}
