import GANAudit
import GANNumerics
import GANText

/// The latent space in words and figures that several outputs share.
enum LatentWords {
    typealias Latents = AuditFindings.Latents

    /// The median error of some rows; nil without any.
    static func median(_ rows: [Latents.Reconstruction]) -> Double? {
        let errors = rows.map(\.error).filter(\.isFinite)
        return errors.isEmpty ? nil : Statistics.median(errors)
    }

    /// At most two lines for a terminal.
    static func lines(_ latents: Latents?) -> [(name: String, text: String)] {
        guard let latents else { return [] }
        var lines: [(name: String, text: String)] = []
        if let recovery = latents.recovery, let training = median(recovery.training) {
            var text = "to \(FigureText.number(training)) of training rows"
            if let heldOut = median(recovery.heldOut) { text += ", \(FigureText.number(heldOut)) of held-out rows" }
            if let pValue = recovery.pValue { text += " (p \(AuditText.probability(pValue)))" }
            lines.append(("comes near", text))
        }
        if !latents.basins.isEmpty {
            var text = "\(FigureText.percent(width(latents))) of the way to other samples"
            if let ordinary = latents.ordinaryWidth { text += ", ordinary samples \(FigureText.percent(ordinary))" }
            lines.append(("copies last", text))
        }
        return lines
    }

    /// The mean width of the copies' basins.
    static func width(_ latents: Latents) -> Double { Statistics.mean(latents.basins.map(\.width)) }

    /// What a basin's pictures are compared with.
    static func target(_ basin: Latents.Basin) -> String {
        switch basin.target {
        case .trainingRow: return "training row \(basin.trainingRow)"
        case .mirroredTrainingRow: return "training row \(basin.trainingRow), mirrored"
        case .sample: return "sample \(basin.sample)"
        }
    }

    /// "Over 43 % of the way …", the title of a basin's picture.
    static func finding(_ basin: Latents.Basin) -> String {
        guard let way = basin.ways.first else {
            return "There is no other sample to go to from sample \(basin.sample)."
        }
        return "From sample \(basin.sample) to sample \(way.sample) the picture stays near \(target(basin)) over "
            + "\(FigureText.percent(way.width)) of the way, over \(FigureText.percent(basin.width)) on the mean of "
            + "\(basin.ways.count) ways."
    }
}
