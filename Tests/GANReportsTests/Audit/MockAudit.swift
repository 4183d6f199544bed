import Foundation
import GANData
import GANMetrics
import GANNumerics
import OrderedCollections
import TestSupport

@testable import GANAudit
@testable import GANEvaluation
@testable import GANReports

/// Whole audits with plausible figures: 28×28 images, exact copies, mirrored and shifted ones.
enum MockAudit {
    static let transformations = [
        AuditTransformation(name: "identity"), AuditTransformation(name: "mirrored"),
        AuditTransformation(name: "shifted", detail: "2 right, 1 up"),
        AuditTransformation(name: "patch", detail: "top left"),
    ]

    static func copying(
        copies count: Int = 40, side: Int = 28, channels: Int = 1, withImages: Bool = true
    ) -> AuditReport {
        let copies = (0..<count).map { copy($0) }
        var findings = findings(copies)
        findings.verdict = AuditVerdict(
            outcome: .copying,
            reasons: [
                .matched(
                    copies: count, samples: 10_000, falseDiscoveryRate: 0.1,
                    share: .init(value: 0.12, low: 0.11, high: 0.13, level: 0.95, method: "Wilson")),
                .improbable(pValue: 0.0004),
            ])
        findings.sureShare = sure(0.1118)
        findings.listedBy = .init(basis: .calibration, falseDiscoveryRate: 0.1)
        var report = report(findings)
        let shape = ImageShape(height: side, width: side, channels: channels)
        report.isWithoutImages = !withImages
        if withImages {
            report.gallery = AuditGallery(
                shape: shape,
                pairs: AuditGallery.chosen(copies, limit: AuditGallery.Limits.page(shape).pairs)
                    .map {
                        .init(copy: $0, sample: noise(shape, 2 * $0.rank), training: noise(shape, 2 * $0.rank + 1))
                    },
                leaks: findings.extraction.mostCopied.prefix(AuditGallery.Limits.page(shape).leaks).map {
                    .init(row: $0, training: noise(shape, -1 - $0.trainingRow))
                })
        }
        report.gates = [AuditGate(.copiedShare(atMost: 0.01), findings)]
        report.classes = [0: "Bag", 3: "Coat"]
        return report
    }

    /// A generator's audit: recovered rows of all kinds and two basins, with pictures where images may be shown.
    static func ofGenerator(
        rows count: Int = 32, side: Int = 28, channels: Int = 1, withImages: Bool = true
    ) -> AuditReport {
        var report = copying(side: side, channels: channels, withImages: withImages)
        var random = SeededGenerator(seed: 8)
        func rows(_ count: Int, least: Double) -> [AuditFindings.Latents.Reconstruction] {
            (0..<count).map { row in
                let error = least + 20 * random.uniform()
                return .init(
                    row: row, origin: "row \(row)", error: error, nearestSampleError: error + 5, start: 3 * row)
            }
        }
        let basins = (0..<2).map { number -> AuditFindings.Latents.Basin in
            let ways = (0..<8).map { way in
                AuditFindings.Latents.Way(
                    sample: 100 + way, distances: (0..<11).map { Double($0 * (3 + way)) }, width: 0.4)
            }
            return .init(
                rank: number + 1, sample: 5 * number, trainingRow: number, origin: "row \(number)",
                target: number == 0 ? .trainingRow : .mirroredTrainingRow, ways: ways, width: 0.4,
                perturbations: [.init(deviation: 0.1, share: 1), .init(deviation: 1, share: 0.125)])
        }
        let recovery = AuditFindings.Latents.Recovery(
            method: .gradients, training: rows(count, least: 4), heldOut: rows(count, least: 9),
            copied: rows(min(count, 7), least: 0),
            area: .init(value: 0.71, low: 0.58, high: 0.84, level: 0.95, method: "DeLong"), pValue: 0.002,
            samplesForEachRow: 475)
        report.findings.latents = .init(
            recovery: recovery, basins: basins, ordinaryWidth: 0.15, nearness: 21.5)
        if withImages {
            let shape = ImageShape(height: side, width: side, channels: channels)
            func pairs(_ rows: [AuditFindings.Latents.Reconstruction], _ number: Int) -> [LatentPictures.Pair] {
                rows.prefix(10).map {
                    .init(
                        found: $0, target: noise(shape, number + 2 * $0.row),
                        reconstruction: noise(shape, number + 2 * $0.row + 1))
                }
            }
            report.latentPictures = LatentPictures(
                training: pairs(recovery.training, 1000), heldOut: pairs(recovery.heldOut, 2000),
                copied: pairs(recovery.copied, 3000),
                strips: (0..<2).map { strip in (0..<12).map { noise(shape, 4000 + 12 * strip + $0) } })
        }
        return report
    }

