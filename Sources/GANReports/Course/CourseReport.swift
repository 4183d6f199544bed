import GANAudit
package import GANEvaluation
import GANMetrics
import OrderedCollections

/// What the demonstrations of `ganeval course` found.
package struct CourseReport: Sendable, Codable, Equatable {
    /// Two lines at a distance, as critics tell it.
    package struct Lines: Sendable, Codable, Equatable {
        /// The distance between the lines, which is their Wasserstein distance.
        package var distance: Double
        /// An estimate of the Jensen-Shannon divergence for each seed, in nats.
        package var jensenShannon: [Double]
        /// An estimate of the Wasserstein distance for each seed.
        package var wasserstein: [Double]

        package init(distance: Double, jensenShannon: [Double], wasserstein: [Double]) {
            self.distance = distance
            self.jensenShannon = jensenShannon
            self.wasserstein = wasserstein
        }
    }

    /// One preset's runs on one mixture, a value for each seed.
    package struct Mixture: Sendable, Codable, Equatable {
        /// The preset's name.
        package var preset: String
        /// "ring" or "grid".
        package var data: String
        /// The modes that there are.
        package var modes: Int
        /// The modes that were hit.
        package var hit: [Int]
        /// The share of samples within three standard deviations of a mode.
        package var highQuality: [Double]
        /// The Kullback-Leibler divergence of the samples' modes from even ones, in nats.
        package var reverseDivergence: [Double]
        /// Seeds of runs that diverged.
        package var diverged: [Int]

        package init(
            preset: String, data: String, modes: Int, hit: [Int] = [], highQuality: [Double] = [],
            reverseDivergence: [Double] = [], diverged: [Int] = []
        ) {
            self.preset = preset
            self.data = data
            self.modes = modes
            self.hit = hit
            self.highQuality = highQuality
            self.reverseDivergence = reverseDivergence
            self.diverged = diverged
        }
    }

    /// How steep a critic became.
    package struct Slope: Sendable, Codable, Equatable {
        /// The preset's name.
        package var preset: String
        /// What bounds its slope.
        package var bound: String
        /// The largest slope that was found, for each seed whose training did not diverge.
        package var largest: [Double]
        /// The product of its weights' largest singular values.
        package var product: [Double]
        /// The largest deviation of a power iteration's norm from LAPACK's, as a share; empty without spectral normalization.
        package var normError: [Double]

        package init(
            preset: String, bound: String, largest: [Double] = [], product: [Double] = [], normError: [Double] = []
        ) {
            self.preset = preset
            self.bound = bound
            self.largest = largest
            self.product = product
            self.normError = normError
        }
    }

    /// How generators of expressions came out, a value for each seed, or what real lines get.
    package struct Sequences: Sendable, Codable, Equatable {
        /// How the generator learnt: "gumbel_softmax", or "real lines".
        package var gradient: String
        /// The share of valid lines.
        package var valid: [Double]
        /// The share of different lines.
        package var distinct: [Double]
        /// The share of lines that no training line equals.
        package var novel: [Double]
        /// The Jensen-Shannon divergence of 3-grams from the training lines', in nats.
        package var trigrams: [Double]
        /// Self-BLEU.
        package var selfBLEU: [Double]

        package init(
            gradient: String, valid: [Double] = [], distinct: [Double] = [], novel: [Double] = [],
            trigrams: [Double] = [], selfBLEU: [Double] = []
        ) {
            self.gradient = gradient
            self.valid = valid
            self.distinct = distinct
            self.novel = novel
            self.trigrams = trigrams
            self.selfBLEU = selfBLEU
        }
    }

    /// Presets that were trained on the same images, and what reports say of their last checkpoints.
    package struct Lesson: Sendable, Codable, Equatable {
        /// "images", as `--only` takes it.
        package var part: String
        /// What the images are.
        package var data: String
        /// The metrics that its table shows, or their parts: "mode_coverage/classes_seen".
        package var metrics: [String]
        /// One training each.
        package var runs: [Run] = []

        package init(part: String, data: String, metrics: [String]) {
            self.part = part
            self.data = data
            self.metrics = metrics
        }
    }

    /// One training on images.
    package struct Run: Sendable, Codable, Equatable {
        /// The preset's name.
        package var preset: String
        /// Its seed.
        package var seed: UInt64
        /// Steps of its training.
        package var steps: Int
        /// What its samples get, by metric; of the features that the report judges by.
        package var values: [String: Double] = [:]
        /// The same of held-out data, where that was measured.
        package var real: [String: Double] = [:]
        /// The report's word of quality.
        package var quality: String?
        /// The same of diversity.
        package var diversity: String?

        /// The figures of a report.
        package init(preset: String, seed: UInt64, steps: Int, metrics: [String], report: EvaluationReport) {
            self.preset = preset
            self.seed = seed
            self.steps = steps
            for name in metrics {
                let words = name.split(separator: "/").map(String.init)
                let found = report.metrics.values.filter { $0.name == words[0] }
                guard let result = (found.first { !$0.extractor.hasPrefix("pixels") } ?? found.first)?.result else {
                    continue
                }
                if words.count == 1 {
                    values[name] = result.value
                    real[name] = result.ceiling?.value
                } else {
                    values[name] = Self.number(result.parts[words[1]])
                }
            }
            func grade(_ section: ReportSection) -> String? {
                report.verdict.tiles.first { $0.section == section }?.grade.rawValue
            }
            quality = grade(.quality)
            diversity = grade(.diversity)
        }

        private static func number(_ part: MetricPart?) -> Double? {
            switch part {
            case .number(let value): value
            case .count(let value): Double(value)
            default: nil
            }
        }
    }

    /// A training on so many images, and what an audit says of its last checkpoint.
    package struct Copying: Sendable, Codable, Equatable {
        /// Images that were trained on.
        package var rows: Int
        /// The preset's name.
        package var preset: String
        /// Steps of its training.
        package var steps: Int
        /// Samples that were audited.
        package var samples: Int
        /// Samples that are listed as copies.
        package var listed: Int
        /// Training images that these give away.
        package var givenAway: Int
        /// The audit's sentence.
        package var verdict: String

        /// The figures of an audit.
        package init(preset: String, steps: Int, audit: AuditReport) {
            self.preset = preset
            self.steps = steps
            rows = audit.findings.sources.trainingCount
            samples = audit.findings.sources.sampleCount
            listed = audit.findings.copies.count
            givenAway = audit.findings.extraction.distinctTrainingRows
            verdict = AuditText.sentence(audit.findings)
        }
    }

    static let schema = "ganeval.course/1"

    /// The form of the document.
    package var schema = CourseReport.schema
    /// The version of ganeval that ran it.
    package var toolVersion: String
    /// Steps of each training of a mixture, and of each critic of lines.
    package var steps: Int
    /// Runs of each kind.
    package var seeds: Int
    /// Steps of the plain DCGAN on images.
    package var imageSteps: Int?
    /// The parts that were chosen, as `--only` takes them; nil of a course with all of them.
    package var only: String?
    /// Two lines at distances.
    package var lines: [Lines]
    /// Presets on mixtures.
    package var mixtures: [Mixture]
    /// Critics.
    package var slopes: [Slope]
    /// Generators of lines; empty where they were left out.
    package var sequences: [Sequences] = []
    /// Trainings on images, one lesson a part; empty where they were left out.
    package var lessons: [Lesson] = []
    /// Trainings on few images and on many; empty where they were left out.
    package var copying: [Copying] = []

    package init(
        toolVersion: String, steps: Int, seeds: Int, lines: [Lines], mixtures: [Mixture], slopes: [Slope]
    ) {
        self.toolVersion = toolVersion
        self.steps = steps
        self.seeds = seeds
        self.lines = lines
        self.mixtures = mixtures
        self.slopes = slopes
    }
}
