import GANAudit
import GANMetrics
import GANText

/// What each test of an audit is, in one sentence.
enum AuditTestWords {
    static func reading(_ test: AuditFindings.Test) -> String {
        func count(_ part: String) -> Int? { test.parts[part].flatMap { Int(exactly: $0.rounded()) } }
        let chance = SentenceFigure.percent(test.null ?? 0)
        switch test.name {
        case "clearest_contests":
            let contests = count("contests") ?? 0
            let won = Int(exactly: (test.value * Double(contests)).rounded()) ?? 0
            return
                "\(won) of the \(contests) clearest matches are training rows; chance gives \(chance). Exact for any generator."
        case "nearest_training_share":
            return
                "\(SentenceFigure.percent(test.value)) of the samples are nearest to a training row; chance gives \(chance)."
        case "calibrated_matches":
            return "Matches of samples beside those that \(count("reference_rows") ?? 0) real rows have."
        case "exact_copies":
            return "Samples that are equal to a training row, plainly or mirrored; of as many real rows at most about "
                + "\(SentenceFigure.number(test.null ?? 0)) would be equal to another one."
        case "copying":
            return "The rules together: the chance of as much evidence from a generator that copies nothing."
        case "split_exchangeability":
            return
                "Held-out rows, and training rows, in the samples' place: they must be nearest to training rows as often as "
                + "chance says."
        case "membership_inference_auc":
            return "How often a training row is nearer to its nearest sample than a held-out row is."
        case "discriminator_membership_inference_auc":
            return
                "How often \(test.subject ?? "the discriminator") finds a training row more real than a held-out row."
        case DataCopying.name:
            return "Far below 0: samples lie nearer to training rows than held-out rows do, which blur does as well."
        case ClosestRecordShare.name:
            return
                "The share of samples nearer to training than to held-out rows, the larger set drawn down to the smaller: one "
                + "half for any generator that copies nothing."
        case Authenticity.name:
            return
                "The share of samples that lie farther from their nearest training row than that row's nearest training row "
                + "does; below held-out data's share: close to the training set."
        case "feature_likelihood_divergence_gap":
            return "Far below its null: a density around the samples fits training rows better than held-out rows."
        case MemorizationInformedDistance.name:
            return
                "The Fréchet distance, raised where samples point as training rows do; factor is by how much, held_out_factor "
                + "what real rows get."
        default: return ""
        }
    }
}