    static func honest() -> AuditReport {
        var findings = findings([])
        findings.copiedShare = .init(value: 0, low: 0, high: 0.0008, level: 0.95, method: "Wilson")
        findings.sureShare = sure(0)
        findings.verdict = AuditVerdict(outcome: .noEvidence, reasons: [.withinChance(pValue: 0.6)])
        findings.doubts = []
        return report(findings)
    }

    /// Copying of which nothing can be listed, and what is sure of it.
    static func unlisted(atLeast share: Double) -> AuditReport {
        var report = copying()
        report.findings.copies = []
        report.findings.copiedShare = nil
        report.findings.listedBy = nil
        report.findings.sureShare = sure(share)
        report.findings.extraction = .init(distinctTrainingRows: 0, rate: 0, estimatedRows: 0, mostCopied: [])
        report.findings.verdict.reasons = [.unlisted(atLeast: share), .improbable(pValue: 0.0004)]
        report.gates = [
            AuditGate(.copiedShare(atMost: 0.01), report.findings),
            AuditGate(.copiedShare(atMost: 0.9), report.findings),
        ]
        return report
    }

    private static func sure(_ share: Double) -> AuditFindings.SureShare {
        .init(
            low: share,
            byLabels: .init(value: min(1, share + 0.05), low: share, high: 1, level: 0.95, method: "labels"))
    }

    static func withoutHeldOut() -> AuditReport {
        var findings = findings(
            (0..<3).map { index in
                var copy = copy(index)
                (copy.pValue, copy.qValue, copy.competitionQValue) = (nil, nil, nil)
                return copy
            })
        findings.copiedShare = nil
        findings.sensitivity = nil
        findings.tests = []
        findings.scores = nil
        findings.sources.heldOut = nil
        findings.sources.heldOutCount = 0
        findings.verdict = AuditVerdict(
            outcome: .inconclusive, reasons: [.noProbabilities])
        var report = report(findings)
        report.heldOut = nil
        return report
    }

    static func copy(_ index: Int) -> AuditFindings.Copy {
        let row = index % 7
        return .init(
            rank: index + 1, sample: 5 * index, trainingRow: row, origin: "row \(row)",
            transformation: transformations[index % transformations.count], distance: index % 4 == 0 ? 0 : 31.25,
            score: 0.07, pValue: 0.0001, qValue: 0.0004, competitionQValue: 0.03, isExact: index % 4 == 0,
            occurrences: 1 + index % 2)
    }

