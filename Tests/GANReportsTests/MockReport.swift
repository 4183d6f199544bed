import Foundation
import GANCheckpoints
import GANData
import GANEvaluation
import GANMetrics
import GANNumerics
import OrderedCollections

/// A whole report with plausible figures, drawn procedurally: 28×28 garments, one class missing, some copies.
enum MockReport {
    static let side = 28
    static let classNames = [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ]

    static func full() -> EvaluationReport {
        EvaluationReport(
            subject: Subject(
                name: "step-004800.safetensors (EMA weights)", path: "runs/fashion/step-004800.safetensors",
                digest: String(repeating: "9f86d081884c7d65", count: 4),
                facts: [
                    "Step": "4,800", "Parameters": "1,247,361", "Latent prior": "normal [64]", "Preset": "dcgan28",
                ]),
            reference: source("train-images-idx3-ubyte.gz", 60_000),
            heldOut: source("t10k-images-idx3-ubyte.gz", 10_000),
            evaluationProtocol: EvaluationProtocol(fields: [
                "extractor": "classifier", "extractor weights": "51ab90cc27d1", "samples": "10000", "neighbours": "5",
                "quantization": "rounded to 8 bits", "resize": "none", "seed": "1",
            ]), metrics: metrics(), verdict: verdict(), gallery: gallery(), modes: modes(),
            distanceRatios: ratios(), training: training(), run: run())
    }

    /// The least that a report can hold: vectors, no held-out data, nothing optional.
    static func bare() -> EvaluationReport {
        EvaluationReport(
            subject: Subject(name: "samples.npy", path: "samples.npy", digest: "ab", facts: [:]),
            reference: SourceSummary(
                name: "real.npy", count: 500, shape: "vector of 8", rule: "npy float32", digest: "cd"),
            heldOut: nil, evaluationProtocol: EvaluationProtocol(fields: ["extractor": "identity"]), metrics: [:],
            verdict: Verdict(
                grade: .cannotTell,
                tiles: [
                    .init(section: .quality, grade: .cannotTell, metric: nil, finding: .notMeasured(.samples))
                ], findings: []),
            gallery: Gallery(imageShape: nil, random: Matrix(rows: 0, columns: 8)), modes: nil, distanceRatios: nil,
            training: [], run: run())
    }

    /// A two-dimensional source, shown as a scatter plot.
    static func ring() -> EvaluationReport {
        var report = bare()
        func ring(_ label: String, spread: Double, modes: Int) -> Matrix<Float> {
            var generator = SeededGenerator(seed: 7).split(label)
            var values: [Float] = []
            for index in 0..<2500 {
                let angle = 2 * Double.pi * Double(index % modes) / 8
                let (dx, dy) = generator.normalPair()
                values += [Float(cos(angle) + spread * dx), Float(sin(angle) + spread * dy)]
            }
            return Matrix(rows: 2500, columns: 2, scalars: values)
        }
        report.gallery.points = (
            generated: ring("generated", spread: 0.05, modes: 6), real: ring("real", spread: 0.01, modes: 8)
        )
        return report
    }

    private static func source(_ name: String, _ count: Int) -> SourceSummary {
        SourceSummary(
            name: name, count: count, shape: "28×28×1 image", rule: "idx uint8, grey levels",
            digest: String(repeating: count == 60_000 ? "1c3d5e7f" : "a0b1c2d3", count: 8))
    }

    private static func run() -> RunRecord {
        RunRecord(
            identifier: "2026-11-03T10-15-00Z-9f86d081", toolVersion: "0.1.0",
            command:
                "ganeval report --generator runs/fashion/step-004800.safetensors --reference train-images-idx3-ubyte.gz --held-out t10k-images-idx3-ubyte.gz --samples 10000 --seed 1 --out report",
            startedAt: "2026-11-03T10:15:00Z", seconds: 48.7,
            machine: ["Processor": "2 cores, AVX-512", "OpenBLAS kernel": "SkylakeX", "System": "Debian 12"],
            stages: ["sample": 6.1, "features": 14.9, "neighbours": 12.2, "metrics": 13.4, "report": 0.6])
    }

    // MARK: figures

