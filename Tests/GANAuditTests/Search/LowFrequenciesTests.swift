import GANNumerics
import Testing

@testable import GANAudit

@Suite struct LowFrequenciesTests {
    private func noise(_ rows: Int, _ columns: Int) -> Matrix<Float> {
        Matrix(
            rows: rows, columns: columns,
            scalars: SeededGenerator(seed: 2).normalRows(rows, columns: columns).scalars.map { 128 + 30 * $0 })
    }

    @Test func aSmallImageKeepsAllDistances() {
        // At most eight pixels a side: nothing is left out, and the transform is a rotation.
        let images = noise(2, 8 * 5 * 3)
        let transform = LowFrequencies(height: 8, width: 5, channels: 3)
        let features = transform.features(of: images)
        #expect(features.columns == 120 && transform.count == 120)
        func square(_ rows: Matrix<Float>) -> Double {
            zip(rows.row(0), rows.row(1)).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
        }
        #expect(abs(square(features) / square(images) - 1) < 1e-5)
    }

    @Test func aConstantImageIsItsFirstCoefficientInEachChannel() {
        let image = Matrix<Float>(rows: 1, columns: 20 * 30 * 2) { target in
            for index in target.indices { target[index] = index % 2 == 0 ? 10 : -4 }
        }
        let row = Array(LowFrequencies(height: 20, width: 30, channels: 2).features(of: image).row(0))
        let scale = Float(600).squareRoot()
        #expect(abs(row[0] - 10 * scale) < 1e-2 && abs(row[1] + 4 * scale) < 1e-2)
        #expect(row.dropFirst(2).allSatisfy { abs($0) < 1e-2 })
    }

    @Test func distancesShrinkAndRowsDependOnThemselvesAlone() {
        let images = noise(40, 28 * 28)
        let transform = LowFrequencies(height: 28, width: 28, channels: 1)
        let features = transform.features(of: images)
        #expect(features.columns == 64)
        #expect(transform.features(of: images.rows(in: 7..<8)).row(0).elementsEqual(features.row(7)))
        func square(_ values: ArraySlice<Float>) -> Float { values.reduce(0) { $0 + $1 * $1 } }
        for row in 0..<40 { #expect(square(features.row(row)) <= square(images.row(row)) * 1.0001) }
    }
}