    private static func findings(_ copies: [AuditFindings.Copy]) -> AuditFindings {
        var samplesOf: OrderedDictionary<Int, Int> = [:]
        for copy in copies { samplesOf[copy.trainingRow, default: 0] += 1 }
        var generator = SeededGenerator(seed: 3)
        func scores(_ count: Int, copied: Int) -> [Double] {
            (0..<count).map { $0 < copied ? 0 : min(1, max(0.2, 0.85 + 0.08 * generator.normalPair().0)) }
        }
        return AuditFindings(
            sources: .init(
                samples: "samples.npy", sampleCount: 10_000, training: "train-images-idx3-ubyte.gz",
                trainingCount: 60_000, heldOut: "t10k-images-idx3-ubyte.gz[5000:10000]", heldOutCount: 5000,
                shape: .image(height: 28, width: 28, channels: 1)),
            pool: .init(
                trainingRepeats: 43, heldOutRepeats: 0, overlap: [.init(heldOutRow: 17, trainingRow: 40_002)],
                trainingCompeting: 59_957, heldOutCompeting: 4999, calibrationRows: 9993),
            copies: copies,
            copiedShare: .init(value: 0.1213, low: 0.1118, high: 0.1309, level: 0.95, method: "Wilson"),
            extraction: .init(
                distinctTrainingRows: samplesOf.count, rate: Double(samplesOf.count) / 60_000,
                estimatedRows: Double(samplesOf.count) * 1.2,
                mostCopied: samplesOf.map {
                    .init(trainingRow: $0.key, origin: "row \($0.key)", samples: $0.value, occurrences: 1)
                }),
            tests: [
                .init(
                    name: "clearest_contests", value: 0.99, null: 0.923, interval: nil, pValue: 0.0002,
                    parts: ["contests": 312, "reverse_p_value": 1]),
                .init(
                    name: "copying", value: 0.1213, null: 0, interval: nil, pValue: 0.0004, parts: [:]),
                .init(
                    name: "split_exchangeability", value: 0.922, null: 0.923, interval: nil, pValue: 0.61,
                    parts: ["rows": 4999]),
                .init(
                    name: "membership_inference_auc", value: 0.513, null: 0.5,
                    interval: .init(value: 0.513, low: 0.505, high: 0.521, level: 0.95, method: "DeLong"),
                    pValue: 0.001, parts: ["members": 59_957]),
            ],
            diversity: .init(
                distinctSamples: 9104, effectiveSamples: 2210, effectiveReal: 7600, isCollapsed: false),
            sensitivity: .init(smallestVisibleShare: 0.0021, leakOfInterest: 0.01, samplesNeeded: 812),
            search: [
                .init(channel: "identity", isExact: true, provenShare: 1),
                .init(channel: "moved", isExact: false, provenShare: 0.9993),
            ], scores: .init(samples: scores(1000, copied: 120), real: scores(1000, copied: 0)),
            doubts: [
                .heldOutOverlaps(rows: 1, heldOut: 5000), .fewDecoys(trainingRowsForEach: 12, copiedRowsNeeded: 40),
            ], verdict: AuditVerdict(outcome: .inconclusive, reasons: []))
    }

    private static func report(_ findings: AuditFindings) -> AuditReport {
        AuditReport(
            findings: findings,
            subject: Subject(
                name: "samples.npy", path: "samples.npy", digest: String(repeating: "ab", count: 32),
                facts: ["samples": "10000"]),
            training: SourceSummary(
                name: "train-images-idx3-ubyte.gz", count: 60_000, shape: "28×28×1 image",
                rule: "idx uint8, grey levels",
                digest: String(repeating: "cd", count: 32)),
            heldOut: SourceSummary(
                name: "t10k-images-idx3-ubyte.gz[5000:10000]", count: 5000, shape: "28×28×1 image",
                rule: "idx uint8, grey levels", digest: String(repeating: "ef", count: 32)),
            evaluationProtocol: EvaluationProtocol(fields: ["transformations": "contrast, mirrored", "seed": "1"]),
            run: RunRecord(
                identifier: "2026-11-22T10:15:00Z-9f86d081", toolVersion: "0.1.0",
                command: "ganeval audit --generated samples.npy --training train --held-out held --out audit",
                startedAt: "2026-11-22T10:15:00Z", seconds: 61.2, machine: ["system": "Debian 12"],
                stages: ["sampling": 0.2, "audit": 60.1]))
    }

    /// Images that PNG can't compress, another for each number.
    static func noise(_ shape: ImageShape, _ number: Int) -> [Float] {
        Noise.levels(count: shape.size, seed: number)
    }
}

extension String {
    /// The page without its pictures' data, which may spell anything.
    var withoutPictures: String {
        (try? replacing(Regex("base64,[A-Za-z0-9+/=]*"), with: "")) ?? self
    }
}
