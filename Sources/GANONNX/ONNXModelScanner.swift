/// Reads from an ONNX file's bytes what must be known before a runtime sees them.
///
/// It walks every message that can hold a tensor, in graphs within graphs, functions and training parts too, because any
/// tensor can name a file to be read. Payloads are measured, not decoded. Graphs wait in a list, so that their depth
/// costs no stack.
struct ONNXModelScanner {
    /// Newest versions whose rules ganeval knows (ONNX 1.23).
    static let supportedIRVersion = 14
    static let supportedOperatorSet = 28
    /// Graphs within graphs; protocol buffers' own readers give up at about 33.
    static let depthLimit = 32
    static let nodeLimit = 1 << 20
    static let valueLimit = 1 << 14
    static let axisLimit = 64

    private(set) var wire: WireReader
    var irVersion: Int64 = 0
    /// Operator sets by domain; the standard's own has the empty name.
    var operatorSets: [String: Int] = [:]
    var producer = ""
    var metadata: [String: String] = [:]
    var graphName = ""
    var inputs: [ONNXValue] = []
    var outputs: [ONNXValue] = []
    /// How often each operator occurs, those of other domains as "domain::name".
    var operators: [String: Int] = [:]
    /// The operator that makes each value of the main graph, and the first value that it reads.
    var makers: [String: (operator: String, input: String?)] = [:]
    var parameterCount = 0
    /// Nodes with the attribute training_mode = 1: batch normalization that takes its batch's statistics.
    var trainingNodes = 0
    /// Initializers of the main graph.
    var initializers: Set<String> = []
    var external: [ONNXExternalTensor] = []
    private var nodeCount = 0
    private var tensorCount = 0
    private var pending: [(graph: Range<Int>, depth: Int)] = []
    var path: String { wire.path }

    /// Operators that move values and change none.
    private static let movers: Set<String> = ["Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose"]

    /// The operator that computes a value of the main graph; nil for what is given.
    func maker(of value: String) -> String? {
        var found = makers[value]
        // A hostile graph may go round in circles.
        for _ in 0..<64 {
            guard let maker = found, Self.movers.contains(maker.operator) else { break }
            guard let input = maker.input else { return nil }
            found = makers[input]
        }
        return found?.operator
    }

    init(bytes: [UInt8], path: String) { wire = WireReader(bytes: bytes, path: path) }

    /// Walks the whole file.
    mutating func scan() throws(ONNXError) {
        var graph: Range<Int>?
        let end = wire.bytes.count
        while let field = try wire.next(before: end) {
            switch (field.number, field.payload) {
            case (1, .varint(let value)): irVersion = Int64(bitPattern: value)
            case (2, .bytes(let range)): producer = try wire.text(range)
            case (7, .bytes(let range)):
                // Two of them would be one to some readers and two to others.
                guard graph == nil else { throw wire.damaged(range.lowerBound, "a second main graph begins") }
                graph = range
            case (8, .bytes(let range)): try scanOperatorSet(range)
            case (14, .bytes(let range)): try scanMetadata(range)
            case (20, .bytes(let range)): try scanTraining(range)
            case (25, .bytes(let range)): try scanFunction(range)
            default: break
            }
        }
        guard let graph else { throw .notAModel(path: path, missing: "graph") }
        try checkVersions()
        try scanGraph(graph, depth: 0)
        while let (graph, depth) = pending.popLast() { try scanGraph(graph, depth: depth) }
        guard !outputs.isEmpty else { throw .notAModel(path: path, missing: "outputs") }
        inputs.removeAll { initializers.contains($0.name) }
        try checkNames(inputs, what: "input")
        try checkNames(outputs, what: "output")
    }

    private func checkVersions() throws(ONNXError) {
        guard irVersion > 0 else { throw .notAModel(path: path, missing: "IR version") }
        guard irVersion <= Int64(Self.supportedIRVersion) else {
            throw .newer(path: path, what: "IR version", found: irVersion, supported: Self.supportedIRVersion)
        }
        guard !operatorSets.isEmpty else { throw .notAModel(path: path, missing: "operator set") }
        guard let version = operatorSets[""] else { return }
        guard version <= Self.supportedOperatorSet else {
            throw .newer(
                path: path, what: "operator set", found: Int64(version), supported: Self.supportedOperatorSet)
        }
    }

    private func checkNames(_ values: [ONNXValue], what: String) throws(ONNXError) {
        var seen: Set<String> = []
        for value in values where !seen.insert(value.name).inserted {
            throw .duplicateName(path: path, what: what, name: value.name)
        }
    }

