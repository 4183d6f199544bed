/// The rows of several matrices as one sequence, shifted and scaled so that float32 products of them stay accurate.
///
/// A row x reads as s·x − c, where s is the power of two that brings the largest magnitude to at most 1 and c is about the
/// mean. Distances keep their order, a common offset costs no digits, and squares cannot overflow. Nothing is copied but
/// the tiles that are asked for.
struct CentredRows: Sendable {
    /// How many rows there are.
    let count: Int
    /// The columns of each row.
    let width: Int
    /// s.
    let scale: Float
    /// c, `[width]`.
    let shift: [Float]
    private nonisolated(unsafe) let rows: [UnsafePointer<Float>]

    /// Rows whose mean serves as the shift.
    private static let sampledRows = 512

    /// Calls `body` with the rows of `sets`, one set after the other; all must be equally wide, with at least one column.
    static func with<Value>(_ sets: [Matrix<Float>], _ body: (CentredRows) -> Value) -> Value {
        let width = sets.first?.columns ?? 0
        precondition(width > 0 && sets.allSatisfy { $0.columns == width }, "sets of \(sets.map(\.columns)) columns")
        func collect(_ set: Int, _ rows: [UnsafePointer<Float>]) -> Value {
            guard set < sets.count else { return body(CentredRows(rows, width: width)) }
            return sets[set].scalars.withUnsafeBufferPointer { scalars in
                guard let base = scalars.baseAddress else { return collect(set + 1, rows) }
                return collect(set + 1, rows + (0..<sets[set].rows).map { base + $0 * width })
            }
        }
        return collect(0, [])
    }

    private init(_ rows: [UnsafePointer<Float>], width: Int) {
        self.rows = rows
        self.width = width
        count = rows.count
        let blocks = (rows.count + 255) / 256
        var largest = [Float](repeating: 0, count: blocks)
        largest.withUnsafeMutableBufferPointer { largest in
            nonisolated(unsafe) let (rows, result) = (rows, largest)
            Parallel.forEach(blocks) { block in
                var (low, high) = (SIMD8<Float>(), SIMD8<Float>())
                for row in block * 256..<min(rows.count, (block + 1) * 256) {
                    let values = rows[row]
                    var column = 0
                    while column + 8 <= width {
                        let chunk = UnsafeRawPointer(values + column).loadUnaligned(as: SIMD8<Float>.self)
                        low.replace(with: chunk, where: chunk .< low)
                        high.replace(with: chunk, where: chunk .> high)
                        column += 8
                    }
                    while column < width {
                        low[0] = min(low[0], values[column])
                        high[0] = max(high[0], values[column])
                        column += 1
                    }
                }
                result[block] = max(high.max(), -low.min())
            }
        }
        let magnitude = largest.max() ?? 0
        precondition(magnitude.isFinite, "rows that are not finite")
        // Between 2⁻¹²⁶ and 2¹²⁶ the power and its inverse are both normal numbers.
        let exponent = magnitude > 0 ? max(-126, min(126, Int(magnitude.exponent) + 1)) : 0
        let scale = Float(sign: .plus, exponent: -exponent, significand: 1)
        self.scale = scale
        let sampled = min(rows.count, Self.sampledRows)
        var sums = [Double](repeating: 0, count: width)
        for sample in 0..<sampled {
            let values = rows[sample * rows.count / sampled]
            for column in 0..<width { sums[column] += Double(values[column]) }
        }
        shift = sums.map { Float($0 / Double(max(1, sampled))) * scale }
    }

    /// Where row `index` lies, unchanged.
    @inline(__always)
    func original(_ index: Int) -> UnsafePointer<Float> { rows[index] }

    /// Writes rows `range`, shifted and scaled, to `target` `[range.count, width]`.
    func copy(_ range: Range<Int>, to target: UnsafeMutablePointer<Float>) {
        shift.withUnsafeBufferPointer { shift in
            for (place, row) in range.enumerated() {
                let (values, result) = (rows[row], target + place * width)
                for column in 0..<width { result[column] = values[column] * scale - shift[column] }
            }
        }
    }

    /// A vector in the rows' own units, shifted and scaled like them, to `target` `[width]`.
    func convert(_ vector: UnsafePointer<Double>, to target: UnsafeMutablePointer<Float>) {
        for column in 0..<width {
            target[column] = Float(vector[column] * Double(scale) - Double(shift[column]))
        }
    }
}
