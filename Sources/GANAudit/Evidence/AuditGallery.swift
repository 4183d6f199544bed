public import GANData
import GANNumerics

/// The images that an audit shows: the clearest copies beside their sources, and the training images most given away.
public struct AuditGallery: Sendable {
    /// Of every image.
    public var shape: ImageShape
    /// In the order of their rank.
    public var pairs: [Pair]
    /// In the order of `AuditFindings.Extraction.mostCopied`.
    public var leaks: [Leak]

    /// A sample beside the training image that it was copied from; values 0 to 255, channels last.
    public struct Pair: Sendable {
        /// What was found.
        public var copy: AuditFindings.Copy
        /// The sample's image.
        public var sample: [Float]
        /// The training row's image.
        public var training: [Float]

        package init(copy: AuditFindings.Copy, sample: [Float], training: [Float]) {
            self.copy = copy
            self.sample = sample
            self.training = training
        }
    }

    /// A training image that was given away.
    public struct Leak: Sendable {
        /// What was found.
        public var row: AuditFindings.Extraction.CopiedRow
        /// The row's image.
        public var training: [Float]

        package init(row: AuditFindings.Extraction.CopiedRow, training: [Float]) {
            self.row = row
            self.training = training
        }
    }

    /// The most images of each kind that are wanted.
    public struct Limits: Sendable {
        /// The most pairs.
        public var pairs: Int
        /// The most leaks.
        public var leaks: Int

        /// At most so many of each.
        public init(pairs: Int, leaks: Int) {
            self.pairs = pairs
            self.leaks = leaks
        }
    }

    /// Reads the images of the pairs and rows that will be shown; nil when the samples are no images.
    ///
    /// Of each transformation the surest copies are taken, in equal parts as far as there are as many; `limits` says how many images
    /// of a shape are wanted. Throws what reading throws.
    public init?(
        _ findings: AuditFindings, samples: any SampleSource, training: any SampleSource, limits: (ImageShape) -> Limits
    ) throws {
        guard let image = samples.shape.imageShape, image.size > 0 else { return nil }
        shape = image
        let limits = limits(shape)
        let shown = Self.chosen(findings.copies, limit: limits.pairs)
        pairs = try shown.map { copy in
            Pair(
                copy: copy, sample: try samples.read(rows: copy.sample..<copy.sample + 1).scalars,
                training: try training.read(rows: copy.trainingRow..<copy.trainingRow + 1).scalars)
        }
        leaks = try findings.extraction.mostCopied.prefix(limits.leaks).map {
            Leak(row: $0, training: try training.read(rows: $0.trainingRow..<$0.trainingRow + 1).scalars)
        }
    }

    package init(shape: ImageShape, pairs: [Pair], leaks: [Leak]) {
        self.shape = shape
        self.pairs = pairs
        self.leaks = leaks
    }

    /// The first `limit` copies when each transformation in turn gives its surest one; in the order of their rank.
    package static func chosen(_ copies: [AuditFindings.Copy], limit: Int) -> [AuditFindings.Copy] {
        guard copies.count > limit else { return copies }
        var turns: [String: Int] = [:]
        // A copy's turn is its place within its transformation; those of one turn go by rank.
        let ordered = copies.map { copy -> (turn: Int, copy: AuditFindings.Copy) in
            defer { turns[copy.transformation.name, default: 0] += 1 }
            return (turns[copy.transformation.name, default: 0], copy)
        }.sorted { ($0.turn, $0.copy.rank) < ($1.turn, $1.copy.rank) }
        return ordered.prefix(limit).map(\.copy).sorted { $0.rank < $1.rank }
    }
}
