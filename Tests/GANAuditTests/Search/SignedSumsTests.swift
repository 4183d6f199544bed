import GANNumerics
import Testing

@testable import GANAudit

@Suite struct SignedSumsTests {
    private func squaredDistance(_ rows: Matrix<Float>, _ first: Int, _ second: Int) -> Double {
        zip(rows.row(first), rows.row(second)).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    }

    @Test func narrowRowsStayAsTheyAre() {
        let rows = SeededGenerator(seed: 1).normalRows(3, columns: 256)
        let sums = SignedSums(of: 256)
        #expect(sums.isIdentity && sums.count == 256)
        #expect(sums.features(of: rows) == rows)
    }

    @Test(arguments: [257, 400, 2048, 5001]) func theMapIsAnOrthogonalProjection(width: Int) {
        let sums = SignedSums(of: width)
        #expect(!sums.isIdentity && sums.count == 256)
        // The images of the unit vectors are the columns of the map.
        var unit = Matrix<Float>(rows: width, columns: width)
        for index in 0..<width { unit[index, index] = 1 }
        let map = sums.features(of: unit).transposed
        for first in 0..<256 {
            let row = map.row(first)
            #expect(abs(row.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
            // Each column is in one sum, so different sums share none.
            let members = row.count { $0 != 0 }
            #expect(members == width / 256 || members == width / 256 + 1)
        }
        #expect(map.scalars.count { $0 != 0 } == width)
    }

    @Test func distancesNeverGrowAndAreRightOnAverage() {
        let width = 4096
        let rows = SeededGenerator(seed: 2).normalRows(40, columns: width)
        let features = SignedSums(of: width).features(of: rows)
        var ratios: [Double] = []
        for first in 0..<40 {
            for second in 0..<first {
                let ratio = squaredDistance(features, first, second) / squaredDistance(rows, first, second)
                #expect(ratio <= 1)
                ratios.append(ratio * Double(width) / 256)
            }
        }
        let mean = ratios.reduce(0, +) / Double(ratios.count)
        #expect(abs(mean - 1) < 0.03)
        let variance = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(ratios.count)
        #expect(variance.squareRoot() < 0.1)
    }

    @Test func theChoiceOfGroupsAndSignsIsPartOfTheMethod() {
        let rows = Matrix<Float>(rows: 1, columns: 512, scalars: (0..<512).map { Float($0) })
        let features = SignedSums(of: 512).features(of: rows)
        // Two values a sum; other figures would be another space under the same name.
        #expect(features.row(0).prefix(3).map { Int(($0 * Float(2).squareRoot()).rounded()) } == [155, -155, 501])
    }

    @Test func aRowDependsOnItsValuesAlone() {
        let rows = SeededGenerator(seed: 4).normalRows(10, columns: 700)
        let all = SignedSums(of: 700).features(of: rows)
        #expect(SignedSums(of: 700).features(of: rows.rows(in: 3..<5)) == all.rows(in: 3..<5))
    }
}
