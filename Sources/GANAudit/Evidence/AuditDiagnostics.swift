import GANMetrics
import GANNumerics
import GANText

/// What a reader of the findings must know before trusting them.
struct AuditDiagnostics {
    let pool: AuditPool
    let evidence: CopyEvidence?
    let exchangeability: SplitExchangeability?
    let appearance: AuditAppearance?

    /// Overlap beyond this share of the held-out rows is more than stray duplicates.
    static let largestOverlap = 0.01
    /// Below this share of certain nearest rows the screen may have missed copies.
    static let leastProven = 0.95

    func all(_ findings: AuditFindings) -> [Diagnostic] {
        var result: [Diagnostic] = []
        func add(_ code: String, _ severity: Diagnostic.Severity, _ message: String) {
            result.append(Diagnostic(code: code, severity: severity, message: message))
        }
        let (sources, poolFound) = (findings.sources, findings.pool)
        if pool.heldOutCount == 0 {
            add(
                "no_held_out_rows", .warning,
                (sources.heldOutCount == 0
                    ? "Without held-out rows" : "Without held-out rows that are no training rows")
                    + " no p-value, share or test is possible: exact and near-exact matches are listed, and "
                    + "the rest can't be known.")
        }
        if !poolFound.overlap.isEmpty {
            add(
                "held_out_overlaps_training", .warning,
                "\(poolFound.overlap.count) of \(sources.heldOutCount) held-out rows are equal to training rows and take no "
                    + "part.")
        }
        if poolFound.trainingRepeats > 0 {
            add(
                "repeated_training_rows", .note,
                "\(poolFound.trainingRepeats) training rows repeat another one; each competes once. Repeated rows are the "
                    + "likeliest to be memorized.")
        }
        if findings.diversity.isCollapsed {
            add(
                "few_distinct_samples", .warning,
                "The samples are about \(Int(findings.diversity.effectiveSamples.rounded())) different images, where as many "
                    + "real rows are about \(Int(findings.diversity.effectiveReal.rounded())): a collapse."
            )
        }
        let repeats = sources.sampleCount - findings.diversity.distinctSamples
        if repeats > 0 {
            add(
                "repeated_samples", .note,
                "\(repeats) of \(sources.sampleCount) samples are equal to an earlier one; samples with one nearest row count "
                    + "as one contest.")
        }
        if let exchangeability, !exchangeability.holds {
            add(
                "split_not_exchangeable", .warning,
                "\(SentenceFigure.percent(exchangeability.trainingShare)) of the held-out rows are nearest to training rows where "
                    + "\(SentenceFigure.percent(exchangeability.trainingChance)) are expected (\(SentenceFigure.probability(exchangeability.pValue))): the "
                    + "split was not random, or the sets were prepared differently. P-values are withheld.")
        }
        if let found = appearance?.findings, !found.isAlike {
            add(
                "split_prepared_differently", .warning,
                "Single training and held-out rows are told apart with an area under the curve of "
                    + "\(SentenceFigure.rounded(found.area)) (\(SentenceFigure.probability(found.pValue))): the sets were prepared "
                    + "differently. P-values are withheld.")
        }
        if let evidence {
            let ratio = evidence.rows.ratio
            if let needed = evidence.visibleLeak.byCompetition, ratio > 1 {
                add(
                    "few_decoys", .note,
                    "\(Int(ratio.rounded())) training rows for each held-out row: labels alone need \(needed) copied rows "
                        + "to show copying.")
            }
            if !evidence.calibrationHolds {
                add(
                    "calibration_contradicted", .warning,
                    "More held-out rows are among the flagged winners than chance gives (\(SentenceFigure.probability(evidence.contradiction))): "
                        + "this generator matches real rows more closely than real rows match each other. Copies are listed "
                        + "by labels alone.")
            }
            if let scan = evidence.scan, scan.reverse <= evidence.options.level / 2, !evidence.isAlarm {
                add(
                    "held_out_rows_preferred", .warning,
                    "Held-out rows win more clear contests than chance gives (\(SentenceFigure.probability(scan.reverse))): was the generator "
                        + "trained on them?")
            }
        }
        // Second looks prove nothing by design: they begin with candidates.
        let second = Set(AuditOptions.Channel.secondLooks.map(\.rawValue))
        for channel in findings.search
        where !channel.isExact && channel.provenShare < Self.leastProven && !second.contains(channel.channel) {
            add(
                "screened_search", .note,
                "In the channel \"\(channel.channel)\" \(SentenceFigure.percent(channel.provenShare)) of the nearest rows are "
                    + "proved to be the nearest; a near copy among the rest would have been.")
        }
        return result
    }
}
