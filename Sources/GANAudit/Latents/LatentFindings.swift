extension AuditFindings {
    /// What a generator's latent space says about copying.
    public struct Latents: Sendable, Codable, Equatable {
        /// How well chosen rows can be made; nil where that was not asked for.
        public var recovery: Recovery?
        /// What surrounds the surest copies; empty without copies.
        public var basins: [Basin]
        /// The median share of the way over which ordinary samples stay as near to themselves; nil without copies.
        public var ordinaryWidth: Double?
        /// The root mean square difference within which a picture counts as the row's: the median one of samples that are no
        /// copies to their nearest training rows.
        public var nearness: Double?

        /// Below this p-value training rows are said to be recovered better.
        public static let level = 0.05
    }
}

extension AuditFindings {
    /// Takes what the latent space says into the findings, and into the verdict's reasons where it speaks of copying.
    ///
    /// Like the tests of the whole set it is held to a third of the level, and names no copies: a reason, never the verdict.
    public mutating func add(_ latents: Latents) {
        self.latents = latents
        guard let recovery = latents.recovery, !recovery.training.isEmpty, !recovery.heldOut.isEmpty,
            let pValue = recovery.pValue, pValue <= Latents.level / 3
        else { return }
        verdict.reasons.append(.recoversTraining)
    }
}

extension AuditFindings.Latents {
    /// How latent vectors are looked for.
    public enum Method: String, Sendable, Codable {
        case gradients, search
    }

    /// How near the generator comes to chosen rows.
    public struct Recovery: Sendable, Codable, Equatable {
        /// By gradients, or by search where there are none.
        public var method: Method
        /// Rows drawn at random.
        public var training: [Reconstruction]
        /// As many held-out rows, drawn at random.
        public var heldOut: [Reconstruction]
        /// The most copied training rows: chosen by looking, so that they prove nothing.
        public var copied: [Reconstruction]
        /// How often a training row is recovered better than a held-out row.
        ///
        /// ½ without leakage; nil without rows of both.
        public var area: AuditFindings.Estimate?
        /// Mann–Whitney, one-sided: as many training rows recovered better by chance; nil where the splits are not exchangeable.
        public var pValue: Double?
        /// Samples made for each row, about.
        public var samplesForEachRow: Int
    }

    /// The nearest that a generator came to a row.
    public struct Reconstruction: Sendable, Codable, Equatable {
        /// The row's number in its set, from 0.
        public var row: Int
        /// Where it comes from: a file's name, or "row 17".
        public var origin: String
        /// Root mean square difference, in grey levels for images.
        public var error: Double
        /// The same of the nearest sample of the series, before any search.
        public var nearestSampleError: Double
        /// The sample from whose latent vector the best search set out, and whose class and noise it kept.
        public var start: Int
    }

    /// What surrounds the latent vector of a copy.
    public struct Basin: Sendable, Codable, Equatable {
        /// Of the copy in the list of copies.
        public var rank: Int
        /// The copy's number among the samples, from 0.
        public var sample: Int
        /// The training row that it is a copy of.
        public var trainingRow: Int
        /// Where that comes from: a file's name, or "row 17".
        public var origin: String
        /// What pictures are compared with.
        public var target: Target
        /// To other samples; the first is the one to show.
        public var ways: [Way]
        /// The mean share of these ways, from the copy on, over which the picture stays as near as `nearness`.
        public var width: Double
        /// By noise, the least first.
        public var perturbations: [Perturbation]
    }

    /// What a basin's pictures are held against.
    public enum Target: String, Sendable, Codable {
        case trainingRow = "training_row"
        case mirroredTrainingRow = "mirrored_training_row"
        /// The copy itself, where another transformation lies between it and the row.
        case sample
    }

    /// From a copy's latent vector to that of another sample, in equal steps.
    public struct Way: Sendable, Codable, Equatable {
        /// The sample at the way's end.
        public var sample: Int
        /// Root mean square differences to the target.
        public var distances: [Double]
        /// The share of the way, from the copy on, over which the picture stays as near as `nearness`.
        public var width: Double
    }

    /// Latent vectors moved by normal noise.
    public struct Perturbation: Sendable, Codable, Equatable {
        /// The noise's standard deviation by that of a latent value.
        public var deviation: Double
        /// How many still give the copy, as near as `nearness`.
        public var share: Double
    }
}

/// What `LatentAudit` found, with the pictures behind it.
public struct LatentOutcome: Sendable {
    /// What was found, as `audit.json` has it.
    public var findings: AuditFindings.Latents
    /// Nil for vectors.
    public var pictures: LatentPictures?
}

/// Images of recovered rows and of ways between samples; values 0 to 255, channels last.
public struct LatentPictures: Sendable {
    /// The ones that came nearest, at most ten.
    public var training: [Pair]
    /// Of held-out rows, as of training rows.
    public var heldOut: [Pair]
    /// The most copied first.
    public var copied: [Pair]
    /// For each basin, the target and then the first way's pictures.
    public var strips: [[[Float]]]

    /// A row beside the nearest that the generator made.
    public struct Pair: Sendable {
        /// What was found.
        public var found: AuditFindings.Latents.Reconstruction
        /// The row's image.
        public var target: [Float]
        /// The generator's image.
        public var reconstruction: [Float]
    }

    package init(training: [Pair], heldOut: [Pair], copied: [Pair], strips: [[[Float]]]) {
        self.training = training
        self.heldOut = heldOut
        self.copied = copied
        self.strips = strips
    }
}