    static func metrics() -> OrderedDictionary<String, MeasuredMetric> {
        let jackknife = "delete-a-block jackknife, 20 blocks"
        let blocks = "10 disjoint blocks"
        func metric(
            _ name: String, _ value: Double, _ half: Double?, null: Double?, ceiling: Double?, method: String,
            extractor: String = "classifier", diagnostics: [Diagnostic] = [],
            parts: OrderedDictionary<String, MetricPart> = [:]
        ) -> (String, MeasuredMetric) {
            let result = MetricResult(
                value: value, interval: half.map { MetricInterval(low: value - $0, high: value + $0, method: method) },
                null: null.map { MetricReference(value: $0, basis: "closed form, n = 10000, m = 60000") },
                ceiling: ceiling.map { MetricReference(value: $0, basis: "held-out data, 10000 images") },
                diagnostics: diagnostics, parts: parts)
            return (name, MeasuredMetric(name: name, extractor: extractor, result: result))
        }
        return OrderedDictionary(uniqueKeysWithValues: [
            metric("frechet_distance", 30.4182, 2.97, null: 1.134, ceiling: 2.871, method: jackknife),
            metric("kernel_distance", 0.018432, 0.00121, null: 0, ceiling: 0.00013, method: blocks),
            metric(
                "precision", 0.8931, 0.0061, null: 0.9402, ceiling: 0.9288, method: blocks,
                parts: ["neighbours": .count(5)]),
            metric("density", 1.021, 0.018, null: 1, ceiling: 0.994, method: blocks),
            metric(
                "inception_score", 7.91, 0.11, null: nil, ceiling: 8.74, method: blocks,
                diagnostics: [
                    Diagnostic(
                        code: "split_size", severity: .note,
                        message: "Ten splits of 1,000 samples; the score depends on the split size.")
                ], parts: ["mean": .number(7.91), "std": .number(0.16), "splits": .count(10)]),
            metric("recall", 0.6112, 0.0127, null: 0.9402, ceiling: 0.9311, method: blocks),
            metric(
                "coverage", 0.8712, 0.0069, null: 0.9688, ceiling: 0.9655, method: blocks,
                diagnostics: [
                    Diagnostic(
                        code: "unequal_counts",
                        message: "60,000 real and 10,000 generated rows: coverage counts a subset of 10,000 real rows.")
                ]),
            metric("distance_ratio", 0.871, 0.004, null: nil, ceiling: 0.912, method: blocks),
            metric(
                "authenticity", 0.641, 0.0094, null: nil, ceiling: 0.7312, method: blocks,
                diagnostics: [
                    Diagnostic(
                        code: "below_real_data",
                        message:
                            "1,172 of 10,000 samples lie nearer to a training image than that image's own neighbours do."
                    )
                ]),
            metric(
                "mode_coverage", 9, nil, null: 10, ceiling: 10, method: blocks,
                parts: [
                    "missing_classes": .texts(["Bag"]), "divergence": .number(0.1347),
                    "counts": .counts([812, 1320, 1010, 1104, 1190, 988, 640, 1466, 3, 1467]),
                ]),
        ])
    }

    /// Neither realistic nor varied, with copies, and bags are missing.
    private static func verdict() -> Verdict {
        verdict(missing: ["Bag"])
    }

    /// The verdict when samples lack these classes, whose names come from outside.
    static func verdict(missing names: [String]) -> Verdict {
        let missing = SectionFinding.missingModes(names, total: 10, isSure: true)
        let near = SectionFinding.tooNear(.init(share: 0.061, heldOut: 0.01), pValue: 0.0002, exactCopies: 0)
        let precision = SectionFinding.precision(.init(share: 0.8931, heldOut: 0.9288, isJudged: true))
        return Verdict(
            grade: .alarming,
            tiles: [
                .init(section: .quality, grade: .weak, metric: "frechet_distance", finding: precision),
                .init(
                    section: .diversity, grade: .weak, metric: "recall",
                    finding: .coverage(.init(share: 0.8712, heldOut: 0.9655, isJudged: true))),
                .init(section: .memorization, grade: .alarming, metric: "authenticity", finding: near),
                .init(section: .modes, grade: .alarming, metric: "mode_coverage", finding: missing),
                .init(
                    section: .discriminator, grade: .cannotTell, metric: nil,
                    finding: .notMeasured(.discriminatorScores)),
            ],
            findings: [
                .init(section: .memorization, grade: .alarming, finding: near),
                .init(section: .modes, grade: .alarming, finding: missing),
                .init(section: .quality, grade: .weak, finding: precision),
                .init(
                    section: .training, grade: .good,
                    finding: .discriminatorAccuracy(real: 0.71, generated: 0.74)),
            ], copying: .near(share: 0.061))
    }

    static func modes() -> ModeTable {
        let counts = [812, 1320, 1010, 1104, 1190, 988, 640, 1466, 3, 1467]
        return ModeTable(
            modes: counts.enumerated().map { index, count in
                let share = Double(count) / 10_000
                let half = max(0.0004, 1.96 * (share * (1 - share) / 10_000).squareRoot())
                var mode = ModeTable.Mode(
                    name: classNames[index], generatedCount: count, generatedShare: share,
                    interval: MetricInterval(low: max(0, share - half), high: share + half, method: "Wilson"),
                    referenceShare: 0.1, missing: count < 10,
                    exemplars: count < 10 ? (0..<3).map { image(seed: 900 + $0, kind: index) } : [])
                mode.samples = (0..<min(6, count)).map {
                    .init(row: 100 * index + $0, image: image(seed: 1000 + $0, kind: index))
                }
                mode.real = (0..<6).map { .init(row: 100 * index + $0, image: image(seed: 900 + $0, kind: index)) }
                return mode
            })
    }

