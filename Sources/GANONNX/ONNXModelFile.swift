import GANFiles
import GANNumerics

/// An ONNX file, checked before a runtime sees it.
///
/// A runtime's own reader is large, written in C++, and believes what it reads. So the file is walked here first: every
/// length, nested graph and tensor, and every file that a tensor names. Weights are measured but not decoded, which
/// keeps reading at the speed of the disk.
///
/// Source: ONNX's description of its format, onnx/docs/IR.md and onnx/docs/ExternalData.md.
public struct ONNXModelFile: Sendable {
    /// The file as the person named it, for messages.
    public let path: String
    /// The model's bytes; what was checked is what a runtime should be given.
    public let contents: [UInt8]
    /// The version of the file format, which decides what it may hold.
    public let irVersion: Int
    /// The version of each operator set by domain; the standard's own has the empty name.
    public let operatorSets: [String: Int]
    /// The program that wrote the file, "pytorch"; empty when it does not say.
    public let producer: String
    /// The main graph's name.
    public let graphName: String
    /// What must be given to run it: the graph's inputs without those that have weights.
    public let inputs: [ONNXValue]
    /// What the graph gives, in the file's order.
    public let outputs: [ONNXValue]
    /// How often each operator occurs, nested graphs included; those of other domains as "domain::name".
    public let operators: [String: Int]
    /// The number of floating-point values among the graphs' initializers.
    public let parameterCount: Int
    /// The operator that makes each of the outputs, "Sigmoid", whatever shape they are brought into after it; none for an output that is
    /// an input or a weight.
    package let outputOperators: [String: String]
    /// How many nodes are in training mode: batch normalization that takes its batch's statistics.
    package let trainingNodes: Int
    /// Texts that whoever wrote the model left in it.
    public let metadata: [String: String]
    /// The files beside the model that hold weights, sorted by location.
    public let externalFiles: [ONNXExternalFile]

    /// The longest file that is read, in bytes: protocol buffers end there.
    public static let fileLimit = Int(Int32.max)

    /// Reads and checks the file at `path`, and that the files with its weights are there; throws an `ONNXError` that
    /// names what is wrong; O(bytes).
    public static func read(_ path: String) throws(ONNXError) -> ONNXModelFile {
        let contents: [UInt8]
        do throws(FileError) { contents = try BoundedFile.read(path, limit: fileLimit) } catch { throw .file(error) }
        return try ONNXModelFile(contents: contents, path: path)
    }

    /// Checks the bytes of a model; `path` is for messages and gives the folder of external files.
    public init(contents: [UInt8], path: String) throws(ONNXError) {
        do throws(ContentError) { try ForeignContent.refuse(contents, path: path) } catch { throw .content(error) }
        var scanner = ONNXModelScanner(bytes: contents, path: path)
        try scanner.scan()
        self.path = path
        self.contents = contents
        irVersion = Int(scanner.irVersion)
        operatorSets = scanner.operatorSets
        producer = scanner.producer
        graphName = scanner.graphName
        inputs = scanner.inputs
        outputs = scanner.outputs
        operators = scanner.operators
        parameterCount = scanner.parameterCount
        outputOperators = scanner.outputs.reduce(into: [:]) { $0[$1.name] = scanner.maker(of: $1.name) }
        trainingNodes = scanner.trainingNodes
        metadata = scanner.metadata
        externalFiles = try ONNXExternalFile.files(of: scanner.external, model: path)
    }

    /// SHA-256 over the model and all files with its weights, in hexadecimal; O(bytes).
    ///
    /// For a model in one file it is that file's own digest. Throws `file` when a file with weights has changed.
    public func digest() throws(ONNXError) -> String {
        var digest = ContentDigest()
        digest.update(contents)
        do throws(FileError) {
            for external in externalFiles {
                let file = try RandomAccessFile(path: external.path)
                guard file.size == external.size else {
                    throw .changed(path: external.path, fact: "has \(file.size) bytes, and had \(external.size)")
                }
                digest.update(external.location)
                let piece = 8 << 20
                for start in stride(from: 0, to: file.size, by: piece) {
                    digest.update(try file.read(at: start, count: min(piece, file.size - start)))
                }
            }
        } catch { throw .file(error) }
        return digest.hexadecimal()
    }
}
