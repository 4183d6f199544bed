import GANMetrics
import OrderedCollections

extension GateReport {
    /// The figure of a metric or of one of its parts; nil where the report has none.
    public func figure(_ metric: GateMetric) -> GateFigure? {
        guard let result = metrics[metric.name]?.result else { return nil }
        var figure: GateFigure?
        switch metric.source {
        case .audit: return nil
        case .metric: figure = value(metric.name, result)
        case .part(let name): figure = part(name, result)
        }
        figure?.samples = samples
        figure?.warnings = result.diagnostics.filter { $0.severity == .warning }.map(\.message)
        return figure
    }

    private func value(_ name: String, _ result: MetricResult) -> GateFigure {
        var figure = GateFigure(
            value: result.value, null: result.null?.value, ceiling: result.ceiling?.value,
            bounds: MetricRegistry.described(name)?.bounds ?? -.infinity ... .infinity)
        figure.besideReal = result.besideReal
        figure.whyNotBesideReal = result.whyNotBesideReal
        if let interval = result.interval {
            figure.basis = interval.low == interval.high ? .exact : .interval
            figure.interval = GateFigure.holding(result.value, interval)
        } else if case .number(let reach)? = result.parts[MetricResult.reachAtMost], reach >= 0, reach.isFinite {
            figure.interval = MetricInterval(
                low: result.value - reach, high: result.value + reach, level: GatePolicy.defaultLevel,
                method: "reach_at_most, which is wider than needed")
            figure.basis = .reach
        }
        return figure
    }

    /// A part's interval is called like the part, or like its first word: `tail_share` and `tail_interval`.
    private func part(_ name: String, _ result: MetricResult) -> GateFigure? {
        switch result.parts[name] {
        case .number(let value)?:
            guard value.isFinite else { return nil }
            return number(name, value, result)
        case .count(let value)?: return GateFigure(value: Double(value), basis: .exact)
        case .text(let word)?: return GateFigure(value: 0, word: word, basis: .exact)
        case .texts(let items)?: return list(items)
        case .counts(let numbers)?:
            // Numbers of classes by their names, where these say more.
            return list(numbers.map { classNames.indices.contains($0) ? classNames[$0] : "\($0)" })
        case .numbers(let numbers)?: return list(numbers.map { "\($0)" })
        case .interval(let interval)?: return list(["\(interval.low)", "\(interval.high)"])
        case nil: return nil
        }
    }

    private func number(_ name: String, _ value: Double, _ result: MetricResult) -> GateFigure {
        let stem = name.hasSuffix("_share") ? String(name.dropLast("_share".count)) : name
        guard case .interval(let interval)? = result.parts["\(name)_interval"] ?? result.parts["\(stem)_interval"],
            interval.low <= value, value <= interval.high
        else { return GateFigure(value: value, basis: .none) }
        return GateFigure(
            value: value, interval: interval, basis: .interval,
            bounds: name.hasSuffix("_share") ? 0...1 : -.infinity ... .infinity)
    }

    private func list(_ items: [String]) -> GateFigure {
        GateFigure(value: Double(items.count), items: Array(items.prefix(100)), basis: .exact)
    }
}
