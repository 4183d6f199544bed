import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

extension SeriesPage {
    /// What each checkpoint's discriminator knows, over the steps; nil where no checkpoint has one.
    var discriminators: PageSection? {
        let names = [
            ScoreSeparation.name, ScoreAccuracy.name, ValidationOverfitting.name, DiscriminatorMembership.name,
        ]
        let drawn = multiples(names)
        let broken = findings.candidates.indices.filter { index in
            findings.candidates[index].measurement.verdict.tiles.contains {
                if case .brokenDiscriminator = $0.finding { true } else { false }
            }
        }
        guard !drawn.isEmpty || !broken.isEmpty else { return nil }
        return section(
            "discriminators", "Discriminators", opening: overfitting,
            findings: broken.isEmpty
                ? [] : ["Nothing can be told of the discriminator of \(SeriesText.listed(broken, findings))."],
            multiples: drawn)
    }

    /// Which discriminators know their training data, as far as their intervals tell.
    private var overfitting: String {
        let ratios = findings.candidates.indices.compactMap { index in
            findings.candidates[index].measurement.metrics[ValidationOverfitting.name].map { (index, $0.result) }
        }
        guard !ratios.isEmpty else {
            return "Whether a discriminator knows its training data needs --held-out data."
        }
        let knowing = ratios.filter { ($0.1.interval?.low ?? 0) > 0.5 }.map(\.0)
        return knowing.isEmpty
            ? "No discriminator is surely past the half of the way to knowing its training data by heart (r_v)."
            : "The discriminator knows its training data by heart (r_v above 0.5) at \(SeriesText.listed(knowing, findings))."
    }
}
