import GANNumerics

/// Keeps what is slow to compute, by content.
///
/// `ingredients` must hold everything that decides the bytes: a changed checkpoint then never meets the first one's.
/// A cache that can't be read or written is no reason to fail; it just is no help.
public protocol EvaluationCache: Sendable {
    /// What was kept under the same kind and ingredients, whole; nil where there is nothing, or nothing that can be read.
    func find(kind: String, ingredients: [String]) -> [UInt8]?
    /// Keeps bytes for later calls of `find`, of this run or of another.
    func keep(_ bytes: [UInt8], kind: String, ingredients: [String])
}

/// Remembers nothing.
public struct NoCache: EvaluationCache {
    /// A cache that is always empty.
    public init() {}
    /// Always nil: all is computed again.
    public func find(kind: String, ingredients: [String]) -> [UInt8]? { nil }
    /// Keeps nothing.
    public func keep(_ bytes: [UInt8], kind: String, ingredients: [String]) {}
}

extension EvaluationCache {
    /// The cached matrices of this kind, or those that `compute` makes, kept for the next time.
    func matrices(
        kind: String, ingredients: [String], compute: () throws -> [Matrix<Float>]
    ) rethrows -> [Matrix<Float>] {
        if let bytes = find(kind: kind, ingredients: ingredients), let found = CachedBytes.matrices(bytes) {
            return found
        }
        let matrices = try compute()
        keep(CachedBytes.encode(matrices), kind: kind, ingredients: ingredients)
        return matrices
    }

    /// The cached neighbour table of this kind, or the one that `compute` makes, kept for the next time.
    func table(kind: String, ingredients: [String], compute: () throws -> NeighbourTable) rethrows -> NeighbourTable {
        if let bytes = find(kind: kind, ingredients: ingredients), let found = CachedBytes.table(bytes) { return found }
        let table = try compute()
        keep(CachedBytes.encode(table), kind: kind, ingredients: ingredients)
        return table
    }
}

/// The byte forms of cached values: sizes as 64-bit whole numbers, then elements, in the machine's order.
///
/// The cache verifies a digest before it hands bytes out, so a wrong length means another version's form, not damage.
enum CachedBytes {
    static func encode(_ matrices: [Matrix<Float>]) -> [UInt8] {
        var bytes: [UInt8] = []
        append([Int64(matrices.count)], to: &bytes)
        for matrix in matrices {
            append([Int64(matrix.rows), Int64(matrix.columns)], to: &bytes)
            append(matrix.scalars, to: &bytes)
        }
        return bytes
    }

    static func matrices(_ bytes: [UInt8]) -> [Matrix<Float>]? {
        var reader = Reader(bytes: bytes)
        guard let count = reader.take(1, of: Int64.self)?.first, (0...1024).contains(count) else { return nil }
        var matrices: [Matrix<Float>] = []
        for _ in 0..<count {
            guard let shape = reader.take(2, of: Int64.self), let size = Reader.size(shape[0], shape[1]),
                let scalars = reader.take(size, of: Float.self)
            else { return nil }
            matrices.append(Matrix(rows: Int(shape[0]), columns: Int(shape[1]), scalars: scalars))
        }
        return reader.isAtEnd ? matrices : nil
    }

    static func encode(_ table: NeighbourTable) -> [UInt8] {
        var bytes: [UInt8] = []
        append([Int64(table.queries), Int64(table.count)], to: &bytes)
        append(table.indices, to: &bytes)
        append(table.distances, to: &bytes)
        return bytes
    }

    static func table(_ bytes: [UInt8]) -> NeighbourTable? {
        var reader = Reader(bytes: bytes)
        guard let shape = reader.take(2, of: Int64.self), let size = Reader.size(shape[0], shape[1]),
            let indices = reader.take(size, of: Int32.self), let distances = reader.take(size, of: Double.self),
            reader.isAtEnd
        else { return nil }
        return NeighbourTable(queries: Int(shape[0]), count: Int(shape[1]), indices: indices, distances: distances)
    }

    private static func append<Element: BitwiseCopyable>(_ elements: [Element], to bytes: inout [UInt8]) {
        elements.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    private struct Reader {
        let bytes: [UInt8]
        var offset = 0

        var isAtEnd: Bool { offset == bytes.count }

        static func size(_ rows: Int64, _ columns: Int64) -> Int? {
            let (size, overflow) = rows.multipliedReportingOverflow(by: columns)
            return rows >= 0 && columns >= 0 && !overflow ? Int(size) : nil
        }

        mutating func take<Element: BitwiseCopyable>(_ count: Int, of type: Element.Type) -> [Element]? {
            let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
            guard !overflow, size <= bytes.count - offset else { return nil }
            defer { offset += size }
            return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
                bytes.withUnsafeBytes { source in
                    UnsafeMutableRawBufferPointer(buffer).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + size]))
                }
                initialized = count
            }
        }
    }
}
