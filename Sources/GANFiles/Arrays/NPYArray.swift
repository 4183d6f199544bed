import GANNumerics

/// The element types of `.npy` files that are read.
public enum NPYElementType: Sendable, Equatable, CustomStringConvertible {
    case boolean
    /// Widths are in bytes: 1, 2, 4 or 8; floats 2, 4 or 8.
    case signed(width: Int)
    case unsigned(width: Int)
    case float(width: Int)

    /// Bytes that an element takes.
    public var width: Int {
        switch self {
        case .boolean: return 1
        case .signed(let width), .unsigned(let width), .float(let width): return width
        }
    }

    /// Whether elements are whole numbers, truth values among them.
    public var isInteger: Bool {
        switch self {
        case .signed, .unsigned: return true
        case .boolean, .float: return false
        }
    }

    /// NumPy's name: "uint8", "float32".
    public var description: String {
        switch self {
        case .boolean: return "bool"
        case .signed(let width): return "int\(8 * width)"
        case .unsigned(let width): return "uint\(8 * width)"
        case .float(let width): return "float\(8 * width)"
        }
    }
}

/// An array as a `.npy` file holds it, converted when asked for; elements come in C order whatever the file's order.
public struct NPYArray: Sendable {
    /// The sizes of the axes, in the order of the array's indices.
    public let shape: [Int]
    /// How the file stores an element.
    public let elementType: NPYElementType
    let bigEndian: Bool
    let fortranOrder: Bool
    /// The file, whose elements start at `offset`; the reader has checked that all of them are there.
    let file: ArraySlice<UInt8>
    /// Counted from the first byte of `file`.
    let offset: Int

    /// Elements that start at `offset` of `file`, which holds all of them.
    package init(
        shape: [Int], elementType: NPYElementType, bigEndian: Bool, fortranOrder: Bool, file: ArraySlice<UInt8>,
        offset: Int
    ) {
        self.shape = shape
        self.elementType = elementType
        self.bigEndian = bigEndian
        self.fortranOrder = fortranOrder
        self.file = file
        self.offset = offset
    }

    /// The number of elements.
    public var count: Int { shape.reduce(1, *) }

    /// The elements rounded to float32.
    public func floats() -> [Float] {
        switch elementType {
        case .boolean: return elements(UInt8.self) { $0 == 0 ? 0 : 1 }
        case .signed(1): return elements(UInt8.self) { Float(Int8(bitPattern: $0)) }
        case .signed(2): return elements(UInt16.self) { Float(Int16(bitPattern: $0)) }
        case .signed(4): return elements(UInt32.self) { Float(Int32(bitPattern: $0)) }
        case .signed: return elements(UInt64.self) { Float(Int64(bitPattern: $0)) }
        case .unsigned(1): return elements(UInt8.self) { Float($0) }
        case .unsigned(2): return elements(UInt16.self) { Float($0) }
        case .unsigned(4): return elements(UInt32.self) { Float($0) }
        case .unsigned: return elements(UInt64.self) { Float($0) }
        case .float(2): return elements(UInt16.self) { HalfPrecision.float($0) }
        case .float(4): return elements(UInt32.self) { Float(bitPattern: $0) }
        case .float: return elements(UInt64.self) { Float(Double(bitPattern: $0)) }
        }
    }

    /// The elements in float64; exact but for integers beyond 2⁵³.
    public func doubles() -> [Double] {
        switch elementType {
        case .float(8): return elements(UInt64.self) { Double(bitPattern: $0) }
        case .signed(8): return elements(UInt64.self) { Double(Int64(bitPattern: $0)) }
        case .unsigned(8): return elements(UInt64.self) { Double($0) }
        case .signed(4): return elements(UInt32.self) { Double(Int32(bitPattern: $0)) }
        case .unsigned(4): return elements(UInt32.self) { Double($0) }
        // All others fit float32 exactly.
        default: return floats().map(Double.init)
        }
    }

    /// The elements as whole numbers; nil for floats and booleans, or when one does not fit.
    public func integers() -> [Int]? {
        switch elementType {
        case .signed(1): return elements(UInt8.self) { Int(Int8(bitPattern: $0)) }
        case .signed(2): return elements(UInt16.self) { Int(Int16(bitPattern: $0)) }
        case .signed(4): return elements(UInt32.self) { Int(Int32(bitPattern: $0)) }
        case .signed: return elements(UInt64.self) { Int(Int64(bitPattern: $0)) }
        case .unsigned(1): return elements(UInt8.self) { Int($0) }
        case .unsigned(2): return elements(UInt16.self) { Int($0) }
        case .unsigned(4): return elements(UInt32.self) { Int($0) }
        case .unsigned:
            let wide = elements(UInt64.self) { $0 }
            return wide.allSatisfy { $0 <= UInt64(Int.max) } ? wide.map { Int($0) } : nil
        case .boolean, .float: return nil
        }
    }

    /// The elements' bytes in C order, little-endian; a slice of the file where it holds them so.
    package func littleEndianBytes() -> ArraySlice<UInt8> {
        if !bigEndian && !(fortranOrder && shape.count > 1) {
            let start = file.startIndex + offset
            return file[start..<start + count * elementType.width]
        }
        switch elementType.width {
        case 1: return elements(UInt8.self) { $0 }[...]
        case 2: return Self.bytes(elements(UInt16.self) { $0 })
        case 4: return Self.bytes(elements(UInt32.self) { $0 })
        default: return Self.bytes(elements(UInt64.self) { $0 })
        }
    }

    private static func bytes(_ words: [some FixedWidthInteger & BitwiseCopyable]) -> ArraySlice<UInt8> {
        words.withUnsafeBytes { [UInt8]($0) }[...]
    }

    /// The bytes of an array of uint8; nil for other types.
    package func bytes() -> [UInt8]? { elementType == .unsigned(width: 1) ? elements(UInt8.self) { $0 } : nil }

    @inline(__always)
    private func elements<Raw: FixedWidthInteger & BitwiseCopyable, Element>(
        _ raw: Raw.Type, _ convert: (Raw) -> Element
    ) -> [Element] {
        let count = count
        let inFileOrder = [Element](unsafeUninitializedCapacity: count) { target, initialized in
            file.withUnsafeBytes { source in
                for index in 0..<count {
                    let place = offset + index * MemoryLayout<Raw>.size
                    let word = source.loadUnaligned(fromByteOffset: place, as: Raw.self)
                    target.initializeElement(at: index, to: convert(bigEndian ? Raw(bigEndian: word) : word))
                }
            }
            initialized = count
        }
        return fortranOrder && shape.count > 1 ? inCOrder(inFileOrder) : inFileOrder
    }

    /// Reorders elements whose first index runs fastest so that the last one does.
    private func inCOrder<Element>(_ elements: [Element]) -> [Element] {
        var strides: [Int] = []
        var stride = 1
        for size in shape {
            strides.append(stride)
            stride *= size
        }
        var index = [Int](repeating: 0, count: shape.count)
        var place = 0
        var ordered: [Element] = []
        ordered.reserveCapacity(elements.count)
        for _ in elements.indices {
            ordered.append(elements[place])
            var axis = shape.count - 1
            while axis >= 0 {
                index[axis] += 1
                place += strides[axis]
                if index[axis] < shape[axis] { break }
                place -= strides[axis] * shape[axis]
                index[axis] = 0
                axis -= 1
            }
        }
        return ordered
    }
}
