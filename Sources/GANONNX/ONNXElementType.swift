/// The element types of ONNX tensors that ganeval feeds and reads, by their numbers in the format.
public enum ONNXElementType: Int32, Sendable, CaseIterable, CustomStringConvertible {
    case float32 = 1
    case uint8 = 2
    case int8 = 3
    case uint16 = 4
    case int16 = 5
    case int32 = 6
    case int64 = 7
    case bool = 9
    case float16 = 10
    case float64 = 11

    /// Bytes an element.
    public var size: Int {
        switch self {
        case .bool, .uint8, .int8: return 1
        case .uint16, .int16, .float16: return 2
        case .float32, .int32: return 4
        case .int64, .float64: return 8
        }
    }

    /// Whether elements have a fraction: 16, 32 or 64 bits.
    public var isFloat: Bool { self == .float16 || self == .float32 || self == .float64 }

    /// NumPy's name: "float32".
    public var description: String {
        switch self {
        case .bool: return "bool"
        case .float16: return "float16"
        case .float32: return "float32"
        case .float64: return "float64"
        case .uint8: return "uint8"
        case .int8: return "int8"
        case .uint16: return "uint16"
        case .int16: return "int16"
        case .int32: return "int32"
        case .int64: return "int64"
        }
    }

    /// What ONNX calls a type by number, for messages about types that are not read.
    static func name(_ number: Int32) -> String {
        if let type = ONNXElementType(rawValue: number) { return type.description }
        switch number {
        case 8: return "string"
        case 12: return "uint32"
        case 13: return "uint64"
        case 14, 15: return "complex"
        case 16: return "bfloat16"
        default: return "number \(number)"
        }
    }
}
