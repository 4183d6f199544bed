import GANAudit
import GANEvaluation
import GANText
import OrderedCollections

/// How clearly samples match the pool beside real rows, as two outlined histograms, the lower tail magnified.
enum AuditScoreDistribution {
    static func svg(_ scores: AuditFindings.Scores, width: Double, style: String) -> String {
        DistanceRatioDistribution.svg(
            DistanceRatioFigure(generated: scores.samples, heldOut: scores.real, extractor: ""),
            .init(
                samples: "samples", others: "real rows", axis: "nearest distance / mean of the next five",
                finding: finding(scores)), width: width, style: style)
    }

    /// What the distributions show, as a sentence.
    static func finding(_ scores: AuditFindings.Scores) -> String {
        let samples = scores.samples.filter(\.isFinite)
        guard let edge = DistanceRatioDistribution.quantile(0.01, of: scores.real), !samples.isEmpty else {
            return "How clearly samples match can't be compared with real rows."
        }
        let share = Double(samples.count { $0 < edge }) / Double(samples.count)
        return
            "\(FigureText.percent(share)) of the samples match a row more closely than 1 % of real rows match another."
    }

    /// The quantiles of one distribution under the names that `audit.json` has; nil where there is nothing finite.
    static func quantiles(of values: [Double]) -> OrderedDictionary<String, Double?> {
        OrderedDictionary(
            uniqueKeysWithValues: shares.map { ($0.key, DistanceRatioDistribution.quantile($0.share, of: values)) })
    }

    /// The table behind the picture.
    static func rows(_ scores: AuditFindings.Scores) -> [[String]] {
        shares.map { share in
            func text(_ values: [Double]) -> String {
                DistanceRatioDistribution.quantile(share.share, of: values).map { FigureText.number($0, decimals: 3) }
                    ?? "–"
            }
            return [share.name, text(scores.samples), text(scores.real)]
        }
    }

    private static let shares: [(key: String, name: String, share: Double)] = [
        ("minimum", "minimum", 0), ("q001", "0.1 %", 0.001), ("q01", "1 %", 0.01), ("q05", "5 %", 0.05),
        ("q10", "10 %", 0.1), ("q25", "25 %", 0.25), ("median", "median", 0.5), ("q75", "75 %", 0.75),
    ]
}
