/// The values of some samples as they are held in memory.
enum SampleValues: Sendable {
    /// Whole grey levels.
    case bytes([UInt8])
    case floats([Float])

    var count: Int {
        switch self {
        case .bytes(let bytes): return bytes.count
        case .floats(let floats): return floats.count
        }
    }

    var byteCount: Int {
        switch self {
        case .bytes(let bytes): return bytes.count
        case .floats(let floats): return floats.count * MemoryLayout<Float>.stride
        }
    }

    /// Writes the values in `range` as floats; `target` must have its size.
    func convert(_ range: Range<Int>, into target: UnsafeMutableBufferPointer<Float>) {
        precondition(range.count == target.count, "\(range.count) values for a buffer of \(target.count)")
        switch self {
        case .bytes(let bytes):
            bytes.withUnsafeBufferPointer { source in
                for index in 0..<range.count { target[index] = Float(source[range.lowerBound + index]) }
            }
        case .floats(let floats):
            floats.withUnsafeBufferPointer { _ = target.update(fromContentsOf: $0[range]) }
        }
    }
}