    private mutating func scanOperatorSet(_ message: Range<Int>) throws(ONNXError) {
        wire.enter(message)
        var domain = ""
        var version: UInt64 = 0
        while let field = try wire.next(before: message.upperBound) {
            switch (field.number, field.payload) {
            case (1, .bytes(let range)): domain = try wire.text(range)
            case (2, .varint(let value)): version = value
            default: break
            }
        }
        guard operatorSets.count < Self.valueLimit else {
            throw .tooMany(path: path, what: "operator sets", limit: Self.valueLimit)
        }
        operatorSets[domain == "ai.onnx" ? "" : domain] = Int(clamping: version)
    }

    private mutating func scanMetadata(_ message: Range<Int>) throws(ONNXError) {
        let (key, value) = try scanEntry(message)
        guard metadata.count < Self.valueLimit else {
            throw .tooMany(path: path, what: "metadata", limit: Self.valueLimit)
        }
        metadata[key] = value
    }

    /// A key with its value.
    mutating func scanEntry(_ message: Range<Int>) throws(ONNXError) -> (key: String, value: String) {
        wire.enter(message)
        var (key, text) = ("", "")
        while let field = try wire.next(before: message.upperBound) {
            switch (field.number, field.payload) {
            case (1, .bytes(let range)): key = try wire.text(range)
            case (2, .bytes(let range)): text = try wire.text(range)
            default: break
            }
        }
        return (key, text)
    }

    private mutating func scanTraining(_ message: Range<Int>) throws(ONNXError) {
        wire.enter(message)
        while let field = try wire.next(before: message.upperBound) {
            if case .bytes(let range) = field.payload, field.number <= 2 { pending.append((range, 1)) }
        }
    }

    private mutating func scanFunction(_ message: Range<Int>) throws(ONNXError) {
        wire.enter(message)
        while let field = try wire.next(before: message.upperBound) {
            switch (field.number, field.payload) {
            case (7, .bytes(let range)): try scanNode(range, depth: 1)
            case (11, .bytes(let range)): try scanAttribute(range, depth: 1)
            default: break
            }
        }
    }

    private mutating func scanGraph(_ message: Range<Int>, depth: Int) throws(ONNXError) {
        guard depth <= Self.depthLimit else { throw .nestedTooDeeply(path: path, limit: Self.depthLimit) }
        wire.enter(message)
        while let field = try wire.next(before: message.upperBound) {
            switch (field.number, field.payload) {
            case (1, .bytes(let range)): try scanNode(range, depth: depth)
            case (2, .bytes(let range)) where depth == 0: graphName = try wire.text(range)
            case (5, .bytes(let range)): try scanInitializer(range, depth: depth)
            case (11, .bytes(let range)) where depth == 0: try append(scanValue(range), to: \.inputs, what: "inputs")
            case (12, .bytes(let range)) where depth == 0: try append(scanValue(range), to: \.outputs, what: "outputs")
            case (15, .bytes(let range)):
                if let name = try scanSparse(range), depth == 0 { initializers.insert(name) }
            default: break
            }
        }
    }

    private mutating func append(
        _ value: ONNXValue, to list: WritableKeyPath<Self, [ONNXValue]>, what: String
    ) throws(ONNXError) {
        guard self[keyPath: list].count < Self.valueLimit else {
            throw .tooMany(path: path, what: what, limit: Self.valueLimit)
        }
        self[keyPath: list].append(value)
    }

    private mutating func scanInitializer(_ message: Range<Int>, depth: Int) throws(ONNXError) {
        let tensor = try scanTensor(message)
        if depth == 0 { initializers.insert(tensor.name) }
        // Each count fits, but a hundred thousand of them need not.
        if tensor.type.isFloatingPoint {
            let (sum, overflow) = parameterCount.addingReportingOverflow(tensor.count)
            parameterCount = overflow ? .max : sum
        }
    }

    private mutating func scanNode(_ message: Range<Int>, depth: Int) throws(ONNXError) {
        nodeCount += 1
        guard nodeCount <= Self.nodeLimit else { throw .tooMany(path: path, what: "nodes", limit: Self.nodeLimit) }
        wire.enter(message)
        var (name, domain) = ("", "")
        var (made, read): ([String], String?) = ([], nil)
        while let field = try wire.next(before: message.upperBound) {
            switch (field.number, field.payload) {
            case (1, .bytes(let range)) where depth == 0 && read == nil: read = try wire.text(range)
            case (2, .bytes(let range)) where depth == 0: made.append(try wire.text(range))
            case (4, .bytes(let range)): name = try wire.text(range)
            case (5, .bytes(let range)): try scanAttribute(range, depth: depth)
            case (7, .bytes(let range)): domain = try wire.text(range)
            default: break
            }
        }
        let known = domain.isEmpty || domain == "ai.onnx" ? name : "\(domain)::\(name)"
        operators[known, default: 0] += 1
        for value in made { makers[value] = (known, read) }
    }

