import Testing

@testable import ganeval

@Suite struct ProgramEnvironmentTests {
    @Test func runsEndAfterTheSecondsThatAreSaid() {
        #expect(ProgramEnvironment.seconds(["GANEVAL_ONNX_SECONDS": "2.5"]) == 2.5)
        for text in ["", "0", "-1", "nan", "1e7", "soon"] {
            #expect(ProgramEnvironment.seconds(["GANEVAL_ONNX_SECONDS": text]) == 600, "\(text)")
        }
        #expect(ProgramEnvironment.seconds([:]) == 600)
    }
}
