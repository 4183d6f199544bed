extension MetricRegistry {
    /// The numbers in "[0, 1]"; nil for an end that is infinite or a letter.
    package static func bounds(of range: String) -> (lowest: Double?, highest: Double?) {
        let ends = range.trimmingPrefix { "[(".contains($0) }.split(separator: ",").map { end in
            Double(String(end.filter { !" )]".contains($0) }).replacing("−", with: "-"))
        }
        guard ends.count == 2 else { return (nil, nil) }
        return (ends[0], ends[1])
    }
}

extension MetricRegistry.Entry {
    /// The least and the greatest value, infinite where nothing bounds it.
    package var bounds: ClosedRange<Double> {
        let ends = MetricRegistry.bounds(of: range)
        return (ends.lowest ?? -.infinity)...(ends.highest ?? .infinity)
    }

    /// The least and the greatest difference of two values.
    package var differenceBounds: ClosedRange<Double> {
        let width = bounds.upperBound - bounds.lowerBound
        return -width...width
    }
}
