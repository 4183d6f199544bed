import GANData
import GANNumerics

/// Values were scaled, ordered and coloured as the reference's: samples and held-out images alike.
enum PreparationCheck: EvaluationCheck {
    static let name = Check.Name.preparation

    /// A reference that spans fewer levels tells nothing of scales.
    private static let leastSpan = 64
    /// Below this share of the reference's span a set is noticed.
    private static let narrowSpan = 0.6

    static func run(_ context: CheckContext) -> Check? {
        guard context.isImage else { return nil }
        if context.real.greatest <= 2, context.compared.contains(where: { Span($0.facts.levels).width >= leastSpan }) {
            return failed(
                .preparation(.reference, .unitRange(greatest: Double(context.real.greatest))), spoils: .all)
        }
        let found = context.compared.compactMap { set, facts in
            fault(of: facts, against: context.real).map { (set, $0) }
        }
        let failures = found.filter { if case .narrow = $0.1 { false } else { true } }
        guard let (set, fault) = failures.first ?? found.first else { return passed() }
        if failures.isEmpty { return noticed(.preparation(set, fault)) }
        return failed(.preparation(set, fault), spoils: set == .samples ? .all : .calibrated)
    }

    private static func fault(of set: SetFacts, against real: SetFacts) -> PreparationFault? {
        let (own, others) = (Span(set.levels), Span(real.levels))
        guard others.width >= leastSpan else { return nil }
        if set.greatest <= 2 { return .unitRange(greatest: Double(set.greatest)) }
        if set.greatest >= 126, set.greatest < 130, own.high >= 100, real.greatest >= 250, set.least <= 1 {
            return .lowerHalf(greatest: Double(set.greatest))
        }
        if set.least >= 126, others.low <= 32, own.width >= 32 { return .upperHalf(least: Double(set.least)) }
        let distance = travel(set.levels, real.levels)
        if distance > 32, travel(set.levels.reversed(), real.levels) < 0.2 * distance { return .inverted }
        if let fault = colourFault(of: set, against: real) { return fault }
        let share = Double(own.width) / Double(others.width)
        return share < narrowSpan ? .narrow(share: share) : nil
    }

    /// The levels below and above which lie one in a thousand of the values.
    private struct Span {
        var low = 0
        var high = 0
        var width: Int { high - low }

        init(_ shares: [Float]) {
            var sum = 0.0
            var isBelow = true
            for (level, share) in shares.enumerated() {
                sum += Double(share)
                if isBelow, sum > 0.001 { (low, isBelow) = (level, false) }
                if sum < 0.999 { high = level + 1 }
            }
            high = min(max(high, low), 255)
        }
    }

    /// The mean distance in levels that values must be moved to turn one set's levels into the other's.
    private static func travel(_ first: some Sequence<Float>, _ second: [Float]) -> Double {
        var (difference, total) = (0.0, 0.0)
        for (own, other) in zip(first, second) {
            difference += Double(own) - Double(other)
            total += abs(difference)
        }
        return total
    }

    private static func colourFault(of set: SetFacts, against real: SetFacts) -> PreparationFault? {
        let first = RowStatistics.firstChannel
        guard set.statistics.columns == RowStatistics.columns(of: .image(height: 1, width: 1, channels: 3)) else {
            return nil
        }
        func greyShare(_ facts: SetFacts) -> Double {
            let grey = (0..<facts.statistics.rows).count { facts.statistics[$0, RowStatistics.colourfulness] < 0.5 }
            return Double(grey) / Double(max(1, facts.statistics.rows))
        }
        if greyShare(set) > 0.95, greyShare(real) < 0.05 { return .grey }
        func means(_ facts: SetFacts) -> (values: [Double], error: Double) {
            let rows = facts.statistics.rows
            var (values, variance) = ([Double](), 0.0)
            for channel in 0..<3 {
                let column = (0..<rows).map { Double(facts.statistics[$0, first + channel]) }
                let mean = column.reduce(0, +) / Double(max(1, rows))
                values.append(mean)
                variance += column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, rows * (rows - 1)))
            }
            return (values, variance)
        }
        func distance(_ a: [Double], _ b: [Double]) -> Double {
            zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        }
        let (own, others) = (means(set), means(real))
        let asTheyAre = distance(own.values, others.values)
        let swapped = distance(own.values.reversed(), others.values)
        let isSure = asTheyAre > max(5, 6 * (own.error + others.error).squareRoot())
        return isSure && swapped < 0.2 * asTheyAre ? .swappedChannels : nil
    }
}
