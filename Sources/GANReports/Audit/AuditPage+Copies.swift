import GANAudit
import GANText

extension AuditPage {
    /// The list of copies, with their images where they may be shown.
    var copies: PageSection {
        var blocks: [Block.Content] = [.opening(copiesOpening)]
        if let note = copiesNote { blocks.append(.finding(note)) }
        if let pairs { blocks.append(.pairs(pairs)) }
        if let table = foldedTable { blocks.append(table) }
        return PageSection(anchor: "copies", heading: "Copies", blocks: blocks)
    }

    private var copiesOpening: String {
        let count = findings.copies.count
        guard count > 0 else { return "No sample is listed as a copy." }
        let exact = findings.copies.count { $0.isExact }
        let listed =
            "\(FigureText.count(count)) of \(FigureText.count(findings.sources.sampleCount)) samples "
            + FigureText.noun(count, "is", "are") + " listed as copies"
        return "\(listed), \(exact == count ? "all" : FigureText.count(exact)) of them exact."
    }

    /// What is left out here, and where it is.
    private var copiesNote: String? {
        let count = findings.copies.count
        guard count > 0 else { return nil }
        var notes: [String] = []
        if findings.copiedShare != nil, findings.hasProbabilities {
            notes.append(
                "A listed sample is a copy unless it is one of the few that chance matches as closely: q is the expected "
                    + "share of those down to its place in the list.")
        }
        if report.isWithoutImages {
            notes.append("Images are left out on purpose.")
        } else if let gallery = report.gallery, gallery.pairs.count < count {
            notes.append(
                "\(FigureText.count(gallery.pairs.count)) pairs are shown, of each transformation the surest; all "
                    + "\(FigureText.count(count)) are in copies.csv.")
        }
        if let sprites, sprites.reduction > 1, let sheet = sprites.pairs {
            notes.append("Images are shown reduced to \(sheet.width)×\(sheet.height) pixels, by averaging.")
        }
        return notes.isEmpty ? nil : notes.joined(separator: " ")
    }

    private var pairs: PairsView? {
        guard let sheet = sprites?.pairs, let gallery = report.gallery else { return nil }
        let pairs = gallery.pairs.enumerated().map { place, pair in
            let copy = pair.copy
            let kind = AuditText.kind(copy.transformation)
            // The difference of equal pictures is an empty one.
            let isEqual = copy.distance == 0
            let origin = origin(copy.trainingRow, copy.origin)
            return PairsView.Pair(
                rank: copy.rank, sample: copy.sample, row: copy.trainingRow,
                exactDistance: copy.distance.isFinite ? "\(copy.distance)" : "", kind: kind,
                search: "sample \(copy.sample) row \(copy.trainingRow) \(origin)",
                transformation: copy.isExact && copy.transformation.name == "identity"
                    ? "exact copy" : AuditText.transformation(copy.transformation),
                label:
                    "Sample \(copy.sample), training row \(copy.trainingRow)\(isEqual ? "" : " and their difference")",
                cells: [
                    sheet.cell(3 * place, label: "sample \(copy.sample)"),
                    sheet.cell(3 * place + 1, label: "training row \(copy.trainingRow)"),
                ] + (isEqual ? [] : [sheet.cell(3 * place + 2, label: "difference, four times as strong")]),
                lines: [
                    "sample \(copy.sample) · \(ReportText.shortened(origin, to: 44))",
                    (isEqual ? "no difference" : "distance \(AuditText.distance(copy.distance))") + probabilities(copy),
                ])
        }
        return PairsView(least: max(200, 3 * (sheet.width * sheet.scale + 3)), pairs: pairs)
    }

    private func probabilities(_ copy: AuditFindings.Copy) -> String {
        [("p", copy.pValue), ("q", copy.qValue)].compactMap { name, value in
            value.map { " · \(name) \(AuditText.probability($0))" }
        }.joined()
    }

    /// Row, file and class of a training row, each once.
    func origin(_ row: Int, _ origin: String) -> String {
        let place = origin == "row \(row)" ? "training row \(row)" : "training row \(row), \(origin)"
        return report.classes[row].map { "\(place) (\($0))" } ?? place
    }

