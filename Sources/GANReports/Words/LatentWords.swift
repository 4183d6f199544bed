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

    /// What a latent space says, in sentences; `noun` is what a row is.
    static func reading(_ latents: Latents, noun: String) -> [String] {
        [recovery(latents, noun: noun), basins(latents)].compactMap { $0 }
    }

    /// How near the generator comes to chosen rows; nil where none were chosen.
    static func recovery(_ latents: Latents, noun: String) -> String? {
        func error(_ value: Double) -> String {
            let rounded = value >= 10 ? (value * 10).rounded() / 10 : (value * 100).rounded() / 100
            return noun == "image" ? "\(rounded) grey levels" : "\(rounded)"
        }
        guard let recovery = latents.recovery, !recovery.training.isEmpty else { return nil }
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
        let said =
            pValue <= Latents.level
            ? "The generator comes nearer to training rows than to held-out rows"
            : "The generator comes about as near to held-out rows as to training rows"
        return "\(said): \(medians), \(SentenceFigure.probability(pValue))."
    }

    private static func basins(_ latents: Latents) -> String? {
        guard !latents.basins.isEmpty else { return nil }
        func share(_ value: Double) -> String { SentenceFigure.percent((value * 100).rounded() / 100) }
        let count = latents.basins.count
        var text =
            "On walks through the latent space from \(count == 1 ? "the surest copy" : "the \(count) surest copies") to other "
            + "samples the picture stays the copy for \(share(width(latents))) of the walk"
        if let ordinary = latents.ordinaryWidth { text += "; ordinary samples stay themselves for \(share(ordinary))" }
        return text + "."
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

    /// The copies that last clearly longer on walks than ordinary samples do, twice as long at least; all where nothing is known of these.
    static func lasting(_ latents: Latents) -> [Int] {
        latents.basins.indices.filter { latents.basins[$0].width >= max(0.1, 2 * (latents.ordinaryWidth ?? 0)) }
    }

    /// What a basin's pictures are compared with.
    static func target(_ basin: Latents.Basin) -> String {
        switch basin.target {
        case .trainingRow: return "training row \(basin.trainingRow)"
        case .mirroredTrainingRow: return "training row \(basin.trainingRow), mirrored"
        case .sample: return "sample \(basin.sample)"
        }
    }

    /// "… for 43 % of the walk …", the title of a basin's picture.
    static func finding(_ basin: Latents.Basin) -> String {
        guard let way = basin.ways.first else {
            return "There is no other sample to go to from sample \(basin.sample)."
        }
        return "From sample \(basin.sample) to sample \(way.sample) the picture stays near \(target(basin)) for "
            + "\(FigureText.percent(way.width)) of the walk, on average for \(FigureText.percent(basin.width)) of "
            + "\(basin.ways.count) walks."
    }
}
