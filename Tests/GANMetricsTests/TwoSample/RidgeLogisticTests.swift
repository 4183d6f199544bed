import Foundation
import GANNumerics
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct RidgeLogisticTests {
    @Test func findsTheStationaryPoint() {
        let rows = normalRows(3, 200, 7)
        let labels = (0..<200).map { Double(rows[$0, 0] + 0.5 * rows[$0, 2]) + 0.3 > 0 }
        let penalty = 0.02
        let model = RidgeLogistic.fit(rows, labels: labels, penalty: penalty)
        #expect(model.isConverged)
        let scores = model.scores(rows)
        let residuals = zip(scores, labels).map { 1 / (1 + exp(-$0)) - ($1 ? 1 : 0) }
        for column in 0..<7 {
            let slope = (0..<200).reduce(0.0) { $0 + residuals[$1] * Double(rows[$1, column]) } / 200
            #expect(abs(slope + penalty * model.weights[column]) < 2e-5)
        }
        #expect(abs(Statistics.mean(residuals)) < 2e-5)
        #expect(model.weights[0] > 2 * abs(model.weights[1]) && model.weights[0] > model.weights[2])
    }

    @Test func separableRowsConvergeUnderTheRidge() {
        let rows = rows([[-1, 0], [-2, 1], [1, 0], [2, -1]])
        let model = RidgeLogistic.fit(rows, labels: [false, false, true, true], penalty: 0.01)
        #expect(model.isConverged)
        let scores = model.scores(rows)
        #expect(scores[0] < 0 && scores[1] < 0 && scores[2] > 0 && scores[3] > 0)
    }

    @Test func interceptHasNoPenalty() {
        let rows = Matrix<Float>(rows: 100, columns: 1, repeating: 0)
        let model = RidgeLogistic.fit(rows, labels: (0..<100).map { $0 < 80 }, penalty: 10)
        #expect(abs(model.weights[1] - log(4)) < 1e-3 && model.weights[0] == 0)
    }

    @Test func strongerRidgeGivesShorterWeights() {
        let rows = normalRows(3, 100, 20)
        let labels = (0..<100).map { $0 % 2 == 0 }
        let lengths = [0.01, 0.1, 1].map { penalty in
            RidgeLogistic.fit(rows, labels: labels, penalty: penalty).weights.dropLast().reduce(0) { $0 + $1 * $1 }
        }
        #expect(lengths[0] > lengths[1] && lengths[1] > lengths[2])
    }
}
