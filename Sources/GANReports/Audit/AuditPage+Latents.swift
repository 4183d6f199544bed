import GANAudit
import GANText

extension AuditPage {
    /// What the generator's latent space says.
    var latents: PageSection? {
        guard let latents = findings.latents else { return nil }
        var pictures: [PictureView] = []
        if let recovery = latents.recovery { pictures.append(self.recovery(recovery, latents)) }
        if !latents.basins.isEmpty { pictures.append(walks(latents)) }
        pictures += LatentWords.lasting(latents).map { basin($0, latents) }
        return PageSection(
            anchor: "latents", heading: "What the latent space gives",
            opening: reading.first ?? "Nothing was found in the latent space.",
            findings: Array(reading.dropFirst()) + notes(latents), pictures: pictures)
    }

    /// Recovered rows beyond these are in `audit.json` only.
    private static let rowLimit = 200

    private var unit: String {
        findings.noun == "image" ? "root mean square difference in grey levels" : "root mean square difference"
    }

    private func notes(_ latents: AuditFindings.Latents) -> [String] {
        var notes: [String] = []
        if let recovery = latents.recovery {
            let way =
                recovery.method == .gradients
                ? "by gradients through the network" : "by search, as the generator gives no gradients"
            notes.append(
                "Rows were drawn at random from both splits, and for each the latent vector whose \(findings.noun) comes "
                    + "nearest was looked for \(way), with up to \(FigureText.count(recovery.samplesForEachRow)) samples a row. "
                    + "A generator that has learned the kind of data comes as near to rows that it never saw.")
        }
        if let sprites, sprites.latents.reduction > 1 { notes.append("Images are shown reduced, by averaging.") }
        return notes
    }

    private func recovery(
        _ recovery: AuditFindings.Latents.Recovery, _ latents: AuditFindings.Latents
    ) -> PictureView {
        let finding: String
        if let area = recovery.area {
            finding =
                "A training row is recovered better than a held-out row in \(FigureText.percent(area.value)) of pairs, "
                + "\(FigureText.percent(area.low)) to \(FigureText.percent(area.high)); chance gives 50 %."
        } else {
            finding = "How near the generator comes to chosen rows."
        }
        return PictureView(
            finding: finding,
            drawings: recovery.training.isEmpty && recovery.copied.isEmpty
                ? ""
                : PageWidth.both {
                    RecoveryFigure.svg(recovery, unit: unit, finding: finding, width: $0, style: $1)
                },
            galleries: recoveryGalleries,
            caption:
                "One dot is one row\(isThinned(recovery) ? ", of \(RecoveryFigure.dotLimit) that are spread evenly by rank" : ""). The most copied rows were chosen by looking: they take no part in the "
                + "comparison."
                + (recoveryGalleries.isEmpty
                    ? ""
                    : " Pictures: the row, the nearest that the generator comes, and their difference as a figure."),
            tables: [
                table("Training rows", recovery.training, hasClasses: true),
                table("Held-out rows", recovery.heldOut, hasClasses: false),
                table("The most copied training rows", recovery.copied, hasClasses: true),
            ].compactMap { $0 })
    }

    private func isThinned(_ recovery: AuditFindings.Latents.Recovery) -> Bool {
        max(recovery.training.count, recovery.heldOut.count) > RecoveryFigure.dotLimit
    }

    private func table(
        _ title: String, _ rows: [AuditFindings.Latents.Reconstruction], hasClasses: Bool
    ) -> TableView? {
        guard !rows.isEmpty else { return nil }
        let withClasses = hasClasses && !report.classes.isEmpty
        let rest = rows.count - min(rows.count, Self.rowLimit)
        return TableView(
            title: rest > 0
                ? "\(title), the first \(Self.rowLimit); \(FigureText.count(rest)) more in audit.json" : title,
            head: ["Row", "Origin"] + (withClasses ? ["Class"] : [])
                + ["Difference", "Nearest sample's", "Set out from sample"],
            rows: rows.prefix(Self.rowLimit).map { row in
                ["\(row.row)", ReportText.shortened(row.origin, to: 80)]
                    + (withClasses ? [report.classes[row.row] ?? "–"] : [])
                    + [FigureText.number(row.error), FigureText.number(row.nearestSampleError), "\(row.start)"]
            })
    }

