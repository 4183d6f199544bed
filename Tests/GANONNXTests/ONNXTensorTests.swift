import Testing

@testable import GANONNX

@Suite struct ONNXTensorTests {
    @Test(arguments: ONNXElementType.allCases) func valuesComeBackFromEveryType(type: ONNXElementType) {
        let tensor = ONNXTensor(shape: [2, 2], type: type)
        tensor.assign([0, 1, 1, 0])
        #expect(tensor.floats == [0, 1, 1, 0])
        #expect(tensor.count == 4)
    }

    @Test func wholeNumbersAreRoundedAndClamped() {
        let bytes = ONNXTensor(shape: [5], type: .uint8)
        bytes.assign([1.4, 1.6, 300, -3, .nan])
        #expect(bytes.floats == [1, 2, 255, 0, 0])
        let wide = ONNXTensor(shape: [2], type: .int64)
        wide.assign([-.infinity, 2.5])
        #expect(wide.floats == [Float(Int64.min), 2])
    }

    @Test func halfPrecisionKeepsItsDigits() {
        let half = ONNXTensor(shape: [3], type: .float16)
        half.assign([0.5, 65504, 1.0009765625])
        #expect(half.floats == [0.5, 65504, 1.0009765625])
    }

    @Test func newTensorsHoldZerosAndEmptyOnesNothing() {
        #expect(ONNXTensor(shape: [3]).floats == [0, 0, 0])
        #expect(ONNXTensor(shape: [0, 4]).floats.isEmpty)
        #expect(ONNXTensor(shape: [], floats: [7]).floats == [7])
    }
}
