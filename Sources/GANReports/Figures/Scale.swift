import Foundation
import GANText

/// A linear map from data to pixels.
struct Scale {
    let domain: ClosedRange<Double>
    let start: Double
    let end: Double

    /// A domain of a single value is widened, so that a position always exists.
    init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
        if domain.upperBound > domain.lowerBound {
            self.domain = domain
        } else {
            let margin = max(abs(domain.lowerBound) * 0.1, 1e-9)
            self.domain = domain.lowerBound - margin...domain.upperBound + margin
        }
        self.start = start
        self.end = end
    }

    /// The pixel of a value; values outside the domain land on its edge.
    func callAsFunction(_ value: Double) -> Double {
        let clamped = min(max(value, domain.lowerBound), domain.upperBound)
        let share = (clamped - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
        return start + share * (end - start)
    }

    /// Round values inside the domain, about `count` of them, 1, 2 or 5 times a power of ten apart.
    func ticks(_ count: Int) -> [Double] {
        let step = Self.step(span: domain.upperBound - domain.lowerBound, count: count)
        let first = (domain.lowerBound / step - 1e-9).rounded(.up)
        let last = (domain.upperBound / step + 1e-9).rounded(.down)
        guard last >= first, last - first < 100 else { return [] }
        return (0...Int(saturating: last - first)).map { (first + Double($0)) * step }
    }

    /// The smallest domain with round ends that holds `domain`.
    static func rounded(_ domain: ClosedRange<Double>, count: Int = 4) -> ClosedRange<Double> {
        let span = domain.upperBound - domain.lowerBound
        guard span > 0, span.isFinite else { return domain }
        let step = step(span: span, count: count)
        return (domain.lowerBound / step + 1e-9).rounded(.down) * step...(domain.upperBound / step - 1e-9).rounded(.up)
            * step
    }

    private static func step(span: Double, count: Int) -> Double {
        let raw = span / Double(max(1, count))
        let power = pow(10, log10(raw).rounded(.down))
        let lead = raw / power
        return (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10) * power
    }
}
