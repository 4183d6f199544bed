import GANText

/// A row of bars, one for each value.
enum Sparkline {
    private static let bars = Array("▁▂▃▄▅▆▇█")

    /// At most `width` bars from the least to the greatest value, the last ones; equal values have the middle bar.
    ///
    /// `breaks` are the indices before which a new protocol begins: a dot stands there.
    static func text(_ values: [Double], breaks: Set<Int> = [], width: Int = 24) -> String {
        let start = max(0, values.count - width)
        let shown = values[start...]
        guard let low = shown.min(), let high = shown.max() else { return "" }
        // Halves, because the difference of two finite numbers need not be finite.
        let span = high / 2 - low / 2
        var text = ""
        for index in shown.indices {
            if index > start, breaks.contains(index) { text += "·" }
            let share = span > 0 ? (values[index] / 2 - low / 2) / span : 0.5
            text.append(bars[min(bars.count - 1, Int(saturating: share * Double(bars.count)))])
        }
        return text
    }
}
