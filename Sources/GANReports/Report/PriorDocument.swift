import GANEvaluation
import GANMetrics
import GANNumerics
import GANText

/// `prior_mismatch` of `report.json`, and the table on the page.
enum PriorDocument {
    static func json(_ mismatches: [PriorMismatch]) -> JSONValue {
        .list(
            mismatches.map { one in
                .object([
                    ("prior", .text(one.distribution.rawValue)), ("own", .bool(one.isOwn)),
                    ("frechet_distance", .number(one.distance.value)),
                    ("interval", one.distance.interval.map(ReportDocument.interval) ?? .null),
                    ("null", .number(one.distance.null?.value ?? .nan)),
                    ("precision", .number(one.precision)), ("recall", .number(one.recall)),
                    ("samples", .count(one.samples)),
                ])
            })
    }

    /// The table with a sentence about it; nil where nobody asked.
    static func picture(_ mismatches: [PriorMismatch]) -> PictureView? {
        guard let own = mismatches.first(where: { $0.isOwn }) else { return nil }
        func figure(_ value: Double) -> String { FigureText.number(value, decimals: 3) }
        let rows = mismatches.map { one in
            [
                name(one) + (one.isOwn ? " (its own)" : ""),
                figure(one.distance.value)
                    + (one.distance.interval.map { " " + FigureText.interval($0, decimals: 3) } ?? ""),
                FigureText.percent(one.precision), FigureText.percent(one.recall),
            ]
        }
        return PictureView(
            finding: finding(mismatches, own: own),
            caption:
                "\(FigureText.count(own.samples)) samples of each prior against as many real rows; the same labels and noise for each. "
                + "The prior is free before a training, but not after it."
                + (own.distance.null.map { " Equal distributions have a Fréchet distance of \(figure($0.value)) here." }
                    ?? ""),
            tables: [
                TableView(
                    title: "Samples of other priors", head: ["Prior", "Fréchet distance", "Precision", "Recall"],
                    rows: rows)
            ])
    }

    private static func name(_ one: PriorMismatch) -> String { one.distribution.rawValue.replacing("_", with: " ") }

    /// The costliest of the other priors, where its interval leaves no doubt that it costs something.
    private static func finding(_ mismatches: [PriorMismatch], own: PriorMismatch) -> String {
        let others = mismatches.filter { !$0.isOwn }
        guard let worst = others.max(by: { $0.distance.value < $1.distance.value }) else {
            return "There is no other prior."
        }
        let figures =
            "the Fréchet distance is \(FigureText.number(worst.distance.value, decimals: 3)), with its own prior "
            + "\(FigureText.number(own.distance.value, decimals: 3))"
        if let least = worst.distance.interval?.low, let most = own.distance.interval?.high, least > most {
            return "Latents from \(name(worst)) cost most: \(figures)."
        }
        return "No other prior surely costs anything: from \(name(worst)) \(figures)."
    }
}
