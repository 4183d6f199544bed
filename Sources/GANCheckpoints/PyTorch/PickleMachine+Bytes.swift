/// What lies in a pickle as bytes: storages of plain pickles, and NumPy's arrays and scalars.
extension PickleMachine {
    /// Bytes that are made from others may be this many more than a pickle has.
    static let madeAllowance = 1 << 24

    /// Remembers bytes and gives their node.
    mutating func bytes(_ slice: ArraySlice<UInt8>) -> PickleNode {
        arena.bytes.append(slice)
        return .bytes(Int32(truncatingIfNeeded: arena.bytes.count - 1))
    }

    /// A string of Python 2: text where it can be and is no longer than texts are, else bytes, an array's elements mostly.
    mutating func string(_ slice: ArraySlice<UInt8>) -> PickleNode {
        if slice.count <= Self.longestString, let text = String(validating: slice, as: UTF8.self) {
            return .text(text)
        }
        return bytes(slice)
    }

    private static let longestString = 1 << 20

    /// The bytes of elements, which Python 2 wrote as a string; nil for anything else.
    private mutating func bytes(of id: PickleNode.ID) throws(CheckpointError) -> ArraySlice<UInt8>? {
        switch arena[id] {
        case .bytes(let number): return arena.bytes[Int(number)]
        case .text(let text):
            try made(text.utf8.count)
            return Array(text.utf8)[...]
        default: return nil
        }
    }

    private mutating func made(_ count: Int) throws(CheckpointError) {
        madeBytes += count
        let limit = Self.madeAllowance + 2 * stream.bytes.count
        guard madeBytes <= limit else {
            throw place.error(
                .pickleLimit("writes more than \(limit) bytes as something else", limit: limit), at: offset)
        }
    }

