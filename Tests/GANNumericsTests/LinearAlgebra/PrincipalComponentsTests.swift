import GANNumerics
import Testing

@Suite struct PrincipalComponentsTests {
    /// Variances 9, 4 and 0 along rotated axes.
    private let rows = Matrix<Float>(
        rows: 4, columns: 3, scalars: [3, 1, 0, -3, 1, 0, 0, 3, 0, 0, -1, 0])

    @Test func componentsVariancesAndSigns() throws {
        let fitted = try PrincipalComponents.fit(rows, count: 2)
        #expect(NaiveReference.largestDifference(fitted.mean, [0, 1, 0]) < 1e-15)
        #expect(NaiveReference.largestDifference(fitted.components.scalars, [1, 0, 0, 0, 1, 0]) < 1e-15)
        #expect(NaiveReference.largestDifference(fitted.variances, [6, 8.0 / 3]) < 1e-14)
        #expect(abs(fitted.totalVariance - (6 + 8.0 / 3)) < 1e-14)
    }

    @Test func projectingGivesTheCoordinates() throws {
        let projected = try PrincipalComponents.fit(rows, count: 2).project(rows)
        #expect(projected.scalars == [3, 0, -3, 0, 0, 2, 0, -2])
    }

    @Test func allComponentsKeepDistances() throws {
        let rows = SeededGenerator(seed: 1).normalRows(700, columns: 20)
        let fitted = try PrincipalComponents.fit(rows, count: 20)
        let projected = fitted.project(rows)
        #expect(projected.rows == 700 && projected.columns == 20)
        for row in 1..<100 {
            let before = EuclideanDistance.between(rows, row: 0, rows, row: row)
            #expect(abs(EuclideanDistance.between(projected, row: 0, projected, row: row) - before) < 1e-5)
        }
        for component in 0..<20 {
            let vector = fitted.components.row(component)
            #expect((vector.max() ?? 0) >= -(vector.min() ?? 0))
        }
        #expect(fitted.variances == fitted.variances.sorted(by: >))
    }
}
