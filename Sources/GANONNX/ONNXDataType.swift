/// All element types that ONNX files can hold, by their numbers in the standard's `TensorProto.DataType`.
///
/// `ONNXElementType` are those among them that ganeval gives to a model and takes from it.
public enum ONNXDataType: Int32, Sendable, CaseIterable {
    case float32 = 1
    case uint8 = 2
    case int8 = 3
    case uint16 = 4
    case int16 = 5
    case int32 = 6
    case int64 = 7
    case string = 8
    case bool = 9
    case float16 = 10
    case float64 = 11
    case uint32 = 12
    case uint64 = 13
    case complex64 = 14
    case complex128 = 15
    case bfloat16 = 16
    case float8e4m3fn = 17
    case float8e4m3fnuz = 18
    case float8e5m2 = 19
    case float8e5m2fnuz = 20
    case uint4 = 21
    case int4 = 22
    case float4e2m1 = 23
    case float8e8m0 = 24
    case uint2 = 25
    case int2 = 26
    case float6e2m3 = 27
    case float6e3m2 = 28

    /// The same type among those that models are fed with, nil for the others.
    public var element: ONNXElementType? { ONNXElementType(rawValue: rawValue) }

    /// Bits of one element in packed bytes; nil where elements have no fixed size or their packing is not settled.
    public var bits: Int? {
        switch self {
        case .string, .float6e2m3, .float6e3m2: return nil
        case .uint2, .int2: return 2
        case .uint4, .int4, .float4e2m1: return 4
        case .uint8, .int8, .bool, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float8e8m0: return 8
        case .uint16, .int16, .float16, .bfloat16: return 16
        case .float32, .int32, .uint32: return 32
        case .float64, .int64, .uint64, .complex64: return 64
        case .complex128: return 128
        }
    }

    /// Whether elements are floating-point numbers, as weights are.
    public var isFloatingPoint: Bool {
        switch self {
        case .float32, .float16, .float64, .bfloat16, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz,
            .float4e2m1, .float8e8m0, .float6e2m3, .float6e3m2:
            return true
        default: return false
        }
    }
}
