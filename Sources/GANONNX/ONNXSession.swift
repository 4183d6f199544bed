import CONNXRuntime
import Foundation

/// A model that ONNX Runtime has loaded; runs from several threads at once do not disturb each other.
///
/// Each run works on the calling thread alone: whoever wants more runs several pieces at the same time (`Parallel`).
/// So the numbers do not depend on the number of threads, and on CPUs that is faster than threads within an operator.
public final class ONNXSession: Sendable {
    /// One named input or output.
    public struct Port: Sendable, Equatable {
        /// The name in the graph.
        public let name: String
        /// The type of its elements.
        public let type: ONNXElementType
        /// Sizes; nil where they are known only at run time.
        public let shape: [Int?]

        package init(name: String, type: ONNXElementType, shape: [Int?]) {
            self.name = name
            self.type = type
            self.shape = shape
        }
    }

    /// Where a model runs.
    public enum Device: String, Sendable, CaseIterable {
        case cpu, cuda
    }

    /// The usual limit of a run, in seconds.
    public static let usualTimeLimit = 600.0

    /// How errors call the model.
    public let path: String
    /// What a run must be given, without inputs that have a value in the model.
    public let inputs: [Port]
    /// What a run can give.
    public let outputs: [Port]
    /// A run of more seconds is ended: a model may hold a loop that never does.
    ///
    /// Where the runtime can't end it, see `ONNXRuntime.prepare`.
    public let timeLimit: Double
    nonisolated(unsafe) private let handle: OpaquePointer

    /// What a model is loaded from.
    public enum Source {
        /// A file; external data are read from its folder.
        case file(String)
        /// A whole model in memory.
        case bytes([UInt8])
    }

    /// Loads a model; `path` is how errors call it.
    ///
    /// Throws `deviceMissing`, `refusedByRuntime` with the runtime's reason, `notATensor` or `unsupportedElementType`
    /// for its ports. Check files from outside with `ONNXModelFile` first: the runtime trusts more than it should.
    public init(
        _ source: Source, path: String, device: Device = .cpu, timeLimit: Double = usualTimeLimit, runtime: ONNXRuntime
    ) throws(ONNXError) {
        if device == .cuda, !runtime.providers.contains("CUDAExecutionProvider") {
            throw .deviceMissing(device: "CUDA", providers: runtime.providers)
        }
        let stop = ONNXHardStop(path: path, seconds: timeLimit)
        defer { stop.cancel() }
        var message = Message()
        let opened = message.collect { text, capacity in
            switch source {
            case .file(let file):
                return gan_ort_session_open(runtime.handle, file, nil, 0, 1, device == .cuda, text, capacity)
            case .bytes(let bytes):
                return bytes.withUnsafeBytes {
                    gan_ort_session_open(
                        runtime.handle, nil, $0.baseAddress, $0.count, 1, device == .cuda, text, capacity)
                }
            }
        }
        guard let opened else { throw .refusedByRuntime(path: path, reason: message.text) }
        let ports: [Port]
        let inputCount = gan_ort_input_count(opened)
        do throws(ONNXError) {
            ports = try Self.ports(of: opened, count: inputCount + gan_ort_output_count(opened), path: path)
        } catch {
            gan_ort_session_close(opened)
            throw error
        }
        self.path = path
        self.timeLimit = timeLimit
        handle = opened
        inputs = Array(ports[..<inputCount])
        outputs = Array(ports[inputCount...])
    }

    /// Loads a checked file with the shared runtime: the bytes that were checked, or from its folder where weights lie
    /// in other files.
    ///
    /// Throws as the other form does, and what finding the library throws.
    public convenience init(
        _ file: ONNXModelFile, device: Device = .cpu, timeLimit: Double = usualTimeLimit
    ) throws(ONNXError) {
        try self.init(
            file.externalFiles.isEmpty ? .bytes(file.contents) : .file(file.path), path: file.path, device: device,
            timeLimit: timeLimit, runtime: .shared())
    }

    deinit { gan_ort_session_close(handle) }

