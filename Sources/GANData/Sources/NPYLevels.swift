import GANFiles

/// How an array's numbers become grey levels from 0 to 255; the source's rule names it.
///
/// Integers must lie in 0...255 and are grey levels; False is 0 and True 255. Floats with any value below 0 must lie in
/// [−1, 1] and become 127.5 (x + 1); else, with a maximum up to 1, they become 255 x; else they must lie in [0, 255] and
/// stay. What is whole but for rounding becomes whole.
enum NPYLevels: Sendable, CustomStringConvertible {
    case plain
    case truth
    case unit
    case signedUnit

    /// Looks through arrays of floats, for their range, and of integers that could lie outside of 0...255.
    init(of array: NPYStream) throws(DataError) {
        switch array.elementType {
        case .float:
            self = try Self.rangeOfFloats(array)
            return
        case .boolean: self = .truth
        case .signed, .unsigned: self = .plain
        }
        let isBounded = array.elementType == .unsigned(width: 1) || array.elementType == .boolean
        // A checksum asks for a look at the bytes, whatever they mean.
        guard !isBounded || array.hasChecksum else { return }
        try array.forEachPiece { first, elements throws(DataError) in
            guard !isBounded else { return }
            try Self.require(elements.doubles(), first: first, of: array, within: 0...255, "grey levels from 0 to 255")
        }
    }

    var description: String {
        switch self {
        case .plain: return "grey levels"
        case .truth: return "False 0 and True 255"
        case .unit: return "from [0, 1] to grey levels"
        case .signedUnit: return "from [-1, 1] to grey levels"
        }
    }

    /// Converts elements as the array of type `type` holds them, False as 0 and True as 1.
    ///
    /// A level that differs from a whole one by no more than the type's rounding is that one: g/127.5 − 1 comes back as g.
    func convert(_ values: inout [Float], of type: NPYElementType) {
        switch self {
        case .plain: return
        case .truth, .unit: for index in values.indices { values[index] *= 255 }
        case .signedUnit: for index in values.indices { values[index] = 127.5 * (values[index] + 1) }
        }
        let rounding: Float = type == .float(width: 2) ? 0x1p-4 : 0x1p-12
        for index in values.indices {
            let whole = values[index].rounded()
            if abs(values[index] - whole) <= rounding { values[index] = whole }
        }
    }

    private static func rangeOfFloats(_ array: NPYStream) throws(DataError) -> NPYLevels {
        var (low, high) = (Float(0), Float(0))
        try array.forEachPiece { first, elements throws(DataError) in
            for value in try array.finiteFloats(elements, first: first) {
                low = min(low, value)
                high = max(high, value)
            }
        }
        func require(_ allowed: ClosedRange<Double>, _ range: String) throws(DataError) {
            try array.forEachPiece { first, elements throws(DataError) in
                // As float32, in which the range was found.
                try Self.require(elements.floats().map(Double.init), first: first, of: array, within: allowed, range)
            }
        }
        if low < 0 {
            if low < -1 || high > 1 { try require(-1...1, "[-1, 1], since the array has negative values") }
            return .signedUnit
        }
        if high <= 1 { return .unit }
        if high > 255 { try require(0...255, "[0, 1], [-1, 1] or [0, 255]") }
        return .plain
    }

    private static func require(
        _ values: [Double], first: Int, of array: NPYStream, within allowed: ClosedRange<Double>, _ range: String
    ) throws(DataError) {
        guard let place = values.firstIndex(where: { !allowed.contains($0) }) else { return }
        throw .valueOutsideRange(
            path: array.path, row: array.place(of: first + place).row,
            value: Int(exactly: values[place]).map(String.init) ?? "\(values[place])", range: range)
    }
}
