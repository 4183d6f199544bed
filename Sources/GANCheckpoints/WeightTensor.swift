public import GANNumerics

/// The element types that weight files hold, by their names in safetensors headers.
public enum ElementType: String, Sendable, CaseIterable, Codable {
    case bool = "BOOL"
    case uint8 = "U8"
    case int8 = "I8"
    case uint16 = "U16"
    case int16 = "I16"
    case uint32 = "U32"
    case int32 = "I32"
    case uint64 = "U64"
    case int64 = "I64"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case float32 = "F32"
    case float64 = "F64"

    /// Bytes an element.
    public var size: Int {
        switch self {
        case .bool, .uint8, .int8: return 1
        case .uint16, .int16, .float16, .bfloat16: return 2
        case .uint32, .int32, .float32: return 4
        case .uint64, .int64, .float64: return 8
        }
    }
}

/// A tensor as a weight file stores it: a shape, an element type, and little-endian bytes in row-major order.
public struct WeightTensor: Sendable, Equatable {
    public let shape: [Int]
    public let type: ElementType
    /// The stored bytes, `count * type.size` of them; a slice of the file, so that reading copies nothing.
    public let bytes: ArraySlice<UInt8>

    /// The number of elements.
    public var count: Int { shape.reduce(1, *) }

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

    /// The elements as float32, each rounded to nearest; float16 and bfloat16 convert exactly.
    public func floats() -> [Float] {
        switch type {
        case .bool: return bytes.map { $0 == 0 ? 0 : 1 }
        case .uint8: return bytes.map { Float($0) }
        case .int8: return elements(Int8.self) { Float($0) }
        case .uint16: return elements(UInt16.self) { Float($0) }
        case .int16: return elements(Int16.self) { Float($0) }
        case .uint32: return elements(UInt32.self) { Float($0) }
        case .int32: return elements(Int32.self) { Float($0) }
        case .uint64: return elements(UInt64.self) { Float($0) }
        case .int64: return elements(Int64.self) { Float($0) }
        case .float16: return elements(UInt16.self, Self.float(half:))
        case .bfloat16: return elements(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        case .float32: return elements(UInt32.self) { Float(bitPattern: $0) }
        case .float64: return elements(UInt64.self) { Float(Double(bitPattern: $0)) }
        }
    }

    /// The elements as a float32 tensor of the same shape.
    public func tensor() -> Tensor { Tensor(shape: shape, scalars: floats()) }

    private func elements<Stored: FixedWidthInteger & BitwiseCopyable>(
        _ stored: Stored.Type, _ convert: (Stored) -> Float
    ) -> [Float] {
        bytes.withUnsafeBytes { source in
            (0..<count).map { index in
                let word = source.loadUnaligned(fromByteOffset: index * MemoryLayout<Stored>.size, as: Stored.self)
                return convert(Stored(littleEndian: word))
            }
        }
    }

    /// The value of an IEEE 754 binary16 pattern; written out because `Float16` is missing on some platforms.
    static func float(half bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10 & 0x1F)
        let fraction = UInt32(bits & 0x3FF)
        switch exponent {
        case 0:
            // Zero and subnormals: fraction · 2^-24, exact in float32.
            return Float(bitPattern: sign | (Float(fraction) * 0x1p-24).bitPattern)
        case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