    private static func ratios() -> DistanceRatioFigure {
        func draw(_ label: String, _ count: Int, centre: Double, copies: Double) -> [Double] {
            var generator = SeededGenerator(seed: 3).split(label)
            return (0..<count).map { _ in
                let (normal, other) = generator.normalPair()
                if generator.uniform() < copies { return min(1, abs(other) * 0.18 + 0.02) }
                return min(1, max(0.02, 1 - exp(normal * 0.5) * (1 - centre)))
            }
        }
        return DistanceRatioFigure(
            generated: draw("generated", 10_000, centre: 0.885, copies: 0.03),
            heldOut: draw("held-out", 10_000, centre: 0.915, copies: 0.0005), extractor: "classifier")
    }

    private static func training() -> [TrainingPoint] {
        var generator = SeededGenerator(seed: 11)
        return (1...60).map { index in
            let (first, second) = generator.normalPair()
            let (third, fourth) = generator.normalPair()
            let age = 1 - exp(-Double(index) / 12)
            return TrainingPoint(
                step: index * 80, imagesSeen: index * 80 * 64, generatorLoss: 0.9 + 0.9 * age + 0.09 * first,
                discriminatorLoss: 1.35 - 0.35 * age + 0.05 * second, realAccuracy: 0.55 + 0.24 * age + 0.02 * third,
                generatedAccuracy: 0.6 + 0.27 * age + 0.02 * fourth)
        }
    }

    // MARK: images

    private static func gallery() -> Gallery {
        let random = (0..<64).map { image(seed: $0, kind: $0 * 7 % 10 == 8 ? 1 : $0 * 7 % 10) }
        let pairs = (0..<9).map { index in
            let training = image(seed: 300 + index, kind: index % 8)
            var noise = SeededGenerator(seed: UInt64(index)).split("pair")
            let sample = training.map { min(255, max(0, $0 + Float(noise.normalPair().0) * Float(2 + 2 * index))) }
            return Gallery.Pair(
                sample: 4123 + 37 * index, trainingRow: 51_204 - 911 * index,
                trainingOrigin: "row \(51_204 - 911 * index)",
                distance: 0.21 + 0.17 * Double(index), ratio: 0.018 + 0.011 * Double(index), sampleImage: sample,
                trainingImage: training)
        }
        return Gallery(
            imageShape: ImageShape(height: side, width: side, channels: 1),
            random: Matrix(rows: 64, columns: side * side, scalars: random.flatMap { $0 }),
            worst: (0..<12).map {
                .init(sample: 611 + 71 * $0, realism: 0.38 + 0.021 * Double($0), image: image(seed: 500 + $0, kind: 10))
            },
            best: (0..<12).map {
                .init(
                    sample: 88 + 53 * $0, realism: 1.62 - 0.018 * Double($0), image: image(seed: 700 + $0, kind: $0 % 8)
                )
            }, pairs: pairs)
    }

    /// A garment-like shape with soft edges and a woven texture; kind 10 is a blur of two kinds.
    static func image(seed: Int, kind: Int) -> [Float] {
        var generator = SeededGenerator(seed: UInt64(seed)).split("image")
        let stretch = 0.85 + 0.3 * generator.uniform()
        let tone = 130 + 110 * generator.uniform()
        let weave = 0.6 + 1.2 * generator.uniform()
        var pixels: [Float] = []
        for row in 0..<side {
            for column in 0..<side {
                let x = (Double(column) - 13.5) / (13 * stretch)
                let y = (Double(row) - 13.5) / 13
                let cover = kind == 10 ? 0.5 * (shape(0, x, y) + shape(9, x, y)) : shape(kind, x, y)
                let texture = 1 + 0.13 * sin(weave * Double(column) + 0.7 * weave * Double(row))
                pixels.append(Float(min(255, max(0, tone * cover * texture))).rounded())
            }
        }
        return pixels
    }

    private static func shape(_ kind: Int, _ x: Double, _ y: Double) -> Double {
        func soft(_ distance: Double) -> Double { min(1, max(0, 0.5 - distance * 9)) }
        func box(_ left: Double, _ right: Double, _ top: Double, _ bottom: Double) -> Double {
            soft(max(max(left - x, x - right), max(top - y, y - bottom)))
        }
        switch kind {
        case 0, 6: return max(box(-0.42, 0.42, -0.8, 0.85), box(-0.85, 0.85, -0.8, -0.35))
        case 1: return max(box(-0.4, -0.06, -0.9, 0.95), box(0.06, 0.4, -0.9, 0.95), box(-0.4, 0.4, -0.95, -0.5))
        case 2, 4: return max(box(-0.45, 0.45, -0.85, 0.85), box(-0.8, -0.5, -0.7, 0.75), box(0.5, 0.8, -0.7, 0.75))
        case 3: return box(-0.2 - 0.25 * (y + 1) / 2, 0.2 + 0.25 * (y + 1) / 2, -0.95, 0.95)
        case 5, 7: return max(box(-0.9, 0.9, 0.3, 0.55), box(-0.9, -0.1, -0.05 + 0.3 * x, 0.4))
        case 8:
            return max(box(-0.8, 0.8, -0.2, 0.8), soft(abs((x * x + (y + 0.2) * (y + 0.2)).squareRoot() - 0.55) - 0.07))
        default: return max(box(-0.5, 0.05, -0.9, 0.6), box(-0.5, 0.85, 0.25, 0.75))
        }
    }
}
