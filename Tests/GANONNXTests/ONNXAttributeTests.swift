import Testing

@testable import GANONNX

@Suite struct ONNXAttributeTests {
    @Test func everyKindIsKept() {
        let zero = ONNXAttribute.integer(0).message(name: "a")
        #expect(zero.name == "a" && zero.type == .int && zero.hasI && zero.i == 0)
        let many = ONNXAttribute.integers([-1, 2]).message(name: "a")
        #expect(many.type == .ints && many.ints == [-1, 2])
        let real = ONNXAttribute.float(0.5).message(name: "a")
        #expect(real.type == .float && real.f == 0.5)
        let reals = ONNXAttribute.floats([1, 2]).message(name: "a")
        #expect(reals.type == .floats && reals.floats == [1, 2])
        let word = ONNXAttribute.text("é").message(name: "a")
        #expect(word.type == .string && word.s.elementsEqual("é".utf8))
    }
}
