import Foundation

/// The filters of Pillow's `Image.resize`.
enum PillowFilter: Sendable {
    case box, bilinear, hamming, bicubic, lanczos

    var support: Double {
        switch self {
        case .box: 0.5
        case .bilinear, .hamming: 1
        case .bicubic: 2
        case .lanczos: 3
        }
    }

    func weight(_ place: Double) -> Double {
        let x = abs(place)
        switch self {
        case .box: return place > -0.5 && place <= 0.5 ? 1 : 0
        case .bilinear: return x < 1 ? 1 - x : 0
        case .hamming:
            if x == 0 { return 1 }
            return x >= 1 ? 0 : sin(x * .pi) / (x * .pi) * (0.54 + 0.46 * cos(x * .pi))
        case .bicubic:
            let a = -0.5
            if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
        case .lanczos: return place >= -3 && place < 3 ? Self.sinc(place) * Self.sinc(place / 3) : 0
        }
    }

    private static func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(x * .pi) / (x * .pi) }
}

/// Resizes 8-bit images as Pillow's `Image.resize` does, to the same bytes: along rows, then along columns, each in whole numbers with
/// weights of 22 binary places, rounded and cut to 0...255; a pass that changes nothing is left out.
struct PillowResizer: Sendable {
    let source: ImageSize
    let target: ImageSize
    private let rows: PillowTaps?
    private let columns: PillowTaps?

    init(from source: ImageSize, to target: ImageSize, filter: PillowFilter) {
        self.source = source
        self.target = target
        rows =
            source.height == target.height
            ? nil : PillowTaps(inputs: source.height, outputs: target.height, filter: filter)
        columns =
            source.width == target.width
            ? nil : PillowTaps(inputs: source.width, outputs: target.width, filter: filter)
    }

    /// The image `[height, width, channels]` at the target's size.
    func resized(_ pixels: [UInt8], channels: Int) -> [UInt8] {
        precondition(
            pixels.count == source.height * source.width * channels,
            "\(pixels.count) values for \(source)×\(channels)")
        var pixels = pixels
        if let columns {
            pixels = columns.applied(to: pixels, lines: source.height, step: channels)
        }
        if let rows { pixels = rows.applied(to: pixels, lines: 1, step: target.width * channels) }
        return pixels
    }
}

/// The whole-number weights of one pass.
private struct PillowTaps: Sendable {
    private let inputs: Int
    private var starts: [Int] = []
    private var offsets = [0]
    private var weights: [Int32] = []

    private static let precision = 22

    init(inputs: Int, outputs: Int, filter: PillowFilter) {
        self.inputs = inputs
        let scale = Double(inputs) / Double(outputs)
        let width = max(1, scale)
        let support = filter.support * width
        let narrowing = 1 / width
        for index in 0..<outputs {
            let centre = (Double(index) + 0.5) * scale
            let first = max(0, Int(centre - support + 0.5))
            let end = min(inputs, Int(centre + support + 0.5))
            let terms = (0..<max(0, end - first)).map {
                filter.weight((Double($0 + first) - centre + 0.5) * narrowing)
            }
            let sum = terms.reduce(0, +)
            starts.append(first)
            for term in terms {
                let share = (sum != 0 ? term / sum : term) * Double(1 << Self.precision)
                weights.append(Int32(share < 0 ? share - 0.5 : share + 0.5))
            }
            offsets.append(weights.count)
        }
    }

    /// Each of `lines` lines of `inputs` groups of `step` values brought to `starts.count` groups; all values of a group have the same weights.
    func applied(to pixels: [UInt8], lines: Int, step: Int) -> [UInt8] {
        let outputs = starts.count
        return [UInt8](unsafeUninitializedCapacity: lines * outputs * step) { target, initialized in
            pixels.withUnsafeBufferPointer { source in
                weights.withUnsafeBufferPointer { weights in
                    withUnsafeTemporaryAllocation(of: Int32.self, capacity: step) { sums in
                        for line in 0..<lines {
                            for output in 0..<outputs {
                                for value in 0..<step { sums[value] = 1 << (Self.precision - 1) }
                                let first = (line * inputs + starts[output]) * step
                                for (term, place) in (offsets[output]..<offsets[output + 1]).enumerated() {
                                    let weight = weights[place]
                                    let from = first + term * step
                                    for value in 0..<step {
                                        sums[value] &+= Int32(source[from + value]) &* weight
                                    }
                                }
                                let to = (line * outputs + output) * step
                                for value in 0..<step {
                                    target[to + value] = UInt8(min(255, max(0, sums[value] >> Self.precision)))
                                }
                            }
                        }
                    }
                }
            }
            initialized = lines * outputs * step
        }
    }
}