    private mutating func scanAttribute(_ message: Range<Int>, depth: Int) throws(ONNXError) {
        wire.enter(message)
        var single: Set<UInt64> = []
        var (isMode, isOn) = (false, false)
        defer { if isMode && isOn { trainingNodes += 1 } }
        while let field = try wire.next(before: message.upperBound) {
            if case .varint(1) = field.payload, field.number == 3 { isOn = true }
            guard case .bytes(let range) = field.payload else { continue }
            if field.number == 1, range.count == 13 { isMode = try wire.text(range) == "training_mode" }
            switch field.number {
            case 5, 6, 22:
                // Some readers merge two, and would see a tensor that was never checked.
                guard single.insert(field.number).inserted else {
                    throw wire.damaged(range.lowerBound, "an attribute has two values")
                }
            default: break
            }
            switch field.number {
            case 5, 10: _ = try scanTensor(range)
            case 6, 11: pending.append((range, depth + 1))
            case 22, 23: _ = try scanSparse(range)
            default: break
            }
        }
    }

    /// Checks both tensors of a sparse one and returns the name of its values.
    private mutating func scanSparse(_ message: Range<Int>) throws(ONNXError) -> String? {
        wire.enter(message)
        var name: String?
        var seen: Set<UInt64> = []
        while let field = try wire.next(before: message.upperBound) {
            guard case .bytes(let range) = field.payload, field.number <= 2 else { continue }
            guard seen.insert(field.number).inserted else {
                throw wire.damaged(range.lowerBound, "a sparse tensor has its parts twice")
            }
            let tensor = try scanTensor(range)
            if field.number == 1 { name = tensor.name }
        }
        return name
    }

    /// Measures one tensor; the cursor is behind it afterwards.
    private mutating func scanTensor(_ message: Range<Int>) throws(ONNXError) -> ONNXTensorHeader {
        tensorCount += 1
        guard tensorCount <= Self.nodeLimit else { throw .tooMany(path: path, what: "tensors", limit: Self.nodeLimit) }
        wire.enter(message)
        let header = try ONNXTensorHeader(reading: message, from: &self)
        if let place = header.external { external.append(place) }
        return header
    }

    /// Gives `body` the cursor.
    mutating func withWire<Value>(_ body: (inout WireReader) throws(ONNXError) -> Value) throws(ONNXError) -> Value {
        try body(&wire)
    }

    private mutating func scanValue(_ message: Range<Int>) throws(ONNXError) -> ONNXValue {
        wire.enter(message)
        var name = ""
        var type: Range<Int>?
        while let field = try wire.next(before: message.upperBound) {
            switch (field.number, field.payload) {
            case (1, .bytes(let range)): name = try wire.text(range)
            case (2, .bytes(let range)): type = range
            default: break
            }
        }
        defer { wire.enter(message.upperBound..<message.upperBound) }
        var element: ONNXDataType?
        var shape: [Int?]?
        guard let type, let tensor = try wire.last(1, in: type) else {
            return ONNXValue(name: name, type: nil, shape: nil)
        }
        wire.enter(tensor)
        var axes: Range<Int>?
        while let field = try wire.next(before: tensor.upperBound) {
            switch (field.number, field.payload) {
            case (1, .varint(let number)):
                element = Int32(exactly: number).flatMap { ONNXDataType(rawValue: $0) }
            case (2, .bytes(let range)): axes = range
            default: break
            }
        }
        if let axes { shape = try scanShape(axes) }
        return ONNXValue(name: name, type: element, shape: shape)
    }

    private mutating func scanShape(_ message: Range<Int>) throws(ONNXError) -> [Int?] {
        wire.enter(message)
        var shape: [Int?] = []
        while let field = try wire.next(before: message.upperBound) {
            guard field.number == 1, case .bytes(let axis) = field.payload else { continue }
            guard shape.count < Self.axisLimit else { throw .tooMany(path: path, what: "axes", limit: Self.axisLimit) }
            var size: Int?
            wire.enter(axis)
            while let field = try wire.next(before: axis.upperBound) {
                switch (field.number, field.payload) {
                // Exporters have written -1 for an axis without a fixed size.
                case (1, .varint(let value)):
                    size = Int(exactly: Int64(bitPattern: value)).flatMap { $0 < 0 ? nil : $0 }
                case (2, .bytes): size = nil
                default: break
                }
            }
            shape.append(size)
        }
        return shape
    }
}
