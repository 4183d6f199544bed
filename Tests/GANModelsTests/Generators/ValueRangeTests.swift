import GANNumerics
import Testing

@testable import GANModels

@Suite struct ValueRangeTests {
    private func row(_ scalars: [Float]) -> Matrix<Float> { Matrix(rows: 1, columns: scalars.count, scalars: scalars) }

    @Test func greyLevelsComeBack() {
        let levels = row((0...255).map { Float($0) })
        for range in [ValueRange.symmetric, ValueRange(low: 0, high: 1), ValueRange(low: -0.5, high: 0.5)] {
            #expect(range.quantize(range.encode(levels)) == levels)
        }
    }

    @Test func encodesEndsAndMiddle() {
        #expect(ValueRange.symmetric.encode(row([0, 127.5, 255])).scalars == [-1, 0, 1])
    }

    @Test func clampsAndRoundsTiesToEven() {
        let range = ValueRange(low: 0, high: 255)
        let values: [Float] = [-3, -0.4, 0.5, 1.5, 2.5, 2.51, 254.5, 255.4, 999, -.infinity, .infinity]
        #expect(range.quantize(row(values)).scalars == [0, 0, 0, 2, 2, 3, 254, 255, 255, 0, 255])
    }

    @Test func mapsManyPiecesInOrder() {
        let values = Matrix(rows: 3, columns: 100_000, scalars: (0..<300_000).map { Float($0) })
        let mapped = values.mapped { $0 + 1 }
        #expect(mapped.rows == 3 && mapped.scalars == values.scalars.map { $0 + 1 })
    }

    @Test func rangesAreDetectedOrLeftOpen() {
        #expect(ValueRange.detected(in: [0, 0.5, 1]) == ValueRange(low: 0, high: 1))
        #expect(ValueRange.detected(in: [0, 128, 255]) == ValueRange(low: 0, high: 255))
        #expect(ValueRange.detected(in: [-0.9, 0.2, 1]) == .symmetric)
        // A little beyond one, as without a final tanh.
        #expect(ValueRange.detected(in: [Float](repeating: 0.5, count: 30) + [-1.4, 1.3]) == nil)
        #expect(ValueRange.detected(in: [Float](repeating: -0.5, count: 60) + [-1.4, 1.3]) == .symmetric)
        #expect(ValueRange.detected(in: [-100, 100]) == nil)
        #expect(ValueRange.detected(in: [0, .nan]) == nil)
        #expect(ValueRange.detected(in: []) == nil)
    }

    @Test func boundsFromOutsideAreChecked() {
        #expect(ValueRange(text: "-1, 1") == .symmetric)
        #expect(ValueRange(checking: [0, 255]) == ValueRange(low: 0, high: 255))
        for text in ["1,-1", "0,0", "0", "a,b", "0,1,2", "0,1e-44", "-3e38,3e38", "nan,1", ""] {
            #expect(ValueRange(text: text) == nil, "\(text)")
        }
        for bounds in [[0, 1e-60], [1e300, 2e300], [1, 1.00000000001], [1]] {
            #expect(ValueRange(checking: bounds) == nil, "\(bounds)")
        }
    }
}
