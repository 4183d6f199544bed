import GANFiles

/// How an array's numbers become grey levels from 0 to 255; the source's rule names it.
///
/// Integers must lie in 0...255 and are grey levels; False is 0 and True 255. Floats have the range that was stated; else, with any value
/// below 0, they must lie in [−1, 1] and become 127.5 (x + 1); else, with a maximum up to 1, they become 255 x; else they must lie in [0, 255]
/// and stay. What is whole but for rounding becomes whole.
///
/// Where cutting was asked for, floats outside become black or white, and the range is taken for the nearest of the three: [0, 255] beyond
/// 16 (2 without negative values), [−1, 1] below −¼, else [0, 1].
struct NPYLevels: Sendable, CustomStringConvertible {
    enum Scale: Sendable, Equatable {
        case plain
        case truth
        case unit
        case signedUnit
        case stated(ClosedRange<Float>)

        /// The values that the levels 0 to 255 stand for.
        var range: ClosedRange<Float> {
            switch self {
            case .plain: 0...255
            case .truth, .unit: 0...1
            case .signedUnit: -1...1
            case .stated(let range): range
            }
        }
    }

    let scale: Scale
    /// How many of the values were cut, and of how many.
    private(set) var cut: (count: Int, of: Int)?

    /// Levels of a scale that is known.
    init(_ scale: Scale) { self.scale = scale }

    /// Looks through arrays of floats, for their range, and of integers that could lie outside of 0...255.
    init(of array: NPYStream, range: ClosedRange<Float>? = nil, clips: Bool = false) throws(DataError) {
        switch array.elementType {
        case .float:
            (scale, cut) = try Self.floats(of: array, range: range, clips: clips)
            return
        case .boolean: scale = .truth
        case .signed, .unsigned: scale = .plain
        }
        if range != nil { throw .rangeOfLevels(path: array.path) }
        let isBounded = array.elementType == .unsigned(width: 1) || array.elementType == .boolean
        // A checksum asks for a look at the bytes, whatever they mean.
        guard !isBounded || array.hasChecksum else { return }
        try array.forEachPiece { first, elements throws(DataError) in
            guard !isBounded else { return }
            try Self.require(elements.doubles(), first: first, of: array, within: 0...255, "grey levels from 0 to 255")
        }
    }

    var description: String {
        let words =
            switch scale {
            case .plain: "grey levels"
            case .truth: "False 0 and True 255"
            case .unit: "from [0, 1] to grey levels"
            case .signedUnit: "from [-1, 1] to grey levels"
            case .stated(let range):
                "from [\(Self.number(range.lowerBound)), \(Self.number(range.upperBound))] to grey levels"
            }
        guard let cut, cut.count > 0 else { return words }
        let percent = Self.number(Float((1_000_000 * Double(cut.count) / Double(cut.of)).rounded(.up) / 10_000))
        return words + ", \(percent) % of the values outside and cut"
    }

    private static func number(_ value: Float) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }

    /// Converts elements as the array of type `type` holds them, False as 0 and True as 1.
    ///
    /// A level that differs from a whole one by no more than the type's rounding is that one: g/127.5 − 1 comes back as g.
    func convert(_ values: inout [Float], of type: NPYElementType) {
        switch scale {
        case .plain: break
        case .truth, .unit: for index in values.indices { values[index] *= 255 }
        case .signedUnit: for index in values.indices { values[index] = 127.5 * (values[index] + 1) }
        case .stated(let range):
            let (low, factor) = (range.lowerBound, 255 / (range.upperBound - range.lowerBound))
            for index in values.indices { values[index] = (values[index] - low) * factor }
        }
        if scale != .plain {
            let rounding: Float = type == .float(width: 2) ? 0x1p-4 : 0x1p-12
            for index in values.indices {
                let whole = values[index].rounded()
                if abs(values[index] - whole) <= rounding { values[index] = whole }
            }
        }
        if cut != nil { for index in values.indices { values[index] = min(255, max(0, values[index])) } }
    }

    private static func floats(
        of array: NPYStream, range: ClosedRange<Float>?, clips: Bool
    ) throws(DataError) -> (Scale, (count: Int, of: Int)?) {
        var (low, high) = (Float(0), Float(0))
        try array.forEachPiece { first, elements throws(DataError) in
            for value in try array.finiteFloats(elements, first: first) {
                low = min(low, value)
                high = max(high, value)
            }
        }
        let scale = range.map { .stated($0) } ?? (clips ? nearest(low, high) : shown(low, high))
        let allowed = scale.range
        guard low < allowed.lowerBound || high > allowed.upperBound else { return (scale, nil) }
        if clips {
            var outside = 0
            try array.forEachPiece { _, elements throws(DataError) in
                for value in elements.floats() where !allowed.contains(value) { outside += 1 }
            }
            return (scale, (outside, array.count))
        }
        let words =
            switch scale {
            case .signedUnit: "[-1, 1], since the array has negative values"
            case .stated: "[\(number(allowed.lowerBound)), \(number(allowed.upperBound))], as --range says"
            default: "[0, 1], [-1, 1] or [0, 255]"
            }
        try array.forEachPiece { first, elements throws(DataError) in
            // As float32, in which the range was found.
            try require(
                elements.floats().map(Double.init), first: first, of: array,
                within: Double(allowed.lowerBound)...Double(allowed.upperBound), words)
        }
        return (scale, nil)
    }

    /// The range that values from `low` to `high` must have.
    private static func shown(_ low: Float, _ high: Float) -> Scale {
        if low < 0 { return .signedUnit }
        return high <= 1 ? .unit : .plain
    }

    /// The range that they probably have where some lie outside.
    private static func nearest(_ low: Float, _ high: Float) -> Scale {
        if high > (low < 0 ? 16 : 2) { return .plain }
        return low < -0.25 ? .signedUnit : .unit
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
