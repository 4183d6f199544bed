public import GANNumerics

/// A tensor as a weight file stores it: a shape, an element type, and little-endian bytes in row-major order.
public struct WeightTensor: Sendable, Equatable {
    /// The sizes of the axes; empty for a single number.
    public let shape: [Int]
    /// How the bytes are to be read.
    public let type: ElementType
    /// The stored bytes, `count * type.size` of them; a slice of the file, so that reading copies nothing.
    public let bytes: ArraySlice<UInt8>

    /// The number of elements.
    public var count: Int { bytes.count / type.size }

    /// Wraps stored bytes, which must be as many as `shape` and `type` need.
    public init(shape: [Int], type: ElementType, bytes: ArraySlice<UInt8>) {
        precondition(
            shape.allSatisfy { $0 >= 0 } && bytes.count == shape.reduce(1, *) * type.size,
            "\(bytes.count) bytes for shape \(shape) of \(type.rawValue)")
        self.shape = shape
        self.type = type
        self.bytes = bytes
    }

    /// Stores a tensor as float32.
    public init(_ tensor: Tensor) {
        let bytes = tensor.scalars.withUnsafeBytes { [UInt8]($0) }
        self.init(shape: tensor.shape, type: .float32, bytes: bytes[...])
    }

    /// The elements as float32, each rounded to nearest; float16, bfloat16 and the 8-bit floats convert exactly.
    ///
    /// O(count).
    public func floats() -> [Float] { floats(0..<count) }

    /// The elements in `range` as float32; see `floats()`.
    public func floats(_ range: Range<Int>) -> [Float] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "elements \(range) of \(count)")
        switch type {
        case .bool: return elements(range, UInt8.self) { $0 == 0 ? 0 : 1 }
        case .uint8: return elements(range, UInt8.self) { Float($0) }
        case .int8: return elements(range, Int8.self) { Float($0) }
        case .float8E5M2: return elements(range, UInt8.self) { HalfPrecision.float(UInt16($0) << 8) }
        case .float8E4M3: return elements(range, UInt8.self, Self.float(e4m3:))
        case .uint16: return elements(range, UInt16.self) { Float($0) }
        case .int16: return elements(range, Int16.self) { Float($0) }
        case .uint32: return elements(range, UInt32.self) { Float($0) }
        case .int32: return elements(range, Int32.self) { Float($0) }
        case .uint64: return elements(range, UInt64.self) { Float($0) }
        case .int64: return elements(range, Int64.self) { Float($0) }
        case .float16: return elements(range, UInt16.self) { HalfPrecision.float($0) }
        case .bfloat16: return elements(range, UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        case .float32: return float32(range)
        case .float64: return elements(range, UInt64.self) { Float(Double(bitPattern: $0)) }
        }
    }

    /// The elements in `range` as float64, exact but for integers beyond 2⁵³.
    ///
    /// O(range).
    public func doubles(_ range: Range<Int>) -> [Double] {
        switch type {
        case .uint32: return elements(range, UInt32.self) { Double($0) }
        case .int32: return elements(range, Int32.self) { Double($0) }
        case .uint64: return elements(range, UInt64.self) { Double($0) }
        case .int64: return elements(range, Int64.self) { Double($0) }
        case .float64: return elements(range, UInt64.self) { Double(bitPattern: $0) }
        case .bool, .uint8, .int8, .uint16, .int16, .float8E5M2, .float8E4M3, .float16, .bfloat16, .float32:
            return floats(range).map(Double.init)
        }
    }

    /// The elements as a float32 tensor of the same shape.
    public func tensor() -> Tensor { Tensor(shape: shape, scalars: floats()) }

    private func float32(_ range: Range<Int>) -> [Float] {
        [Float](unsafeUninitializedCapacity: range.count) { target, initialized in
            bytes.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(target)
                    .copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: source[4 * range.lowerBound..<4 * range.upperBound]))
            }
            initialized = range.count
        }
    }

    @inline(__always)
    private func elements<Stored: FixedWidthInteger & BitwiseCopyable, Element>(
        _ range: Range<Int>, _ stored: Stored.Type, _ convert: (Stored) -> Element
    ) -> [Element] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "elements \(range) of \(count)")
        return [Element](unsafeUninitializedCapacity: range.count) { target, initialized in
            bytes.withUnsafeBytes { source in
                // Raw pointers: a check of bounds for each element would keep the loop from running eight at a time.
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                let start = source + range.lowerBound * MemoryLayout<Stored>.size
                for index in 0..<range.count {
                    let word = start.loadUnaligned(
                        fromByteOffset: index &* MemoryLayout<Stored>.size, as: Stored.self)
                    (target + index).initialize(to: convert(Stored(littleEndian: word)))
                }
            }
            initialized = range.count
        }
    }

    /// The value of an 8-bit pattern with four bits of exponent, three of fraction and no infinity ("e4m3fn").
    ///
    /// Source: Micikevicius et al., "FP8 formats for deep learning", 2022, table 1.
    static func float(e4m3 bits: UInt8) -> Float {
        let sign = UInt32(bits & 0x80) << 24
        let magnitude = UInt32(bits & 0x7F)
        if magnitude == 0x7F { return .nan }
        return Float(bitPattern: sign | (Float(bitPattern: magnitude << 20) * 0x1p120).bitPattern)
    }
}
