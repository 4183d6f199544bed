public import GANNumerics

/// An ONNX file that can't be read, run or written.
public enum ONNXError: ExplainedError, Equatable {
    case libraryMissing(searched: [String])

    public var location: String {
        switch self {
        case .libraryMissing: return "ONNX Runtime"
        }
    }

    public var fact: String {
        switch self {
        case .libraryMissing(let searched): return "its library was not found; looked at \(searched.joined(separator: ", "))"
        }
    }

    public var expectation: String {
        switch self {
        case .libraryMissing: return "libonnxruntime.so, version 1.16 or later"
        }
    }

    public var remedy: String {
        switch self {
        case .libraryMissing: return "Run ./setup, or set GANEVAL_ONNXRUNTIME to the library's file."
        }
    }
}
