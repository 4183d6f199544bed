import CONNXRuntime
import Foundation
import GANFiles
import Synchronization

/// ONNX Runtime's shared library, found and opened at run time.
///
/// Looked for, in this order: the file that `prepare` was told (and then nowhere else), the folder `.ganeval/onnxruntime`
/// that `./setup` fills in the project's root, above the running program, and what the system's loader knows.
public final class ONNXRuntime: Sendable {
    /// The file or loader name that was opened.
    public let path: String
    /// The library's version, "1.20.1".
    public let version: String
    /// The execution providers that are built into it, as it names them.
    public let providers: [String]
    nonisolated(unsafe) let handle: OpaquePointer

    private init(path: String, handle: OpaquePointer) {
        self.path = path
        self.handle = handle
        version = String(cString: gan_ort_version(handle))
        providers = (0..<gan_ort_provider_count(handle)).map { String(cString: gan_ort_provider(handle, $0)) }
    }

    private static let setupEntry = "onnxruntime"

    private struct Preparation {
        var library: String?
        var boundsMemory = false
        var mostMemory: Int?
        var whenStuck: (@Sendable (ONNXError) -> Void)?
        var isOpened = false
    }

    private static let prepared = Mutex(Preparation())

    /// What is called where a model can't be stopped any more; nil where nothing was prepared.
    static var actsWhenStuck: (@Sendable (ONNXError) -> Void)? { prepared.withLock { $0.whenStuck } }

    private static let found: Result<ONNXRuntime, ONNXError> = Result { () throws(ONNXError) in
        let told = prepared.withLock { told in
            told.isOpened = true
            return told
        }
        if told.boundsMemory { gan_ort_bound_memory(UInt64(max(0, told.mostMemory ?? 0))) }
        return try find(named: told.library, program: SetupFolder.programFolder, folders: systemFolders)
    }

    /// Says, before the first call of `shared()`, which file is the library and whether its opening bounds this process' memory.
    ///
    /// Without this call, the library is looked for and nothing of the process is changed. `boundsMemory` sets the soft
    /// `RLIMIT_DATA` of the whole process to what the machine has free when the library is opened (Linux), so that a model that
    /// asks for more fails with a message; `mostMemory` bytes instead of that where they are given. `whenStuck` is called, from a
    /// thread of its own, with the error to say where a model neither ends nor can be stopped: a program may end itself there.
    /// Once the library was opened, a call is a programmer's mistake.
    public static func prepare(
        library: String? = nil, boundsMemory: Bool = false, mostMemory: Int? = nil,
        whenStuck: (@Sendable (ONNXError) -> Void)? = nil
    ) {
        prepared.withLock { told in
            precondition(!told.isOpened, "ONNX Runtime is opened already; prepare it before its first use")
            told = Preparation(
                library: library, boundsMemory: boundsMemory, mostMemory: mostMemory, whenStuck: whenStuck)
        }
    }

    /// The library, opened at the first call; throws `libraryMissing` or `libraryUnusable`, the same each time.
    public static func shared() throws(ONNXError) -> ONNXRuntime { try found.get() }

    /// Opens the library at `path`; throws `libraryUnusable` with the loader's or the library's own reason.
    static func open(_ path: String) throws(ONNXError) -> ONNXRuntime {
        var message = Message()
        guard let handle = message.collect({ gan_ort_open(path, $0, $1) }) else {
            throw .libraryUnusable(path: path, reason: message.text)
        }
        return ONNXRuntime(path: path, handle: handle)
    }

    /// Searches as the type's description says; `program` is the folder of the running program.
    static func find(named: String? = nil, program: String, folders: [String]) throws(ONNXError) -> ONNXRuntime {
        if let named, !named.isEmpty { return try open(named) }
        var searched = ["\(Self.setupEntry) in .ganeval above \(program)"]
        for folder in SetupFolder.candidates(setupEntry, program: program) {
            if let library = libraries(in: folder).first { return try open(library) }
        }
        for name in loaderNames {
            searched.append(name)
            if let runtime = try? open(name) { return runtime }
        }
        for folder in folders {
            searched.append(folder)
            if let library = libraries(in: folder).first { return try open(library) }
        }
        throw .libraryMissing(searched: searched)
    }

    #if os(macOS)
        private static let loaderNames = ["libonnxruntime.dylib"]
        private static let systemFolders = ["/opt/homebrew/lib", "/usr/local/lib"]
    #else
        private static let loaderNames = ["libonnxruntime.so", "libonnxruntime.so.1"]
        private static let systemFolders = [
            "/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib",
        ]
    #endif

    /// The libraries in a folder, the highest name first.
    private static func libraries(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("libonnxruntime.so") || $0 == "libonnxruntime.dylib" }
            .sorted { $0.compare($1, options: .numeric) == .orderedDescending }.map { folder + "/" + $0 }
    }
}

/// Room for the text that the C seam leaves when it fails.
struct Message {
    private var bytes = [CChar](repeating: 0, count: 2000)

    /// What the last failure said, on one line.
    var text: String {
        let end = bytes.firstIndex(of: 0) ?? bytes.endIndex
        let text = String(decoding: bytes[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).joined(separator: " ").trimmingCharacters(in: .whitespaces)
    }

    mutating func collect<Result>(_ body: (UnsafeMutablePointer<CChar>?, Int) -> Result) -> Result {
        bytes.withUnsafeMutableBufferPointer { body($0.baseAddress, $0.count) }
    }
}
