import GANNumerics
import TestSupport
import Testing

@testable import GANMetrics

/// A classifier of labels on frozen features.
@Suite struct LinearProbeTests {
    /// Three classes along two columns, one of five columns constant.
    private func data(_ count: Int, seed: UInt64, gap: Float) -> (rows: Matrix<Float>, labels: [Int]) {
        var rows = SeededGenerator(seed: seed).normalRows(count, columns: 5)
        let labels = (0..<count).map { $0 % 3 }
        for row in 0..<count {
            rows[row, 0] += gap * Float(labels[row])
            rows[row, 1] += labels[row] == 1 ? gap : 0
            rows[row, 4] = 7
        }
        return (rows, labels)
    }

    @Test func separateClassesAreTold() throws {
        let (rows, labels) = data(900, seed: 1, gap: 6)
        let probe = try LinearProbe.train(rows, labels: labels, seed: 1)
        #expect(probe.accuracy > 0.97 && probe.classes == 3 && probe.heldOutRows == 180 && probe.isUseful)
        let fresh = data(300, seed: 2, gap: 6)
        let probabilities = probe.probabilities(fresh.rows)
        #expect(zip(probabilities.greatestColumns, fresh.labels).count { $0 == $1 } > 290)
        for row in 0..<300 { #expect(abs(probabilities.row(row).reduce(0, +) - 1) < 1e-4) }
        #expect((0..<3).allSatisfy { probe.confusion[$0, $0] > 0.9 })
    }

    /// The shares of two Gaussians of equal spread follow the logistic law; the probe comes near the best that there is.
    @Test func overlappingClassesAreToldAsWellAsTheyCanBe() throws {
        var rows = SeededGenerator(seed: 5).normalRows(4000, columns: 1)
        let labels = (0..<4000).map { $0 % 2 }
        for row in 0..<4000 { rows[row, 0] += labels[row] == 1 ? 2 : 0 }
        let probe = try LinearProbe.train(rows, labels: labels, seed: 1)
        // Half of the distance is one standard deviation: Φ(1) = 0.8413.
        #expect(abs(probe.accuracy - 0.8413) < 0.04)
        let middle = probe.probabilities(Matrix(rows: 2, columns: 1, scalars: [1, 3]))
        #expect(abs(middle[0, 1] - 0.5) < 0.06 && abs(middle[1, 1] - 0.982) < 0.02)
    }

    @Test func labelsThatSayNothingAreUseless() throws {
        let rows = SeededGenerator(seed: 1).normalRows(600, columns: 4)
        let probe = try LinearProbe.train(rows, labels: (0..<600).map { $0 % 3 }, seed: 1)
        #expect(!probe.isUseful && abs(probe.accuracy - 1 / 3) < 0.15)
    }

    @Test func hostileLabelsAreExplained() throws {
        let rows = SeededGenerator(seed: 1).normalRows(60, columns: 2)
        #expect(LinearProbe.obstacle(labels: [3, 3, 3]) == "the reference has one class only")
        #expect(LinearProbe.obstacle(labels: []) != nil && LinearProbe.obstacle(labels: [0, -1]) != nil)
        let many = try #require(LinearProbe.obstacle(labels: Array(0..<10_000)))
        #expect(many.contains("10000 classes"))
        #expect(LinearProbe.obstacle(labels: [0, 1, 2, 3])?.contains("fewer than 5 a class") == true)
        #expect(LinearProbe.obstacle(labels: (0..<60).map { $0 % 2 }) == nil)
        #expect(throws: MetricError.self) { try LinearProbe.train(rows, labels: [0, 1], seed: 1) }
        #expect(throws: MetricError.self) {
            try LinearProbe.train(rows, labels: [Int](repeating: 0, count: 60), seed: 1)
        }
    }

    @Test func sameProbabilitiesForAnyThreadCount() throws {
        let (rows, labels) = data(600, seed: 1, gap: 1)
        let one = try withThreads(1) { try LinearProbe.train(rows, labels: labels, seed: 1).probabilities(rows) }
        let four = try withThreads(4) { try LinearProbe.train(rows, labels: labels, seed: 1).probabilities(rows) }
        #expect(one == four)
    }
}
