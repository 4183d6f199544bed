import GANEvaluation
import GANMetrics
import GANNumerics
import GANText

/// The sentences about a series' generators and discriminators; every output takes them from here.
struct AdversaryWords {
    private let found: SeriesAdversaries
    private let findings: SeriesFindings

    init(_ found: SeriesAdversaries, _ findings: SeriesFindings) {
        self.found = found
        self.findings = findings
    }

    /// What was found, the ratings first; what was left out is among the notes.
    var sentences: [String] { [rating, gap].compactMap { $0 } }

    private func step(_ checkpoint: Int) -> String { "step \(FigureText.count(findings.checkpoints[checkpoint].step))" }

    /// Which generator is the strongest, and whether the last one is surely weaker.
    private var rating: String? {
        guard let skill = found.skill,
            let best = skill.generators.indices.max(by: { skill.generators[$0].rating < skill.generators[$1].rating }),
            let last = skill.generators.indices.last
        else { return nil }
        let (strongest, latest) = (skill.generators[best], skill.generators[last])
        let opening =
            "By skill rating the generator of \(step(found.rated[best])) is the strongest: "
            + "\(FigureText.number(strongest.rating, decimals: 0)) ± \(FigureText.number(strongest.deviation, decimals: 0))"
        if best == last { return "\(opening), the last one." }
        let reach =
            (strongest.deviation * strongest.deviation + latest.deviation * latest.deviation).squareRoot()
        let isSure = strongest.rating - latest.rating > Statistics.normalQuantile(0.975) * reach
        return "\(opening); the last one has \(FigureText.number(latest.rating, decimals: 0)), "
            + (isSure ? "surely less." : "which is not surely less.")
    }

    /// Which pair is the nearest to an equilibrium.
    private var gap: String? {
        guard let least = found.gaps.min(by: { $0.gap.value < $1.gap.value }) else { return nil }
        let figure = FigureText.number(least.gap.value, decimals: 3)
        guard found.gaps.count > 1, let last = found.gaps.last else {
            return "The duality gap of \(step(least.checkpoint)) is at least \(figure); 0 is an equilibrium."
        }
        return "The duality gap is least at \(step(least.checkpoint)), \(figure); at the last checkpoint it is "
            + "\(FigureText.number(last.gap.value, decimals: 3)). 0 is an equilibrium."
    }
}
