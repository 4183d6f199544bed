/// Sums of float32 values in a fixed order that vector units can follow: eight partial sums, then the rest.
enum VectorSums {
    /// Σ xᵢ.
    static func sum(_ values: UnsafePointer<Float>, count: Int) -> Float {
        var partial = SIMD8<Float>()
        let whole = count / 8
        for block in 0..<whole { partial += load(values, block) }
        var total = partial.sum()
        for place in whole * 8..<count { total += values[place] }
        return total
    }

    /// Σ (xᵢ − centre)².
    static func squares(_ values: UnsafePointer<Float>, about centre: Float, count: Int) -> Float {
        var partial = SIMD8<Float>()
        let whole = count / 8
        for block in 0..<whole {
            let difference = load(values, block) - centre
            partial += difference * difference
        }
        var total = partial.sum()
        for place in whole * 8..<count { total += (values[place] - centre) * (values[place] - centre) }
        return total
    }

    /// Σ xᵢ·yᵢ.
    static func product(_ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, count: Int) -> Float {
        var partial = SIMD8<Float>()
        let whole = count / 8
        for block in 0..<whole { partial += load(first, block) * load(second, block) }
        var total = partial.sum()
        for place in whole * 8..<count { total += first[place] * second[place] }
        return total
    }

    /// Adds xᵢ² to `target[i]`.
    static func addSquares(of values: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int) {
        for place in 0..<count { target[place] += values[place] * values[place] }
    }

    @inline(__always)
    private static func load(_ values: UnsafePointer<Float>, _ block: Int) -> SIMD8<Float> {
        UnsafeRawPointer(values + block * 8).loadUnaligned(as: SIMD8<Float>.self)
    }
}
