public import GANNumerics

/// An ONNX file that can't be read, run or written.
///
/// `path` is always the file as the person named it.
public enum ONNXError: ExplainedError, Equatable {
    // The library.
    case libraryMissing(searched: [String])
    case libraryUnusable(path: String, reason: String)
    case deviceMissing(device: String, providers: [String])

    // A session.
    case refusedByRuntime(path: String, reason: String)
    case runFailed(path: String, reason: String)
    case notATensor(path: String, port: String)
    case unsupportedElementType(path: String, port: String, type: String)

    public var location: String { parts.location }
    public var fact: String { parts.fact }
    public var expectation: String { parts.expectation }
    public var remedy: String { parts.remedy }
}

extension ONNXError {
    private typealias Parts = (location: String, fact: String, expectation: String, remedy: String)

    private static let getLibrary =
        "Run ./setup, install a package that holds it, or set GANEVAL_ONNXRUNTIME to the library's file."

    private var parts: Parts {
        switch self {
        case .libraryMissing(let searched):
            return (
                "ONNX Runtime", "its library was not found; looked at \(searched.joined(separator: ", "))",
                "libonnxruntime of version 1.16 or later", Self.getLibrary
            )
        case .libraryUnusable(let path, let reason):
            return (path, "can't be used: \(reason)", "the library of ONNX Runtime 1.16 or later", Self.getLibrary)
        case .deviceMissing(let device, let providers):
            return (
                "ONNX Runtime", "it can't run on \(device); it offers \(providers.joined(separator: ", "))",
                "a build of ONNX Runtime for \(device), and its drivers",
                "Set GANEVAL_ONNXRUNTIME to such a build, or leave --device away."
            )
        case .refusedByRuntime(let path, let reason):
            return (
                path, "ONNX Runtime refuses it: \(reason)", "a model that ONNX Runtime can load",
                "Export the model again, for an operator set that this ONNX Runtime knows."
            )
        case .runFailed(let path, let reason):
            return (
                path, "ONNX Runtime stopped while running it: \(reason)", "a model that runs on its declared inputs",
                "Check the model with the tool that wrote it."
            )
        case .notATensor(let path, let port):
            return (
                "\(path), \"\(port)\"", "is a sequence or map", "tensors only", "Export the model with tensor outputs."
            )
        case .unsupportedElementType(let path, let port, let type):
            return (
                "\(path), \"\(port)\"", "has elements of type \(type)",
                "floats of 16 to 64 bits, whole numbers, or truth values", "Export the model with one of these types."
            )
        }
    }
}