    private static func ports(of handle: OpaquePointer, count: Int, path: String) throws(ONNXError) -> [Port] {
        var ports: [Port] = []
        for index in 0..<count {
            let name = String(cString: gan_ort_port_name(handle, index))
            let number = gan_ort_port_type(handle, index)
            guard number != 0 else { throw .notATensor(path: path, port: name) }
            guard let type = ONNXElementType(rawValue: number) else {
                throw .unsupportedElementType(path: path, port: name, type: ONNXElementType.name(number))
            }
            let shape = (0..<gan_ort_port_rank(handle, index)).map { axis -> Int? in
                let size = gan_ort_port_dimension(handle, index, axis)
                return size < 0 ? nil : Int(size)
            }
            ports.append(Port(name: name, type: type, shape: shape))
        }
        return ports
    }

    /// Runs the model and returns the named outputs in order; throws `runFailed`, `tookTooLong`, `notATensor` or
    /// `unsupportedElementType`.
    public func run(
        _ inputs: [(name: String, tensor: ONNXTensor)], outputs names: [String]
    ) throws(ONNXError) -> [ONNXResult] {
        // The arrays of texts and sizes must stay where they are while the C side looks at them.
        let texts = (inputs.map(\.name) + names).map { strdup($0) }
        defer { texts.forEach { free($0) } }
        let shapes = inputs.map { input in
            let shape = UnsafeMutableBufferPointer<Int64>.allocate(capacity: max(1, input.tensor.shape.count))
            for (axis, size) in input.tensor.shape.enumerated() { shape[axis] = Int64(size) }
            return shape
        }
        defer { shapes.forEach { $0.deallocate() } }
        let described = inputs.indices.map { index in
            let tensor = inputs[index].tensor
            return gan_ort_input(
                name: texts[index], type: tensor.type.rawValue, rank: tensor.shape.count,
                shape: shapes[index].baseAddress, data: tensor.memory.baseAddress, bytes: tensor.memory.count)
        }
        let outputTexts = texts[inputs.count...].map { UnsafePointer<CChar>($0) }
        var values = [OpaquePointer?](repeating: nil, count: names.count)
        var message = Message()
        var hasExpired = false
        let stop = ONNXHardStop(path: path, seconds: timeLimit)
        defer { stop.cancel() }
        let ran = withExtendedLifetime(inputs) {
            message.collect { text, capacity in
                gan_ort_run(
                    handle, described, described.count, outputTexts, names.count, &values, timeLimit,
                    &hasExpired, text, capacity)
            }
        }
        if hasExpired { throw .tookTooLong(path: path, seconds: timeLimit) }
        guard ran else { throw .runFailed(path: path, reason: message.text) }
        defer { values.forEach { if let value = $0 { gan_ort_value_release(value) } } }
        var results: [ONNXResult] = []
        for (name, value) in zip(names, values) {
            guard let value else { throw .runFailed(path: path, reason: "it gave no \"\(name)\"") }
            results.append(try result(value, name: name))
        }
        return results
    }

    private func result(_ value: OpaquePointer, name: String) throws(ONNXError) -> ONNXResult {
        let number = gan_ort_value_type(value)
        guard number != 0 else { throw .notATensor(path: path, port: name) }
        guard let type = ONNXElementType(rawValue: number) else {
            throw .unsupportedElementType(path: path, port: name, type: ONNXElementType.name(number))
        }
        let shape = (0..<gan_ort_value_rank(value)).map { Int(gan_ort_value_dimension(value, $0)) }
        var bytes = type.size
        for size in shape {
            let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
            guard size >= 0, !overflow else {
                throw .runFailed(path: path, reason: "\"\(name)\" has the impossible shape \(shape)")
            }
            bytes = product
        }
        let memory = UnsafeRawBufferPointer(start: gan_ort_value_data(value), count: bytes)
        return ONNXResult(shape: shape, type: type, floats: ONNXTensor.floats(memory, type: type))
    }
}

/// What a model gave for one output: its elements as float32, whatever type the model has.
public struct ONNXResult: Sendable, Equatable {
    /// The sizes of the axes in this run.
    public let shape: [Int]
    /// The element type in the model.
    public let type: ONNXElementType
    /// The elements in C order, `shape`'s product of them.
    public let floats: [Float]

    package init(shape: [Int], type: ONNXElementType, floats: [Float]) {
        self.shape = shape
        self.type = type
        self.floats = floats
    }
}
