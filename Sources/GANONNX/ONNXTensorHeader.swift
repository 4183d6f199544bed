/// What a stored tensor says of itself: name, type, shape, and where its data are; the data stay where they are.
struct ONNXTensorHeader {
    private(set) var name = ""
    private(set) var shape: [Int64] = []
    private(set) var type = ONNXDataType.float32
    /// The number of elements, the product of `shape`.
    private(set) var count = 0
    /// The place of its data when they are in another file.
    private(set) var external: ONNXExternalTensor?

    /// What the tensor holds inside the model file.
    private struct Contents {
        var rawBytes: Int?
        /// Elements in the typed lists, and how many list entries make one element.
        var listed = 0
        var number: Int64 = 0
        var entries: [(key: String, value: String)] = []
        var isExternal = false
    }

    /// Entries in a tensor's description of its external data; the standard knows six.
    private static let entryLimit = 64

    /// Reads the tensor in `message`, at whose beginning the scanner's cursor stands.
    ///
    /// Throws when its data are not as long as its type and shape need, so that a runtime never allocates by a claim.
    init(reading message: Range<Int>, from scanner: inout ONNXModelScanner) throws(ONNXError) {
        let path = scanner.path
        var contents = Contents()
        let limit = ONNXModelScanner.axisLimit
        var next = try scanner.withWire { (wire) throws(ONNXError) in try wire.next(before: message.upperBound) }
        while let field = next {
            switch (field.number, field.payload) {
            case (1, .varint(let value)): shape.append(Int64(bitPattern: value))
            case (1, .bytes(let range)):
                let values = try scanner.withWire { (wire) throws(ONNXError) in
                    try wire.packedVarints(range, limit: limit, what: "axes")
                }
                shape += values.map { Int64(bitPattern: $0) }
            case (2, .varint(let value)): contents.number = Int64(bitPattern: value)
            case (8, .bytes(let range)): name = try scanner.wire.text(range)
            case (9, .bytes(let range)): contents.rawBytes = range.count
            case (13, .bytes(let range)):
                guard contents.entries.count < Self.entryLimit else {
                    throw .tooMany(path: path, what: "entries for one tensor's data", limit: Self.entryLimit)
                }
                contents.entries.append(try scanner.scanEntry(range))
            case (14, .varint(let value)): contents.isExternal = value != 0
            case (4, .bytes(let range)): contents.listed += range.count / 4
            case (10, .bytes(let range)): contents.listed += range.count / 8
            case (5, .bytes(let range)), (7, .bytes(let range)), (11, .bytes(let range)):
                contents.listed += scanner.wire.packedVarintCount(range)
            case (4, .fixed32), (10, .fixed64), (5, .varint), (7, .varint), (11, .varint), (6, .bytes):
                contents.listed += 1
            default: break
            }
            guard shape.count <= limit else { throw .tooMany(path: path, what: "axes", limit: limit) }
            next = try scanner.withWire { (wire) throws(ONNXError) in try wire.next(before: message.upperBound) }
        }
        guard let number = Int32(exactly: contents.number), let known = ONNXDataType(rawValue: number) else {
            throw .unknownElementType(path: path, tensor: name, number: contents.number)
        }
        type = known
        try check(contents, path: path)
    }

    private mutating func check(_ contents: Contents, path: String) throws(ONNXError) {
        var product = 1
        for axis in shape {
            let (next, overflow) = product.multipliedReportingOverflow(by: Int(axis))
            guard axis >= 0, !overflow else { throw .shapeTooLarge(path: path, tensor: name, shape: shape) }
            product = next
        }
        // A zero behind large axes hides their product, so the bound is on what was multiplied so far.
        let (bits, overflow) = product.multipliedReportingOverflow(by: type.bits ?? 8)
        guard !overflow, bits <= Int.max - 7 else { throw .shapeTooLarge(path: path, tensor: name, shape: shape) }
        count = product
        let bytes = type.bits == nil ? nil : (bits + 7) / 8
        if contents.isExternal || !contents.entries.isEmpty {
            external = try ONNXExternalTensor(tensor: name, entries: contents.entries, bytes: bytes, path: path)
            return
        }
        let (found, expected): (Int, Int?)
        if let raw = contents.rawBytes {
            (found, expected) = (raw, bytes)
        } else {
            (found, expected) = (contents.listed, listLength)
        }
        guard let expected, found != expected else { return }
        throw .sizeMismatch(path: path, tensor: name, shape: shape, type: type, found: found, expected: expected)
    }

    /// Entries of the typed list that holds `count` elements, nil where packing differs between versions.
    private var listLength: Int? {
        switch type {
        case .complex64, .complex128: return count > Int.max / 2 ? nil : 2 * count
        default: return (type.bits ?? 8) < 8 || type.bits == nil && type != .string ? nil : count
        }
    }
}
