import GANNumerics
import RealModule
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct ImageAppearanceTests {
    typealias Column = ImageAppearance.Column

    private func value(_ column: Column, _ rows: Matrix<Float>, row: Int = 0) -> Double {
        Double(rows[row, column.index])
    }

    /// One image by a rule, channels last.
    private func image(
        _ height: Int, _ width: Int, channels: Int = 1, _ rule: (_ y: Int, _ x: Int, _ channel: Int) -> Float
    ) -> Matrix<Float> {
        var scalars: [Float] = []
        for y in 0..<height { for x in 0..<width { for c in 0..<channels { scalars.append(rule(y, x, c)) } } }
        return Matrix(rows: 1, columns: scalars.count, scalars: scalars)
    }

    /// The values of an independent program (numpy, scipy.fft.dctn) for the same image.
    @Test func agreesWithIndependentValues() {
        let found = ImageAppearance(height: 12, width: 10, channels: 1).measure(
            image(12, 10) { y, x, _ in Float((37 * y * y + 91 * x + 13 * x * y) % 256) })
        let expected: [(Column, Double)] = [
            (.brightness, 123.95), (.contrast, 73.295_389_805), (.sharpness, 12.746_528_831),
            (.clippedDark, 1 / 60.0), (.clippedBright, 1 / 60.0), (.orientation, 1.019_586_861),
            (.leftRight, 10.366_666_667), (.upDown, -14.466_666_667), (.blockiness, 2.134_539_432),
            (.checkerboard, 0.028_846_250), (.band2, 18.952_045_123), (.band3, 2.911_486_908),
            (.band4, 25.078_695_956), (.band5, 26.219_906_996), (.band6, 26.027_619_956),
            (.band7, 31.575_123_619), (.band8, 32.639_981_605), (.band9, 29.428_137_736),
        ]
        for (column, number) in expected {
            #expect(isClose(value(column, found), number, relative: 1e-4, absolute: 1e-4), "\(column)")
        }
        // Twelve rows have no frequency in the lowest ring: its power is that of rounding in every image.
        #expect(isClose(value(.band1, found), 10 * .log10(1 / 12.0), relative: 1e-5))
        for column in Column.allCases.dropFirst(Column.redMean.index).prefix(12) { #expect(value(column, found) == 0) }
    }

    @Test(arguments: [(28, 28), (5, 40), (1, 9), (3, 3), (130, 40), (300, 129)])
    func powerIsVariance(height: Int, width: Int) {
        let pixels = SeededGenerator(seed: 3).normalRows(1, columns: height * width)
        let rows = mapped(pixels) { 128 + 30 * $0 }
        let found = ImageAppearance(height: height, width: width, channels: 1).measure(rows)
        let power = Column.bands.reduce(0.0) { $0 + .exp10(value($1, found) / 10) }
        let variance = value(.contrast, found) * value(.contrast, found)
        // Tiles leave out what is slower than they are long, and share pixels where the sides are no multiples.
        let tolerance = max(height, width) > 128 ? 0.05 : 0.002
        #expect(abs(power / variance - 1) < tolerance, "\(power) for \(variance)")
    }

    @Test func coloursAreThoseOfTheChannels() {
        let found = ImageAppearance(height: 4, width: 6, channels: 3).measure(
            image(4, 6, channels: 3) { y, x, c in
                let grey = Float(20 * y + 7 * x)
                return c == 0 ? grey + 30 : c == 1 ? grey : 255 - grey
            })
        #expect(isClose(value(.redMean, found) - value(.greenMean, found), 30, relative: 1e-5))
        #expect(isClose(value(.redGreenBalance, found), 30, relative: 1e-5))
        #expect(value(.redGreenCorrelation, found) > 0.99 && value(.greenBlueCorrelation, found) < -0.99)
        #expect(value(.blueRedCorrelation, found) < -0.99 && value(.saturation, found) > 100)
        #expect(isClose(value(.redContrast, found), value(.blueContrast, found), relative: 1e-4))
        // Grey in three channels looks like grey in one.
        let grey = image(9, 9) { y, x, _ in Float((y * 31 + x * 17) % 200) }
        let triple = Matrix(rows: 1, columns: 243, scalars: grey.scalars.flatMap { [$0, $0, $0] })
        let one = ImageAppearance(height: 9, width: 9, channels: 1).measure(grey)
        let three = ImageAppearance(height: 9, width: 9, channels: 3).measure(triple)
        for column in [Column.brightness, .contrast, .sharpness, .band6, .checkerboard, .blockiness] {
            #expect(isClose(value(column, one), value(column, three), relative: 1e-3, absolute: 1e-3), "\(column)")
        }
        #expect(value(.saturation, three) == 0 && value(.redGreenBalance, three) == 0)
    }

    @Test func eachColumnSeesWhatItIsNamedFor() {
        let measure = ImageAppearance(height: 32, width: 32, channels: 1)
        func rows(_ rule: (Int, Int) -> Float) -> Matrix<Float> {
            measure.measure(image(32, 32) { y, x, _ in rule(y, x) })
        }
        let smooth: (Int, Int) -> Float = { y, x in
            128 + 60 * .sin(Float(y) / 5) * .cos(Float(x) / 6) + 20 * .sin(Float(x * y) / 40)
        }
        let plain = rows(smooth)
        let checkered = rows { smooth($0, $1) + (($0 + $1) % 2 == 0 ? 3 : -3) }
        let striped = rows { smooth($0, $1) + ($1 % 2 == 0 ? 3 : -3) }
        #expect(value(.checkerboard, checkered) > value(.checkerboard, plain) + 6)
        #expect(value(.checkerboard, striped) > value(.checkerboard, plain) + 6)
        #expect(value(.sharpness, checkered) > value(.sharpness, plain) + 3)
        #expect(value(.orientation, striped) > value(.orientation, plain) + 1)
        let blocks = rows { y, x in smooth(y / 8 * 8 + 4, x / 8 * 8 + 4) }
        #expect(value(.blockiness, blocks) > value(.blockiness, plain) + 10)
        #expect(abs(value(.blockiness, plain)) < 4)
        let faint = rows { y, x in 100 + 0.5 * (smooth(y, x) - 100) }
        #expect(isClose(value(.contrast, faint), value(.contrast, plain) / 2, relative: 1e-4))
        #expect(isClose(value(.sharpness, faint), value(.sharpness, plain), absolute: 0.05))
        #expect(isClose(value(.band4, plain) - value(.band4, faint), 20 * .log10(2), relative: 0.01))
        let mirrored = rows { y, x in smooth(y, 31 - x) }
        #expect(isClose(value(.leftRight, mirrored), -value(.leftRight, plain), relative: 1e-3, absolute: 1e-3))
        #expect(isClose(value(.band3, mirrored), value(.band3, plain), relative: 1e-3))
    }

    @Test func oddImagesAreMeasured() {
        for (height, width, channels) in [(1, 1, 1), (1, 1, 3), (2, 1, 2), (1, 7, 4), (2, 2, 5), (129, 2, 1)] {
            let measure = ImageAppearance(height: height, width: width, channels: channels)
            let flat = Matrix<Float>(rows: 3, columns: height * width * channels, repeating: 255)
            let found = measure.measure(flat)
            #expect(found.firstNonFinite == nil && found.rows == 3)
            #expect(
                value(.clippedBright, found) == 1 && value(.contrast, found) < 1e-3 && value(.brightness, found) > 254.9
            )
            #expect(abs(value(.sharpness, found)) < 1e-3)
            #expect(measure.measure(Matrix(rows: 0, columns: flat.columns)).rows == 0)
        }
    }

    @Test func anImageDoesNotDependOnItsNeighbours() {
        let measure = ImageAppearance(height: 20, width: 24, channels: 3)
        let images = mapped(normalRows(9, 150, 20 * 24 * 3)) { 128 + 40 * $0 }
        let all = withThreads(1) { measure.measure(images) }
        #expect(withThreads(4) { measure.measure(images) } == all)
        #expect(measure.measure(images.rows(in: 37..<101)) == all.rows(in: 37..<101))
    }
}
