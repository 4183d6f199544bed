import Foundation
import GANData
import GANNumerics
import Testing

@testable import GANAudit

@Suite struct AuditTransformationTests {
    @Test func viewsNameWhatTheyUndo() {
        #expect(ImageView().transformation == .identity)
        #expect(ImageView(isMirrored: true).transformation.name == "mirrored")
        #expect(ImageView(down: -1, right: 2).transformation == .init(name: "shifted", detail: "2 right, 1 up"))
        #expect(
            ImageView(isMirrored: true, down: 1).transformation == .init(name: "mirrored_shifted", detail: "1 down"))
        #expect(ImageView(zoom: 1.1).transformation == .init(name: "rescaled", detail: "by 1.1"))
    }

    @Test func allShiftsAndSizesComeOnce() {
        let views = ImageView.moved(shift: 2)
        #expect(views.count == 2 * (24 + 4))
        #expect(Set(views.map { "\($0)" }).count == views.count)
        #expect(!views.contains(ImageView()) && !views.contains(ImageView(isMirrored: true)))
    }

    @Test func windowsShowTheSameContentWhateverTheShift() {
        let geometry = ImageShape(height: 8, width: 9, channels: 2)
        let image = SeededGenerator(seed: 1).normalRows(1, columns: geometry.size).scalars
        // The sample lies one row lower and two columns further left than the image.
        var sample = [Float](repeating: -9, count: geometry.size)
        for row in 1..<8 {
            for column in 0..<7 {
                for channel in 0..<2 {
                    sample[(row * 9 + column) * 2 + channel] = image[((row - 1) * 9 + column + 2) * 2 + channel]
                }
            }
        }
        var (expected, seen) = ([Float](repeating: 0, count: 40), [Float](repeating: 1, count: 40))
        geometry.write(ImageView(), of: image, margin: 2, to: &expected)
        geometry.write(ImageView(down: 1, right: -2), of: sample, margin: 2, to: &seen)
        #expect(expected == seen)
    }

    @Test func mirroringTwiceIsTheImage() {
        let geometry = ImageShape(height: 5, width: 6, channels: 3)
        let images = SeededGenerator(seed: 2).normalRows(4, columns: geometry.size)
        #expect(geometry.mirrored(geometry.mirrored(images)) == images)
        #expect(geometry.mirrored(images)[0, 0] == images[0, 15])
    }

    /// A picture that is turned clockwise by 10 degrees lies as it was in the view that undoes it.
    @Test func turningIsUndoneOnSmoothImages() {
        let geometry = ImageShape(height: 20, width: 20, channels: 1)
        func ramp(_ degrees: Double) -> [Float] {
            (0..<400).map { place in
                let (y, x) = (Double(place / 20) - 9.5, Double(place % 20) - 9.5)
                let angle = degrees * Double.pi / 180
                // Where the pixel was before the turn.
                let (down, right) = (y * cos(angle) - x * sin(angle), x * cos(angle) + y * sin(angle))
                return Float(100 + 3 * down - 2 * right)
            }
        }
        var (expected, seen) = ([Float](repeating: 0, count: 100), [Float](repeating: 1, count: 100))
        geometry.write(ImageView(), of: ramp(0), margin: 5, to: &expected)
        geometry.write(ImageView(turn: 10), of: ramp(10), margin: 5, to: &seen)
        #expect(zip(expected, seen).allSatisfy { abs($0 - $1) < 1e-2 })
        #expect(ImageView(turn: -5).transformation == .init(name: "rotated", detail: "by -5 degrees"))
        // A mirrored copy is turned the same way.
        var image = Matrix<Float>(rows: 1, columns: 400)
        for (column, value) in ramp(10).enumerated() { image[0, column] = value }
        let mirrored = Array(geometry.mirrored(image).row(0))
        geometry.write(ImageView(isMirrored: true, turn: 10), of: mirrored, margin: 5, to: &seen)
        #expect(zip(expected, seen).allSatisfy { abs($0 - $1) < 1e-2 })
        #expect(ImageView(isMirrored: true, turn: 10).transformation.name == "mirrored_rotated")
    }

    @Test func enlargingIsUndoneOnSmoothImages() {
        let geometry = ImageShape(height: 20, width: 20, channels: 1)
        func ramp(_ scale: Float) -> [Float] {
            (0..<400).map { place in
                let (y, x) = (Float(place / 20) - 9.5, Float(place % 20) - 9.5)
                return 100 + 3 * y * scale - 2 * x * scale
            }
        }
        var (expected, seen) = ([Float](repeating: 0, count: 256), [Float](repeating: 1, count: 256))
        geometry.write(ImageView(), of: ramp(1), margin: 2, to: &expected)
        // Enlarged by 1.1, a ramp is 1.1 times less steep.
        geometry.write(ImageView(zoom: 1.1), of: ramp(1 / 1.1), margin: 2, to: &seen)
        #expect(zip(expected, seen).allSatisfy { abs($0 - $1) < 1e-3 })
    }
}
