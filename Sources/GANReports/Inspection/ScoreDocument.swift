import Foundation
package import GANModels
import GANText

/// `ganeval score`: a discriminator's scores in a few figures.
package enum ScoreDocument {
    /// The schema's name and version.
    package static let schema = "ganeval.score/1"

    /// The summary for machines, with its line end.
    package static func json(_ summary: ScoreSummary) -> String {
        JSONValue.object([
            ("schema", .text(schema)), ("discriminator", .text(summary.discriminator)),
            ("digest", .text(summary.digest)), ("count", .count(summary.count)), ("mean", .number(summary.mean)),
            ("standard_deviation", .number(summary.standardDeviation)),
            ("quantiles", .list(summary.quantiles.map { .number($0) })),
            ("positive_share", .number(summary.positiveShare)),
        ]).serialized()
    }

    /// The lines, without line ends, for people; `data` is how they named what was scored.
    package static func lines(_ summary: ScoreSummary, data: String) -> [String] {
        let quantiles = summary.quantiles.map { String(format: "%.3f", $0) }.joined(separator: ", ")
        return [
            "\(summary.discriminator) on \(summary.count) samples of \(data)",
            String(format: "  mean %.4f, standard deviation %.4f", summary.mean, summary.standardDeviation),
            "  least, quartiles, greatest: \(quantiles)",
            String(format: "  taken for real (logit above 0): %.1f %%", 100 * summary.positiveShare),
        ]
    }
}
