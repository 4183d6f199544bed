import GANNumerics
import GANONNX
import GANText
import Testing

@Suite struct ONNXErrorTests {
    @Test func aMissingLibraryTellsHowToGetIt() {
        let error = ONNXError.libraryMissing(searched: ["a.so"])
        #expect(error.description.contains("./setup"))
        #expect(error.description.contains("a.so"))
    }
}