    /// `_codecs.encode(text, "latin1")`: how protocol 2 writes bytes.
    mutating func encodedBytes(_ items: [PickleNode.ID]) throws(CheckpointError) -> PickleNode {
        guard let first = items.first else { return bytes([]) }
        if case .bytes = arena[first] { return arena[first] }
        let text = try text(first)
        try made(text.utf8.count)
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { return .opaque("bytes of a text") }
            result.append(byte)
        }
        return bytes(result[...])
    }

    /// A storage that is a whole older file of `torch.save` within the pickle.
    mutating func embeddedStorage(_ items: [PickleNode.ID]) throws(CheckpointError) -> PickleNode {
        guard !isEmbedded else { throw malformed("a storage lies within a storage") }
        guard let first = items.first, case .bytes(let number) = arena[first] else {
            throw malformed("an embedded storage has no bytes")
        }
        // Bytes that are used again are read once, so no pickle can make this slow.
        if let known = embeddedStorages[number] { return .storage(known) }
        let contents = arena.bytes[Int(number)]
        let storage = try PyTorchLegacyFile.embeddedStorage(
            contents, key: "within the pickle, \(number)", path: place.path)
        arena.storages.append(storage)
        let result = Int32(truncatingIfNeeded: arena.storages.count - 1)
        embeddedStorages[number] = result
        return .storage(result)
    }

    // MARK: NumPy.

    func numpyType(_ items: [PickleNode.ID]) -> PickleNode {
        guard let first = items.first else { return .opaque("NumPy type") }
        switch arena[first] {
        case .text(let name): return .numpyType(NumPyType(name: name))
        case .global(.numpyType(let type)): return .numpyType(type)
        default: return .numpyType(NumPyType(type: nil))
        }
    }

    private func numpyType(at id: PickleNode.ID) -> NumPyType? {
        switch arena[id] {
        case .numpyType(let type), .global(.numpyType(let type)): return type
        default: return nil
        }
    }

    /// `scalar(type, bytes)`.
    mutating func numpyScalar(_ items: [PickleNode.ID]) throws(CheckpointError) -> PickleNode {
        guard items.count == 2, let type = numpyType(at: items[0]) else { return .opaque("NumPy scalar") }
        if type.isObject {
            if case .bytes = arena[items[1]] { return .opaque("NumPy scalar") }
            return arena[items[1]]
        }
        guard let elements = type.type, var contents = try bytes(of: items[1]) else {
            return .opaque("NumPy scalar")
        }
        guard contents.count == elements.size else { throw malformed("a NumPy scalar has \(contents.count) bytes") }
        if type.isBigEndian { contents = Array(contents.reversed())[...] }
        let value = WeightTensor(shape: [], type: elements, bytes: contents)
        switch elements {
        case .bool: return .boolean(contents.first != 0)
        case .int8, .int16, .int32, .int64:
            let shift = UInt64(64 - 8 * contents.count)
            let word = contents.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return .integer(Int(Int64(bitPattern: word << shift) >> Int64(shift)))
        case .uint8, .uint16, .uint32, .uint64:
            let word = contents.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return Int(exactly: word).map { .integer($0) } ?? .float(Double(word))
        default: return .float(value.doubles(0..<1)[0])
        }
    }

    /// The state that `BUILD` gives an array: (version, shape, type, whether columns come first, elements).
    mutating func numpyArray(_ state: PickleNode.ID) throws(CheckpointError) -> PickleNode {
        guard case .tuple(let items) = arena[state], items.count == 5, let type = numpyType(at: items[2]) else {
            return .opaque("NumPy array")
        }
        var isColumnMajor = false
        if case .boolean(true) = arena[items[3]] { isColumnMajor = true }
        return try array(type, shape: items[1], elements: items[4], isColumnMajor: isColumnMajor)
    }

    /// `_frombuffer(buffer, type, shape, order)`.
    mutating func numpyBuffer(_ items: [PickleNode.ID]) throws(CheckpointError) -> PickleNode {
        guard items.count == 4, let type = numpyType(at: items[1]) else { return .opaque("NumPy array") }
        var isColumnMajor = false
        if case .text("F") = arena[items[3]] { isColumnMajor = true }
        return try array(type, shape: items[2], elements: items[0], isColumnMajor: isColumnMajor)
    }

    private mutating func array(
        _ type: NumPyType, shape: PickleNode.ID, elements: PickleNode.ID, isColumnMajor: Bool
    ) throws(CheckpointError) -> PickleNode {
        let shape = try sizes(shape)
        if type.isObject {
            guard case .list(let members) = arena[elements] else { return .opaque("NumPy array of objects") }
            // `numpy.save` of a dictionary is an array without axes whose only element it is.
            return shape.isEmpty && members.count == 1 ? arena[members[0]] : arena[elements]
        }
        guard let element = type.type, var contents = try bytes(of: elements) else {
            return .opaque("NumPy array")
        }
        guard shape.allSatisfy({ $0 >= 0 }), contents.count.isMultiple(of: element.size) else {
            throw malformed("a NumPy array's shape or size makes no sense")
        }
        if type.isBigEndian, element.size > 1 {
            try made(contents.count)
            var swapped = Array(contents)
            for start in stride(from: 0, to: swapped.count, by: element.size) {
                swapped[start..<start + element.size].reverse()
            }
            contents = swapped[...]
        }
        let count = contents.count / element.size
        var needed = 1
        for size in shape {
            let (product, overflow) = needed.multipliedReportingOverflow(by: size)
            guard !overflow else { throw malformed("a NumPy array of shape \(shape) is too large") }
            needed = product
        }
        guard needed == count else { throw malformed("a NumPy array of shape \(shape) has \(count) elements") }
        var strides = [Int](repeating: 1, count: shape.count)
        let order = isColumnMajor ? Array(shape.indices) : shape.indices.reversed()
        var step = 1
        for axis in order {
            strides[axis] = step
            // Steps of an array without elements are never taken, and could be larger than any number.
            step = count == 0 ? 1 : step * shape[axis]
        }
        arena.storages.append(
            PickleStorage(
                key: "array within the pickle, \(arena.storages.count)", type: element, count: count, bytes: contents))
        arena.tensors.append(
            PickleTensor(
                storage: arena.storages.count - 1, type: element, offset: 0, shape: shape, strides: strides,
                byte: offset))
        return .tensor(Int32(truncatingIfNeeded: arena.tensors.count - 1))
    }
}
