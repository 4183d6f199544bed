import GANMetrics

extension GateReport {
    /// The figure of a metric or of one of its parts; nil where the report has none.
    public func figure(_ metric: GateMetric) -> GateFigure? {
        guard let fields = metrics[metric.name] else { return nil }
        var figure: GateFigure?
        switch metric.source {
        case .audit: return nil
        case .metric: figure = value(metric.name, fields)
        case .part(let name): figure = part(name, fields)
        }
        figure?.samples = samples
        figure?.warnings = warnings(fields)
        return figure
    }

    private func value(_ name: String, _ fields: [String: JSONField]) -> GateFigure? {
        guard let value = fields["value"]?.number else { return nil }
        var figure = GateFigure(
            value: value, null: fields["null"]?.number, ceiling: fields["ceiling"]?.number,
            bounds: MetricRegistry.entry(named: name)?.bounds ?? -.infinity ... .infinity)
        let level = fields["level"]?.number ?? GatePolicy.defaultLevel
        // A level that no interval has would make its ends infinite.
        guard level > 0, level < 1 else { return nil }
        if let ends = fields["interval"]?.ends {
            // Some intervals are corrected for bias and leave their value out.
            figure.interval = MetricInterval(
                low: min(ends.low, value), high: max(ends.high, value), level: level,
                method: fields["interval_method"]?.text ?? "")
            figure.basis = ends.low == ends.high ? .exact : .interval
        } else if let reach = fields[MetricResult.reachAtMost]?.number, reach >= 0 {
            figure.interval = MetricInterval(
                low: value - reach, high: value + reach, level: level,
                method: "reach_at_most, which is wider than needed"
            )
            figure.basis = .reach
        }
        return figure
    }

    /// A part's interval is called like the part, or like its first word: `tail_share` and `tail_interval`.
    private func part(_ name: String, _ fields: [String: JSONField]) -> GateFigure? {
        guard !Self.commonKeys.contains(name), let field = fields[name] else { return nil }
        switch field {
        case .number(let value):
            guard value.isFinite else { return nil }
            let stem = name.hasSuffix("_share") ? String(name.dropLast("_share".count)) : name
            let ends = (fields["\(name)_interval"] ?? fields["\(stem)_interval"])?.ends
            guard let ends, ends.low <= value, value <= ends.high else {
                let isCount = value == value.rounded() && !name.hasSuffix("_share") && !name.hasSuffix("p_value")
                return GateFigure(value: value, basis: isCount ? .exact : .none)
            }
            return GateFigure(
                value: value,
                interval: MetricInterval(
                    low: ends.low, high: ends.high, level: GatePolicy.defaultLevel, method: "the report's"),
                basis: .interval, bounds: name.hasSuffix("_share") ? 0...1 : -.infinity ... .infinity)
        case .text(let word): return GateFigure(value: 0, word: word, basis: .exact)
        case .list(let items): return GateFigure(value: Double(items.count), items: named(items), basis: .exact)
        case .null, .flag, .object: return nil
        }
    }

    /// Numbers of classes by their names, where these say more.
    private func named(_ items: [JSONField]) -> [String] {
        items.prefix(100).map { item in
            if let text = item.text { return text }
            guard let number = item.number else { return "?" }
            guard number == number.rounded(), abs(number) < 1e9 else { return "\(number)" }
            let index = Int(number)
            return classNames.indices.contains(index) ? classNames[index] : "\(index)"
        }
    }

    private func warnings(_ fields: [String: JSONField]) -> [String] {
        (fields["diagnostics"]?.items ?? []).compactMap { item in
            guard item.fields?["severity"]?.text == Diagnostic.Severity.warning.rawValue else { return nil }
            return item.fields?["message"]?.text
        }
    }
}
