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
}
