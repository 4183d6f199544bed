public import GANFiles
public import GANText

/// An ONNX file that can't be read, run or written: one case for each way.
///
/// `path` is always the file as the person named it.
public enum ONNXError: ExplainedError, Equatable {
    // Getting at the file.
    case file(FileError)

    // The model file.
    case content(ContentError)
    case damaged(path: String, offset: Int, problem: String)
    case notAModel(path: String, missing: String)
    case newer(path: String, what: String, found: Int64, supported: Int)
    case tooMany(path: String, what: String, limit: Int)
    case nestedTooDeeply(path: String, limit: Int)
    case duplicateName(path: String, what: String, name: String)
    case unknownElementType(path: String, tensor: String, number: Int64)
    case shapeTooLarge(path: String, tensor: String, shape: [Int64])
    case sizeMismatch(path: String, tensor: String, shape: [Int64], type: ONNXDataType, found: Int, expected: Int)

    // Weights in files beside the model.
    case externalMalformed(path: String, tensor: String, key: String, value: String)
    case externalOutside(path: String, tensor: String, location: String, problem: String)
    case externalUnreadable(path: String, tensor: String, location: String, reason: String)
    case externalBeyondFile(path: String, tensor: String, location: String, end: UInt64, available: Int)

    // Writing.
    case modelTooLarge(path: String, bytes: Int, limit: Int)

    // The library.
    case libraryMissing(searched: [String])
    case libraryUnusable(path: String, reason: String)
    case deviceMissing(device: String, providers: [String])

    // A session.
    case refusedByRuntime(path: String, reason: String)
    case runFailed(path: String, reason: String)
    case tookTooLong(path: String, seconds: Double)
    case notATensor(path: String, port: String)
    case unsupportedElementType(path: String, port: String, type: String)

    /// The file, option or place within it that the error speaks of.
    public var location: String { parts.location }
    /// What was found there, as a clause.
    public var fact: String { parts.fact }
    /// What would have been accepted instead.
    public var expectation: String { parts.expectation }
    /// What to do about it.
    public var remedy: String { parts.remedy }
}

extension ONNXError {
    private typealias Parts = (location: String, fact: String, expectation: String, remedy: String)

    private static let again = "The file is damaged or was made to mislead; fetch or export it again."
    private static let getLibrary =
        "Run ./setup, install a package that holds it, or set GANEVAL_ONNXRUNTIME to the library's file (from code: ONNXRuntime.prepare)."

    private var parts: Parts {
        switch self {
        case .file(let error): return (error.location, error.fact, error.expectation, error.remedy)
        case .content(let error): return (error.location, error.fact, error.expectation, error.remedy)
        case .damaged(let path, let offset, let problem):
            return ("\(path), byte \(offset)", problem, "a complete ONNX model", Self.again)
        case .notAModel(let path, let missing):
            return (path, "has no \(missing)", "an ONNX model", "Check that the file is an ONNX model.")
        case .newer(let path, let what, let found, let supported):
            return (
                path, "needs \(what) \(found)", "\(what) 1 to \(supported)",
                "Export it again for an older version, or use a newer ganeval."
            )
        case .tooMany(let path, let what, let limit):
            return (path, "has more than \(limit) \(what)", "at most \(limit)", Self.again)
        case .nestedTooDeeply(let path, let limit):
            return (path, "has graphs within graphs, more than \(limit) deep", "at most \(limit)", Self.again)
        case .duplicateName(let path, let what, let name):
            return (path, "has two \(what)s called \"\(name)\"", "each name once", Self.again)
        case .unknownElementType(let path, let tensor, let number):
            return (
                "\(path), tensor \"\(tensor)\"", "has elements of type \(number)",
                "1 to \(ONNXDataType.allCases.count)",
                "Export it again with ordinary types."
            )
        case .shapeTooLarge(let path, let tensor, let shape):
            return (
                "\(path), tensor \"\(tensor)\"", "has shape \(shape)", "a size that a computer can hold", Self.again
            )
        case .sizeMismatch(let path, let tensor, let shape, let type, let found, let expected):
            return (
                "\(path), tensor \"\(tensor)\"", "has \(found) bytes or elements",
                "\(expected) for shape \(shape) of \(type)", Self.again
            )
        case .externalMalformed(let path, let tensor, let key, let value):
            return (
                "\(path), tensor \"\(tensor)\"", "names its data's \(key) as \"\(value)\"",
                "one location, and whole numbers for offset and length", Self.again
            )
        case .externalOutside(let path, let tensor, let location, let problem):
            return (
                "\(path), tensor \"\(tensor)\"", "keeps its data in \"\(location)\", which \(problem)",
                "a file in the model's own folder", "Put the model and its data, as real files, in one folder."
            )
        case .externalUnreadable(let path, let tensor, let location, let reason):
            return (
                "\(path), tensor \"\(tensor)\"", "keeps its data in \"\(location)\": \(reason)",
                "that file beside the model", "Fetch the model's data files too."
            )
        case .externalBeyondFile(let path, let tensor, let location, let end, let available):
            return (
                "\(path), tensor \"\(tensor)\"", "ends at byte \(end) of \"\(location)\", which has \(available)",
                "data inside the file",
                "Fetch the model's data files again; one is cut short or belongs to another model."
            )
        case .modelTooLarge(let path, let bytes, let limit):
            return (
                path, "would have \(bytes) bytes", "at most \(limit), the most that an ONNX file can have",
                "Export a smaller network."
            )
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
                "Set GANEVAL_ONNXRUNTIME to such a build (from code: ONNXRuntime.prepare), or leave --device away."
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
        case .tookTooLong(let path, let seconds):
            return (
                path, "one run of it did not end within \(seconds) seconds and was stopped", "a model that ends",
                "A slow but honest model gets more time by GANEVAL_ONNX_SECONDS (from code: timeLimit)."
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
