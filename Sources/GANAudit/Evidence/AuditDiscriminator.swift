public import GANData
import GANMetrics
public import GANModels
public import GANNumerics

/// A discriminator that an audit asks whether it knows training rows from held-out rows.
public struct AuditDiscriminator: Sendable {
    /// Its file, for people.
    public let name: String
    /// One logit for each of some samples as `SampleSource` gives them, with their classes where these are known; higher means real.
    public let logits: @Sendable (Matrix<Float>, [Int]?) throws -> [Double]

    /// A discriminator by one function, which gives a logit for each sample.
    public init(name: String, logits: @escaping @Sendable (Matrix<Float>) throws -> [Double]) {
        self.init(name: name, labelled: { rows, _ in try logits(rows) })
    }

    private init(name: String, labelled logits: @escaping @Sendable (Matrix<Float>, [Int]?) throws -> [Double]) {
        self.name = name
        self.logits = logits
    }

    /// The first output of a discriminator; throws `unsuitableSamples` unless it takes samples of `shape`.
    public init(_ discriminator: any Discriminator, shape: SampleShape) throws(ModelError) {
        guard discriminator.sampleShape == shape else {
            throw .unsuitableSamples(
                source: "the training data", found: "each a \(shape)",
                expected: "a \(discriminator.sampleShape) each, which is what \(discriminator.name) takes")
        }
        self.init(
            name: discriminator.name,
            labelled: { rows, labels in
                let logits = try discriminator.logits(rows, labels: labels)
                return (0..<logits.rows).map { Double(logits[$0, 0]) }
            })
    }
}

/// Membership inference by a discriminator's logits.
///
/// Source: LOGAN's white-box attack, Hayes and others 2019, arXiv 1705.07663.
///
/// As many training rows as there are held-out rows, at most 20,000 of each, drawn at random. For any generator training and
/// held-out rows have equally distributed logits unless the discriminator has learnt its training rows by heart.
struct AuditDiscriminatorScores {
    private let discriminator: AuditDiscriminator
    private let members: [Double]
    private let nonMembers: [Double]

    static let largest = 20_000

    init(
        _ discriminator: AuditDiscriminator, training: any SampleSource, heldOut: any SampleSource, pool: AuditPool,
        options: AuditOptions
    ) throws {
        self.discriminator = discriminator
        let ambiguous = pool.ambiguous
        let training = (
            training,
            pool.trainingKept.indices.filter {
                pool.trainingKept[$0] && !ambiguous.contains(Int32($0))
            }
        )
        let heldOut = (heldOut, pool.heldOutKept.indices.filter { pool.heldOutKept[$0] })
        func logits(_ side: (source: any SampleSource, rows: [Int]), _ role: String) throws -> [Double] {
            var generator = SeededGenerator(seed: options.seed).split("discriminator \(role)")
            let drawn = generator.sample(min(side.rows.count, Self.largest), below: side.rows.count)
            let wanted = Set(drawn.map { side.rows[$0] })
            var result: [Double] = []
            for range in AuditPool.blocks(of: side.source, bytes: options.blockBytes) {
                let places = range.filter { wanted.contains($0) }.map { $0 - range.lowerBound }
                guard !places.isEmpty else { continue }
                let labels = side.source.labels.map { all in places.map { all[range.lowerBound + $0] } }
                result += try discriminator.logits(try side.source.read(rows: range).rows(at: places), labels)
            }
            return result
        }
        members = try logits(training, "members")
        nonMembers = try logits(heldOut, "non-members")
    }

    /// The area under the curve, with true positive rates at 0.1 % and 1 % false positives; nothing for fewer than two rows.
    func tests() throws -> [AuditFindings.Test] {
        guard members.count >= 2, nonMembers.count >= 2 else { return [] }
        return [
            AuditTrials.test(
                "discriminator_membership_inference_auc",
                try MembershipInference.evaluate(members: members, nonMembers: nonMembers), subject: discriminator.name)
        ]
    }
}
