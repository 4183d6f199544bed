import GANMetrics
import GANNumerics

/// What a latent space says, in sentences.
struct LatentText {
    /// The unit of errors; nil for vectors.
    let noun: String?

    /// Below this p-value training rows are said to be recovered better.
    static let level = 0.05

    func reading(_ latents: AuditFindings.Latents) -> [String] {
        [latents.recovery.flatMap(recovery), basins(latents)].compactMap { $0 }
    }

    private func error(_ value: Double) -> String {
        let rounded = value >= 10 ? (value * 10).rounded() / 10 : (value * 100).rounded() / 100
        return noun.map { "\(rounded) \($0)" } ?? "\(rounded)"
    }

    private func recovery(_ recovery: AuditFindings.Latents.Recovery) -> String? {
        guard !recovery.training.isEmpty else { return nil }
        let training = Statistics.median(recovery.training.map(\.error))
        guard !recovery.heldOut.isEmpty else {
            return
                "The generator comes within \(error(training)) of training rows (median); without held-out rows nothing "
                + "says whether that is near."
        }
        let heldOut = Statistics.median(recovery.heldOut.map(\.error))
        let medians = "\(error(training)) against \(error(heldOut)) (medians)"
        guard let pValue = recovery.pValue else {
            return "The generator comes within \(medians) of training and of held-out rows; no p-value is valid here."
        }
        if pValue <= Self.level {
            return "The generator comes nearer to training rows than to held-out rows: \(medians), "
                + "\(AuditText.probability(pValue))."
        }
        return "The generator comes about as near to held-out rows as to training rows: \(medians), "
            + "\(AuditText.probability(pValue))."
    }

    private func basins(_ latents: AuditFindings.Latents) -> String? {
        guard !latents.basins.isEmpty else { return nil }
        let widths = latents.basins.map(\.width)
        let mean = AuditText.percent((Statistics.mean(widths) * 100).rounded() / 100)
        var text =
            "On ways from \(widths.count == 1 ? "the surest copy" : "the \(widths.count) surest copies") to other samples the "
            + "picture stays the copy over \(mean) of the way"
        if let ordinary = latents.ordinaryWidth {
            text += "; ordinary samples stay themselves over \(AuditText.percent((ordinary * 100).rounded() / 100))"
        }
        return text + "."
    }
}
