public import GANEvaluation

/// Why an audit came out as it did, as data; `AuditWords` of `GANReports` says it.
public enum AuditReason: Sendable, Codable, Equatable {
    /// So many held-out rows are training rows that they can't stand for unseen data.
    case heldOutOverlaps(rows: Int, heldOut: Int)
    /// Training and held-out rows are no one set split at random.
    case splitsDiffer(pValue: Double)
    /// Training and held-out rows were prepared differently.
    case preparedDifferently(AuditFindings.Appearance)
    /// The data are not what they should be.
    case checkFailed(Check)
    /// So many samples are listed as copies, and so large a share of all are ones.
    case matched(copies: Int, samples: Int, falseDiscoveryRate: Double, share: AuditFindings.Estimate)
    /// The competition of labels lists them, as calibration shows fewer; at this estimated rate.
    case listedByLabels(falseDiscoveryRate: Double)
    /// Nothing can be listed; so large a share surely are copies, by labels alone.
    case unlisted(atLeast: Double)
    /// More samples equal training rows than real rows equal each other.
    case manyExactCopies(Int, expected: Double)
    /// How likely as much is without copying.
    case improbable(pValue: Double)
    /// Nothing beyond chance.
    case withinChance(pValue: Double)
    /// The samples are few distinct images.
    case collapsed
    /// A leak of this share would have been missed; the samples that it takes, where more would do.
    case leakUnseen(share: Double, samplesNeeded: Int?)
    /// Clear copies of this share would have raised the alarm.
    case leakVisible(share: Double)
    /// As a set the samples lean to the training rows.
    case leansToTraining(share: Double, pValue: Double)
    /// Nearness to the samples tells training rows from held-out rows.
    case nearnessTells(area: Double, pValue: Double)
    /// The discriminator tells its training rows.
    case discriminatorTells(area: Double, pValue: Double)
    /// Exact matches are facts, whatever the statistics can say.
    case exactCopies(Int)
    /// Exact matches without held-out rows, of so many samples.
    case exactCopiesAlone(Int, samples: Int)
    /// Without held-out rows nothing else can be tested.
    case nothingElseTested
    /// Without held-out rows no p-value is possible.
    case noProbabilities
    /// The generator's latent space gives training rows better than held-out ones.
    case recoversTraining
}
