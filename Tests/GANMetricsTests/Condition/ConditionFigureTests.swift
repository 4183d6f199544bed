import GANNumerics
import OrderedCollections
import Testing

@testable import GANMetrics

@Suite struct ConditionFigureTests {
    @Test func pixelErrorsAreThoseOfTheFormulas() {
        let outputs = Matrix<Float>(rows: 3, columns: 2, scalars: [0, 10, 7, 7, 255, 255])
        let targets = Matrix<Float>(rows: 3, columns: 2, scalars: [3, 4, 7, 7, 0, 0])
        #expect(PairedAbsoluteError.values(outputs: outputs, targets: targets) == [4.5, 0, 255])
        let ratios = PairedPeakSignalToNoise.values(outputs: outputs, targets: targets)
        // 10·log10(255² / 22.5), what equal images count as, and a whole range off.
        #expect(abs(ratios[0] - 34.60899) < 1e-4 && ratios[1] == 100 && ratios[2] == 0)
        #expect(
            PairedStructuralSimilarity.values(outputs: outputs, targets: targets, height: 1, width: 2, channels: 1)
                == nil)
        let result = PairedFigure.result(
            [1, 2, 3], others: [7, 8, 9], truth: [0, 1], bounds: PairedAbsoluteError.entry.bounds)
        #expect(result.value == 2 && result.null?.value == 8 && result.ceiling?.value == 0.5)
        #expect(result.interval.map { $0.low >= 0 && $0.low < 2 && $0.high > 2 } == true)
        #expect(result.parts["worst_tenth"] == .number(Statistics.quantile([1, 2, 3], 0.9)))
    }

    @Test func edgesFollowLightAndNothingElse() {
        // A step, the same step dimmed, and one elsewhere.
        func step(_ at: Int, _ level: Float) -> [Float] { (0..<64).map { $0 % 8 >= at ? level : 0 } }
        let images = Matrix<Float>(rows: 3, columns: 64, scalars: step(3, 200) + step(3, 50) + step(6, 200))
        let edges = ContentAgreement.edges(images, height: 8, width: 8, channels: 1)
        func product(_ a: Int, _ b: Int) -> Float { zip(edges.row(a), edges.row(b)).reduce(0) { $0 + $1.0 * $1.1 } }
        #expect(abs(product(0, 1) - 1) < 1e-5 && product(0, 2) < 0)
        let plain = ContentAgreement.edges(
            Matrix(rows: 1, columns: 192, repeating: 9), height: 8, width: 8, channels: 3)
        #expect(plain.scalars.allSatisfy { $0 == 0 })
    }

    @Test func answersThatDifferAreMeasuredBesideTrueOnes() {
        let first = Matrix<Float>(rows: 2, columns: 2, scalars: [0, 0, 100, 100])
        let second = Matrix<Float>(rows: 2, columns: 2, scalars: [4, 0, 100, 100])
        let result = AnswerDiversity.result(first, second, others: [1, 0], truth: [3, 5])
        #expect(result.value == 1 && result.null?.value == 4 && result.parts["between_inputs"] == .number(99))
    }

    @Test(
        arguments: [
            ([0, 1, 2], StyleMapping.Kind.intended), ([1, 0, 2], .exchanged), ([1, 1, 2], .merged),
            ([nil, 1, 2], .unclear),
        ] as [([Int?], StyleMapping.Kind)])
    func mappingsAreNamed(became: [Int?], kind: StyleMapping.Kind) {
        // Forty images of each style, which go where they should; of a style without aim each third goes elsewhere.
        let styles = (0..<120).map { $0 / 40 }
        var errors = Matrix<Double>(rows: 120, columns: 3, repeating: 50)
        for (row, style) in styles.enumerated() { errors[row, became[style] ?? row % 3] = 5 }
        let found = StyleMapping(errors: errors, styles: styles)
        #expect(found.kind == kind && found.chosen == became)
        if kind != .unclear { #expect(found.error == 5 && found.shares == [1, 1, 1]) }
        let result = TranslationError.result(
            [5, 6], others: [50, 60], mapping: found, styles: ["red", "green", "blue"])
        #expect(result.parts["mapping"] == .text(kind.rawValue) && result.null?.value == 55)
    }

    @Test func everyFigureIsDescribed() {
        let names = MetricRegistry.conditionFigures.map(\.name)
        #expect(Set(names).count == names.count && names.allSatisfy { MetricRegistry.described($0) != nil })
        #expect(MetricRegistry.conditionFigures.allSatisfy { $0.section == .condition })
    }
}