    private var foldedTable: Block.Content? {
        let copies = findings.copies.prefix(Self.listLimit)
        guard !copies.isEmpty else { return nil }
        let hasClasses = !report.classes.isEmpty
        let head =
            ["Rank", "Sample", "Training row", "Origin"] + (hasClasses ? ["Class"] : [])
            + ["Transformation", "Distance", "Score", "p", "q"]
        let rows = copies.map { copy in
            ["\(copy.rank)", "\(copy.sample)", "\(copy.trainingRow)", ReportText.shortened(copy.origin, to: 80)]
                + (hasClasses ? [report.classes[copy.trainingRow] ?? "–"] : [])
                + [
                    AuditText.transformation(copy.transformation), AuditText.distance(copy.distance),
                    FigureText.number(copy.score, decimals: 3), AuditText.probability(copy.pValue),
                    AuditText.probability(copy.qValue),
                ]
        }
        let rest = findings.copies.count - copies.count
        let title =
            rest > 0
            ? "The first \(copies.count) copies; \(FigureText.count(rest)) more are in copies.csv" : "All copies"
        return .folded(TableView(title: title, head: head, rows: rows), isOpen: sprites?.pairs == nil && rest == 0)
    }

    var leaksOpening: String {
        let extraction = findings.extraction
        guard extraction.distinctTrainingRows > 0 else { return "No training \(findings.noun) is given away." }
        var text =
            "\(FigureText.count(extraction.distinctTrainingRows)) different training \(findings.noun)s were given away: "
            + "\(FigureText.percent(extraction.rate)) of the training set."
        if extraction.estimatedRows > 1.05 * Double(extraction.distinctTrainingRows) {
            text += " In the long run at least \(FigureText.number(extraction.estimatedRows, decimals: 0)) would be."
        }
        return text
    }

    var leaks: PageSection? {
        let extraction = findings.extraction
        guard extraction.distinctTrainingRows > 0 else { return nil }
        var pictures: [PictureView] = []
        let rows = extraction.mostCopied.map { row in
            ["\(row.trainingRow)", ReportText.shortened(row.origin, to: 80)]
                + (report.classes.isEmpty ? [] : [report.classes[row.trainingRow] ?? "–"])
                + [FigureText.count(row.samples), FigureText.count(row.occurrences)]
        }
        let rest = extraction.distinctTrainingRows - rows.count
        let table = TableView(
            title: rest > 0 ? "The \(rows.count) most copied; \(FigureText.count(rest)) more" : "All of them",
            head: ["Training row", "Origin"] + (report.classes.isEmpty ? [] : ["Class"])
                + ["Copies", "Times in the training set"], rows: rows)
        var galleries: [GalleryView] = []
        if let sheet = sprites?.leaks, let gallery = report.gallery {
            galleries = [
                GalleryView(
                    galleryTitle: nil, style: "captioned", label: "The training images most given away",
                    items: gallery.leaks.enumerated().map { place, leak in
                        GalleryItem(
                            cells: [sheet.cell(place, label: "training row \(leak.row.trainingRow)")],
                            lines: ["\(FigureText.count(leak.row.samples))×", "#\(leak.row.trainingRow)"])
                    })
            ]
        }
        if let first = extraction.mostCopied.first {
            let times = first.samples == 1 ? "once" : "\(FigureText.count(first.samples)) times"
            pictures.append(
                PictureView(
                    finding:
                        "The most copied, \(origin(first.trainingRow, first.origin)), appears \(times) among the samples.",
                    galleries: galleries,
                    caption: galleries.isEmpty ? nil : "Copies among the samples, and the training row.",
                    tables: [table]))
        }
        let classes = report.copiesByClass
        if classes.count > 1 {
            pictures.append(
                PictureView(
                    finding: "Most copies are of \(classes[0].name): \(FigureText.count(classes[0].samples)) of "
                        + "\(FigureText.count(findings.copies.count)).",
                    tables: [
                        TableView(
                            title: "By class", head: ["Class", "Copies", "Training rows"],
                            rows: classes.prefix(100).map {
                                [$0.name, FigureText.count($0.samples), FigureText.count($0.rows)]
                            })
                    ]))
        }
        return PageSection(
            anchor: "leaks", heading: "Training data given away", opening: leaksOpening, pictures: pictures)
    }
}
