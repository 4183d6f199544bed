import GANEvaluation
import GANText
import OrderedCollections

extension MetricTrend {
    /// The points' values and intervals as texts with one number of digits.
    func texts(_ point: Point) -> String {
        let reach = points.compactMap { point in point.high.flatMap { high in point.low.map { (high - $0) / 2 } } }
            .filter { $0 > 0 }.min()
        let decimals =
            (point.low == nil ? nil : reach).map { FigureText.decimals(forUncertainty: $0) }
            ?? FigureText.decimals(forMagnitude: point.value)
        var text = FigureText.number(point.value, decimals: decimals)
        if let low = point.low, let high = point.high, low < high {
            text += " [\(FigureText.number(low, decimals: decimals)), \(FigureText.number(high, decimals: decimals))]"
        }
        return text
    }
}

extension RunHistory {
    /// In which fields two protocols differ: "samples 5000 → 10000".
    func change(from old: String, to new: String) -> String {
        guard let before = protocols[old], let after = protocols[new] else { return "\(old) → \(new)" }
        let names = Array(before.keys) + after.keys.filter { before[$0] == nil }
        let parts = names.compactMap { name -> String? in
            guard before[name] != after[name] else { return nil }
            func short(_ text: String?) -> String {
                guard let text else { return "none" }
                return name.hasSuffix("sha256") ? "\(text.prefix(8))…" : ReportText.shortened(text, to: 40)
            }
            return "\(name) \(short(before[name])) → \(short(after[name]))"
        }
        return parts.joined(separator: ", ")
    }
}
