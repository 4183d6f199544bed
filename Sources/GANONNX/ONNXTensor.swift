import GANNumerics

/// A tensor that goes into a model or comes out of it: a shape, and elements in the machine's order.
///
/// The memory is this object's own, so that one buffer can be filled and run again and again without copies; it must
/// not be written while a run reads it.
public final class ONNXTensor {
    /// The sizes of the axes.
    public let shape: [Int]
    /// The type of the elements that the runtime gets.
    public let type: ONNXElementType
    let memory: UnsafeMutableRawBufferPointer

    /// The number of elements.
    public var count: Int { memory.count / type.size }

    /// A tensor of zeros.
    public init(shape: [Int], type: ONNXElementType = .float32) {
        precondition(shape.allSatisfy { $0 >= 0 }, "negative shape \(shape)")
        self.shape = shape
        self.type = type
        let bytes = shape.reduce(1, *) * type.size
        memory = .allocate(byteCount: bytes, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// A float32 tensor with the given elements, as many as `shape` holds.
    public convenience init(shape: [Int], floats: [Float]) {
        self.init(shape: shape)
        assign(floats)
    }

    deinit { memory.deallocate() }

    /// The elements of a float32 tensor, to be written in place.
    public func withMutableFloats<Result>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        precondition(type == .float32, "a \(type) tensor as float32")
        return try body(memory.bindMemory(to: Float.self))
    }

    /// Writes all elements, converted to the tensor's type: whole numbers are rounded to nearest and clamped.
    public func assign(_ values: [Float]) {
        precondition(values.count == count, "\(values.count) values for shape \(shape)")
        switch type {
        case .float32: values.withUnsafeBytes { memory.copyMemory(from: $0) }
        case .float64: store(values) { Double($0) }
        case .float16: store(values) { HalfPrecision.bits($0) }
        case .bool: store(values) { $0 == 0 ? UInt8(0) : 1 }
        case .uint8: store(values) { Self.whole($0, as: UInt8.self) }
        case .int8: store(values) { Self.whole($0, as: Int8.self) }
        case .uint16: store(values) { Self.whole($0, as: UInt16.self) }
        case .int16: store(values) { Self.whole($0, as: Int16.self) }
        case .int32: store(values) { Self.whole($0, as: Int32.self) }
        case .int64: store(values) { Self.whole($0, as: Int64.self) }
        }
    }

    private static func whole<Stored: FixedWidthInteger>(_ value: Float, as type: Stored.Type) -> Stored {
        if value.isNaN { return 0 }
        return Stored(exactly: value.rounded(.toNearestOrEven)) ?? (value < 0 ? .min : .max)
    }

    private func store<Stored: BitwiseCopyable>(_ values: [Float], _ convert: (Float) -> Stored) {
        let target = memory.bindMemory(to: Stored.self)
        for index in values.indices { target[index] = convert(values[index]) }
    }

    /// The elements as float32.
    public var floats: [Float] { Self.floats(UnsafeRawBufferPointer(memory), type: type) }

    /// `memory` of elements of `type` as float32, each rounded to nearest.
    static func floats(_ memory: UnsafeRawBufferPointer, type: ONNXElementType) -> [Float] {
        [Float](unsafeUninitializedCapacity: memory.count / type.size) { target, initialized in
            initialized = memory.count / type.size
            guard initialized > 0 else { return }
            switch type {
            case .float32: UnsafeMutableRawBufferPointer(target).copyMemory(from: memory)
            case .float64: load(memory, into: target) { (value: Double) in Float(value) }
            case .float16: load(memory, into: target) { (bits: UInt16) in HalfPrecision.float(bits) }
            case .bool: load(memory, into: target) { (value: UInt8) in value == 0 ? 0 : 1 }
            case .uint8: load(memory, into: target) { (value: UInt8) in Float(value) }
            case .int8: load(memory, into: target) { (value: Int8) in Float(value) }
            case .uint16: load(memory, into: target) { (value: UInt16) in Float(value) }
            case .int16: load(memory, into: target) { (value: Int16) in Float(value) }
            case .int32: load(memory, into: target) { (value: Int32) in Float(value) }
            case .int64: load(memory, into: target) { (value: Int64) in Float(value) }
            }
        }
    }

    private static func load<Stored: BitwiseCopyable>(
        _ memory: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Float>, _ convert: (Stored) -> Float
    ) {
        let source = memory.bindMemory(to: Stored.self)
        for index in source.indices { target[index] = convert(source[index]) }
    }
}
