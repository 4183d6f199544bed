import Testing

@testable import GANText

@Suite struct SaturatedIntegerTests {
    @Test func everyDoubleHasAWholeNumber() {
        #expect([2.9, -2.9, 0, 1e15].map { Int(saturating: $0) } == [2, -2, 0, 1_000_000_000_000_000])
        for huge in [Double.infinity, 1e300, 0x1p63] {
            #expect(Int(saturating: huge) == 1 << 53 && Int(saturating: -huge) == -(1 << 53))
        }
        #expect(Int(saturating: .nan) == 0)
    }
}
