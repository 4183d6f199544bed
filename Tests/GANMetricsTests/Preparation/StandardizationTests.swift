import GANNumerics
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct StandardizationTests {
    @Test func chosenRowsHaveMean0AndVariance1() {
        let first = mapped(normalRows(1, 40, 3)) { $0 * 5 + 1000 }
        let second = mapped(normalRows(2, 60, 3)) { $0 * 2 + 900 }
        let (a, b) = (Array(0..<30), Array(10..<60))
        let scaling = Standardization(first, rows: a, second, rows: b)
        let both = scaling.apply(first, rows: a).appendingRows(of: scaling.apply(second, rows: b))
        #expect(scaling.columns == [0, 1, 2])
        for column in 0..<3 {
            let values = (0..<both.rows).map { Double(both[$0, column]) }
            #expect(abs(Statistics.mean(values)) < 1e-6 && abs(Statistics.variance(values) * 79 / 80 - 1) < 1e-6)
        }
    }

    @Test func constantColumnsAreDropped() {
        let set = rows([[0.1, 1, 7], [0.1, 2, 7], [0.1, 3, 7]])
        let scaling = Standardization(set, rows: [0, 1], set, rows: [2])
        #expect(scaling.columns == [1])
        #expect(scaling.apply(set, rows: [2]).columns == 1)
    }
}
