import GANNumerics
import OrderedCollections
import Testing

@testable import GANMetrics

@Suite struct ClassConditionFigureTests {
    private let asked = (0..<120).map { $0 % 3 }

    @Test func accuracyStandsBesideChance() {
        // Five of the samples of class 0 are taken for class 2.
        var predicted = asked
        for row in 0..<5 { predicted[3 * row] = 2 }
        let found = ClassAccuracy.evaluate(
            asked: asked, predicted: predicted, classes: 3, real: .init(value: 0.9, basis: "held-out"), seed: 1)
        #expect(found.value == 115.0 / 120 && found.ceiling?.value == 0.9)
        #expect(abs((found.null?.value ?? 0) - 1.0 / 3) < 1e-12)
        #expect(found.parts["p_value"] == .number(0.001))
        #expect(found.parts["class_accuracies"] == .numbers([35.0 / 40, 1, 1]))
        #expect(found.parts["asked"] == .counts([40, 40, 40]))
    }

    @Test func aLabelThatChangesNothingIsNotTold() {
        let same = ClassAccuracy.evaluate(
            asked: asked, predicted: [Int](repeating: 1, count: 120), classes: 3, real: nil, seed: 1)
        #expect(same.parts["p_value"] == .number(1) && abs(same.value - (same.null?.value ?? 0)) < 1e-12)
        var generator = SeededGenerator(seed: 4)
        let drawn = ClassAccuracy.evaluate(
            asked: asked, predicted: generator.permutation(of: 120).map { $0 % 3 }, classes: 3, real: nil, seed: 1)
        guard case .number(let p)? = drawn.parts["p_value"] else {
            Issue.record("no p-value")
            return
        }
        #expect(p > 0.01)
    }

    @Test func distancesAreWithinClasses() throws {
        func rows(_ seed: UInt64) -> Matrix<Float> {
            let noise = SeededGenerator(seed: seed).normalRows(120, columns: 2)
            return Matrix(
                rows: 120, columns: 2,
                scalars: (0..<240).map { noise.scalars[$0] + 6 * Float($0 / 2 % 3) })
        }
        let (real, samples, fresh) = (rows(1), rows(2), rows(3))
        let right = try #require(
            try ClassDistance.evaluate(
                samples: samples, asked: asked, real: real, labels: asked, heldOut: (fresh, asked), classes: 3))
        #expect(right.classes.map(\.number) == [0, 1, 2] && right.result.null?.value == 0)
        let moved = try #require(
            try ClassDistance.evaluate(
                samples: samples, asked: asked.map { ($0 + 1) % 3 }, real: real, labels: asked, heldOut: nil,
                classes: 3))
        guard case .number(let without)? = right.result.parts["without_labels"] else {
            Issue.record("no figure without labels")
            return
        }
        #expect(moved.result.value > 20 * abs(right.result.value) && without > 5 * abs(right.result.value))
        #expect(moved.result.ceiling == nil && abs(right.result.ceiling?.value ?? .infinity) < without)
        let few = try ClassDistance.evaluate(
            samples: samples.rows(in: 0..<20), asked: Array(asked.prefix(20)), real: real, labels: asked, heldOut: nil,
            classes: 3)
        #expect(few == nil)
    }

    /// Points 0…1 of the first 1,200 rows, and 6…7 of the others.
    private func point(_ row: Int) -> Float {
        let within = Float(row % 7) / 7
        return row < 1200 ? within : within + 6
    }

    @Test(arguments: [true, false]) func samplesOfAllClassesAreSoWhenSorted(isSorted: Bool) throws {
        var order = [Int](0..<2400)
        if !isSorted { order = order.map { row in row % 2 * 1200 + row / 2 } }
        let samples = Matrix<Float>(rows: 2400, columns: 1, scalars: order.map { point($0) })
        let classes: [Int] = order.map { row in row < 1200 ? 0 : 1 }
        let rows: [Int] = (0..<40).map { row in 60 * row }
        let real = Matrix<Float>(rows: 40, columns: 1, scalars: rows.map { point($0) })
        let labels: [Int] = rows.map { row in row < 1200 ? 0 : 1 }
        let found = try #require(
            try ClassDistance.evaluate(
                samples: samples, asked: classes, real: real, labels: labels, heldOut: nil, classes: 2))
        let one = try KernelDistance.evaluate(
            real: real.rows(in: 0..<20), generated: real.rows(in: 20..<40), options: .init(interval: false)
        ).value
        guard case .number(let without)? = found.result.parts["without_labels"] else {
            Issue.record("no figure without labels")
            return
        }
        // Half of the way to the other class is a fourth of its squared distance; one class alone has half on average.
        #expect(without > 0.15 * one && without < 0.35 * one, "\(without), \(one)")
    }
}
