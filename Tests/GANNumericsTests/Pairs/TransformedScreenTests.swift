import Testing

@testable import GANNumerics

@Suite struct TransformedScreenTests {
    /// Half of the squared distance of two vectors' numbers, from the packed panel.
    private func key(_ numbers: [Int16], half: Int32, _ screen: TransformedScreen, row: Int) -> Int32 {
        let group = TransformedScreen.group
        let base = row / group * group * screen.width
        var product: Int32 = 0
        for column in 0..<screen.width {
            let place = base + column / 2 * 2 * group + row % group * 2 + column % 2
            product += Int32(numbers[column]) * Int32(screen.panel[place])
        }
        return half + screen.halfNorms[row] - product
    }

    @Test(arguments: NeighbourData.allCases, [Float(1), 1000])
    func boundsNeverExceedTrueDistances(data: NeighbourData, scale: Float) {
        let rows = data.rows(200, columns: 130, seed: 1)
        var vectors = data.rows(20, columns: 130, seed: 2)
        if data != .huge { for index in vectors.scalars.indices { vectors.scalars[index] *= scale } }
        let screen = TransformedScreen(rows, coordinates: 32)
        var numbers = [Int16](repeating: 0, count: 20 * screen.width)
        let projections = screen.project(vectors.scalars, count: 20, into: &numbers)
        for vector in 0..<20 {
            let own = Array(numbers[vector * screen.width..<(vector + 1) * screen.width])
            for row in 0..<200 {
                let bound = screen.lowerBound(
                    key: key(own, half: projections[vector].half, screen, row: row), slack: projections[vector].slack)
                #expect(bound <= EuclideanDistance.between(vectors, row: vector, rows, row: row))
            }
        }
    }

    /// Fewer rows than coordinates leave no reduction: all columns are rounded, tens of thousands of them for large images.
    @Test func wideRowsStayNearTheTrueDistances() {
        let rows = NeighbourData.subspace.rows(20, columns: 70_000, seed: 1)
        let screen = TransformedScreen(rows, coordinates: 32)
        var numbers = [Int16](repeating: 0, count: screen.width)
        let projection = screen.project(rows.rows(in: 5..<6).scalars, count: 1, into: &numbers)[0]
        for row in 0..<20 {
            let distance = EuclideanDistance.between(rows, row: 5, rows, row: row)
            let bound = screen.lowerBound(
                key: key(numbers, half: projection.half, screen, row: row), slack: projection.slack)
            #expect(bound <= distance && (row == 5 || bound > 0.9 * distance), "row \(row): \(bound) of \(distance)")
        }
    }

    @Test func numbersComeNearTheTrueDistances() {
        let rows = NeighbourData.subspace.rows(300, columns: 130, seed: 1)
        let screen = TransformedScreen(rows, coordinates: 32)
        var numbers = [Int16](repeating: 0, count: screen.width)
        let projection = screen.project(rows.rows(in: 5..<6).scalars, count: 1, into: &numbers)[0]
        for row in 0..<300 where row != 5 {
            let bound = screen.lowerBound(
                key: key(numbers, half: projection.half, screen, row: row), slack: projection.slack)
            #expect(bound > 0.9 * EuclideanDistance.between(rows, row: 5, rows, row: row))
        }
    }
}
