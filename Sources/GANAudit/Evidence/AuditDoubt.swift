public import GANMetrics

/// A doubt about an audit as a whole, as data; `AuditWords` of `GANReports` says it.
public enum AuditDoubt: Sendable, Codable, Equatable {
    /// Without held-out rows there is no p-value, share or test; whether there are some, all of which are training rows.
    case noHeldOutRows(wereGiven: Bool)
    /// So many of the held-out rows are equal to training rows.
    case heldOutOverlaps(rows: Int, heldOut: Int)
    /// So many training rows repeat another one.
    case repeatedTrainingRows(Int)
    /// The samples are about so many different images, where as many real rows are about `real`.
    case collapsed(samples: Double, real: Double)
    /// So many of the samples are equal to an earlier one.
    case repeatedSamples(Int, samples: Int)
    /// Held-out rows are nearest to training rows more often or less often than a random split explains; shares from 0 to 1.
    case splitNotExchangeable(share: Double, chance: Double, pValue: Double)
    /// Single training and held-out rows can be told apart, with this area under the curve.
    case splitPreparedDifferently(area: Double, pValue: Double)
    /// So many training rows for each held-out row: labels alone need so many copied rows to show copying.
    case fewDecoys(trainingRowsForEach: Double, copiedRowsNeeded: Int)
    /// More held-out rows are among the flagged winners than chance gives.
    case calibrationContradicted(pValue: Double)
    /// Held-out rows win more clear contests than chance gives.
    case heldOutRowsPreferred(pValue: Double)
    /// Only this share of a comparison's nearest rows is proved to be the nearest.
    case screenedSearch(channel: String, provenShare: Double)
    /// Measures of the whole set took so many rows of each split, drawn at random.
    case setMeasuresDrawn(training: Int, ofTraining: Int, heldOut: Int, ofHeldOut: Int)
    /// A measure could not be computed, with what was found and what was expected, in the metric's own words.
    case measureOmitted(name: String, found: String, expected: String)
    /// Training rows were not looked for in the latent space, as each costs up to so many samples; how many are usual.
    case rowsNotRecovered(samplesForEach: Int, usual: Int)

    /// A stable word for machines, as it stands in `audit.json`: "no_held_out_rows".
    public var code: String {
        switch self {
        case .noHeldOutRows: return "no_held_out_rows"
        case .heldOutOverlaps: return "held_out_overlaps_training"
        case .repeatedTrainingRows: return "repeated_training_rows"
        case .collapsed: return "few_distinct_samples"
        case .repeatedSamples: return "repeated_samples"
        case .splitNotExchangeable: return "split_not_exchangeable"
        case .splitPreparedDifferently: return "split_prepared_differently"
        case .fewDecoys: return "few_decoys"
        case .calibrationContradicted: return "calibration_contradicted"
        case .heldOutRowsPreferred: return "held_out_rows_preferred"
        case .screenedSearch: return "screened_search"
        case .setMeasuresDrawn: return "set_measures_drawn"
        case .measureOmitted(let name, _, _): return "\(name)_omitted"
        case .rowsNotRecovered: return "rows_not_recovered"
        }
    }

    /// Whether it changes what the figures mean, or only explains them.
    public var severity: Diagnostic.Severity {
        switch self {
        case .repeatedTrainingRows, .repeatedSamples, .fewDecoys, .screenedSearch, .setMeasuresDrawn, .measureOmitted,
            .rowsNotRecovered:
            return .note
        case .noHeldOutRows, .heldOutOverlaps, .collapsed, .splitNotExchangeable, .splitPreparedDifferently,
            .calibrationContradicted, .heldOutRowsPreferred:
            return .warning
        }
    }
}