    private var recoveryGalleries: [GalleryView] {
        guard let sheet = sprites?.latents.pairs, let pictures = report.latentPictures else { return [] }
        var place = 0
        return [
            ("Training rows that came nearest", pictures.training),
            ("Held-out rows that came nearest", pictures.heldOut),
            ("The most copied training rows", pictures.copied),
        ].compactMap { title, pairs in
            guard !pairs.isEmpty else { return nil }
            return GalleryView(
                galleryTitle: title, style: "captioned", label: title,
                items: pairs.map { pair in
                    defer { place += 2 }
                    return GalleryItem(
                        cells: [
                            sheet.cell(place, label: "row \(pair.found.row)"),
                            sheet.cell(place + 1, label: "reconstruction"),
                        ], lines: [FigureText.number(pair.found.error), "#\(pair.found.row)"])
                })
        }
    }

    /// All walks in one table; a picture each have those alone that found something.
    private func walks(_ latents: AuditFindings.Latents) -> PictureView {
        let lasting = LatentWords.lasting(latents).count
        let count = latents.basins.count
        let ordinary = latents.ordinaryWidth.map { " (\(FigureText.percent($0)))" } ?? ""
        let finding =
            lasting == 0
            ? "No copy lasts longer on walks through the latent space than ordinary samples do\(ordinary): each is one point among others."
            : "\(FigureText.count(lasting)) of \(FigureText.count(count, "copy", "copies")) \(FigureText.noun(lasting, "lasts", "last")) "
                + "longer on walks through the latent space than ordinary samples do\(ordinary)."
        return PictureView(
            finding: finding,
            tables: [
                TableView(
                    title: "Walks from the surest copies to other samples",
                    head: ["From sample", "Stays near", "For so much of the walk", "Walks"],
                    rows: latents.basins.map {
                        [
                            "\($0.sample)", LatentWords.target($0), FigureText.percent($0.width),
                            FigureText.count($0.ways.count),
                        ]
                    })
            ])
    }

    private func basin(_ number: Int, _ latents: AuditFindings.Latents) -> PictureView {
        let basin = latents.basins[number]
        let strips = report.latentPictures?.strips ?? []
        let sheet = strips.indices.contains(number) && !strips[number].isEmpty ? sprites?.latents.strips : nil
        let before = strips.prefix(number).reduce(0) { $0 + $1.count }
        var galleries: [GalleryView] = []
        if let sheet {
            let title = LatentWords.target(basin)
            galleries = [
                GalleryView(
                    galleryTitle: nil, style: "captioned", label: title,
                    items: [GalleryItem(cells: [sheet.cell(before, label: title)], lines: [title])]),
                GalleryView(
                    galleryTitle: nil, style: "strip", label: "The walk from sample \(basin.sample)",
                    items: [
                        GalleryItem(
                            cells: (1..<strips[number].count).map {
                                sheet.cell(before + $0, label: "\(10 * ($0 - 1)) % of the walk")
                            }, lines: [])
                    ]),
            ]
        }
        let curves = PageWidth.both {
            BasinFigure.svg(
                basin, nearness: latents.nearness ?? 0, frame: sheet.map { Double($0.width * $0.scale) }, gap: 3,
                width: $0, style: $1)
        }
        return PictureView(
            finding: LatentWords.finding(basin), galleries: galleries, below: curves,
            caption:
                "Difference: \(unit). The dashed line is what is usual between samples and their nearest training rows; "
                + "the other curves are walks to other samples.",
            tables: [
                TableView(
                    title: "Small moves of sample \(basin.sample)'s latent vector",
                    head: ["Noise by a latent value's deviation", "Still the copy"],
                    rows: basin.perturbations.map {
                        [FigureText.trimmed($0.deviation), FigureText.percent($0.share)]
                    }),
                TableView(
                    title: "Walks", head: ["To sample", "Stays the copy for"],
                    rows: basin.ways.map { ["\($0.sample)", FigureText.percent($0.width)] }),
            ])
    }
}
