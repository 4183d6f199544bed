import Foundation
import GANText

/// A scale of the front: linear, logarithmic or by rank, whichever keeps most checkpoints apart.
///
/// A few early checkpoints may lie a hundred times farther out than all others, which a linear scale would press into a corner.
struct FrontScale {
    enum Kind: Equatable { case linear, logarithmic, rank }

    /// The least share of the axis that the middle half of the values must take.
    private static let leastSpread = 0.2

    let kind: Kind
    /// What is written at the axis, by its place.
    let ticks: [(place: Double, text: String)]
    let start: Double
    let end: Double
    private let scale: Scale
    /// The values in order, each once; of ranks alone.
    private let ranked: [Double]

    init(_ values: [Double], from start: Double, to end: Double, ticks count: Int) {
        self.start = start
        self.end = end
        let sorted = values.filter(\.isFinite).sorted()
        let (low, high) = (sorted.first ?? 0, sorted.last ?? 1)
        if Self.spread(sorted) >= Self.leastSpread {
            kind = .linear
            let linear = Scale(Scale.rounded(low...high, count: count), from: start, to: end)
            scale = linear
            ranked = []
            ticks = linear.ticks(count).map { (linear($0), FigureText.trimmed($0)) }
            return
        }
        if low > 0, Self.spread(sorted.map(log10)) >= Self.leastSpread {
            kind = .logarithmic
            let logarithms = Scale(log10(low)...log10(high), from: start, to: end)
            scale = logarithms
            ranked = []
            let decades = (Int(saturating: log10(low).rounded(.down))...Int(saturating: log10(high).rounded(.up))).map {
                pow(10, Double($0))
            }
            let inside = decades.flatMap { [$0, 2 * $0, 5 * $0] }.filter { $0 >= low && $0 <= high }
            let whole = inside.filter { decades.contains($0) }
            let shown = whole.count >= 2 ? whole : inside.isEmpty ? [low, high] : inside
            ticks = shown.map { (logarithms(log10($0)), FigureText.trimmed($0)) }
            return
        }
        kind = .rank
        let ordered = sorted.enumerated().filter { $0.offset == 0 || sorted[$0.offset - 1] != $0.element }.map(
            \.element)
        ranked = ordered
        let ranks = Scale(0...Double(max(1, ordered.count - 1)), from: start, to: end)
        scale = ranks
        // The ends, and as many between them as there is room for.
        let last = ordered.count - 1
        let chosen = last < 1 ? [0] : Array(Set((0...max(1, count)).map { $0 * last / max(1, count) })).sorted()
        ticks = chosen.map { (ranks(Double($0)), FigureText.number($0 < ordered.count ? ordered[$0] : 0)) }
    }

    /// The pixel of a value that was among those of the beginning.
    func callAsFunction(_ value: Double) -> Double {
        switch kind {
        case .linear: return scale(value)
        case .logarithmic: return scale(log10(max(value, 1e-300)))
        case .rank: return scale(Double(ranked.firstIndex(of: value) ?? 0))
        }
    }

    /// Said beside the axis where it is not linear.
    var note: String {
        switch kind {
        case .linear: return ""
        case .logarithmic: return ", by powers of ten"
        case .rank: return ", by rank"
        }
    }

    /// The part of the whole span that the middle half of sorted values takes; 1 for fewer than four values, or equal ones.
    private static func spread(_ sorted: [Double]) -> Double {
        guard sorted.count >= 4, let low = sorted.first, let high = sorted.last, high > low else { return 1 }
        return (sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]) / (high - low)
    }
}
