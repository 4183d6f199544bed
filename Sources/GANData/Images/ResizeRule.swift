import Foundation

/// The exact, named ways in which the field's tools bring an image to another size.
///
/// Each is separable: one linear map along rows and one along columns. They differ visibly, and metrics with them
/// (Parmar et al. 2022, 2104.11222), so a rule is part of an extractor's name.
public enum ResizeRule: String, Sendable, CaseIterable, Codable {
    /// Pillow's filters on float32 planes, without its rounding to bytes between passes: the triangle of radius 1.
    ///
    /// When an image is reduced, Pillow's filters widen by the factor and so take every pixel into account.
    case pilBilinear = "pil-bilinear"
    /// The cubic of Keys (1981) with a = −½, radius 2.
    case pilBicubic = "pil-bicubic"
    /// sinc(x)·sinc(x/3), radius 3.
    case pilLanczos = "pil-lanczos"
    /// `torch.nn.functional.interpolate(mode="bilinear", align_corners=False)`: half-pixel centres, two pixels always.
    case torchBilinear = "torch-bilinear"
    /// TensorFlow 1's `resize_bilinear(align_corners=False)`: output i lies at i·in/out, without half-pixel centres.
    ///
    /// The reference networks of FID and IS were run behind this one.
    case tf1Bilinear = "tf1-bilinear"
    /// Each output is the mean of the area that it covers.
    case area
    /// The pixel in which the output's centre lies.
    case nearest
}

/// What each output position along one axis is made of: a run of input positions with their weights.
struct ResizeTaps: Sendable, Equatable {
    let inputs: Int
    /// The first input position of each output.
    private(set) var starts: [Int] = []
    /// Where each output's weights stand, one place more than outputs.
    private(set) var offsets = [0]
    private(set) var weights: [Float] = []

    var outputs: Int { starts.count }
    /// The mean number of weights an output, for choosing an order of passes.
    var meanCount: Double { Double(weights.count) / Double(max(1, outputs)) }

    /// The outputs in `range` of those that `outputs` positions would be made of.
    init(inputs: Int, outputs: Int, range: Range<Int>? = nil, rule: ResizeRule) {
        precondition(inputs > 0 && outputs > 0, "resizing \(inputs) to \(outputs) positions")
        self.inputs = inputs
        let scale = Double(inputs) / Double(outputs)
        for index in range ?? 0..<outputs {
            switch rule {
            case .pilBilinear: filtered(index, scale, radius: 1) { max(0, 1 - abs($0)) }
            case .pilBicubic: filtered(index, scale, radius: 2, Self.cubic)
            case .pilLanczos: filtered(index, scale, radius: 3) { abs($0) < 3 ? Self.sinc($0) * Self.sinc($0 / 3) : 0 }
            case .torchBilinear: linear(max(0, (Double(index) + 0.5) * scale - 0.5))
            case .tf1Bilinear: linear(Double(index) * scale)
            case .area: covered(Double(index) * scale, Double(index + 1) * scale)
            case .nearest: append(min(inputs - 1, Int((Double(index) + 0.5) * scale)), [1])
            }
        }
    }

    private mutating func append(_ start: Int, _ terms: [Double]) {
        // Exact zeros at the ends cost time and add nothing.
        let first = terms.firstIndex { $0 != 0 } ?? 0
        let last = terms.lastIndex { $0 != 0 } ?? 0
        starts.append(start + first)
        weights += terms[first...last].map { Float($0) }
        offsets.append(weights.count)
    }

    /// Pillow's `precompute_coeffs`: the filter about the output's centre, widened when reducing, its sum brought to 1.
    private mutating func filtered(_ index: Int, _ scale: Double, radius: Double, _ filter: (Double) -> Double) {
        let width = max(1, scale)
        let centre = (Double(index) + 0.5) * scale
        let first = max(0, Int(centre - radius * width + 0.5))
        let end = min(inputs, Int(centre + radius * width + 0.5))
        let terms = (first..<end).map { filter((Double($0) - centre + 0.5) / width) }
        let sum = terms.reduce(0, +)
        append(first, terms.map { $0 / sum })
    }

    /// The two positions around `place`, the last one alone beyond it.
    private mutating func linear(_ place: Double) {
        let first = min(inputs - 1, Int(place))
        let share = place - Double(first)
        append(first, first + 1 < inputs ? [1 - share, share] : [1])
    }

    /// The positions that [low, high] overlaps, by how much.
    private mutating func covered(_ low: Double, _ high: Double) {
        let first = min(inputs - 1, Int(low))
        let end = max(first + 1, min(inputs, Int(high.rounded(.up))))
        let terms = (first..<end).map { max(0, min(high, Double($0 + 1)) - max(low, Double($0))) / (high - low) }
        append(first, terms)
    }

    private static func cubic(_ x: Double) -> Double {
        let (a, x) = (-0.5, abs(x))
        if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
    }

    private static func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(.pi * x) / (.pi * x) }
}
