extension MetricRegistry.Direction {
    /// The element with the best value, of equal ones the first; nil of none, and where neither more nor less is better.
    package func best<Element>(of elements: some Sequence<Element>, by value: (Element) -> Double) -> Element? {
        switch self {
        case .lower: return elements.min { value($0) < value($1) }
        case .higher: return elements.max { value($0) < value($1) }
        case .closerToNull: return nil
        }
    }
}
