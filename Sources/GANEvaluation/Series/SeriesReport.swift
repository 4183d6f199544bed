public import GANData
public import GANMetrics
public import GANNumerics

/// A series with all that its outputs show beside the findings: what `SeriesWriter` writes.
///
/// It holds no clock and no count of threads: the same checkpoints give the same bytes, however often the work was stopped.
public struct SeriesReport: Sendable {
    /// What the series showed.
    public var findings: SeriesFindings
    /// The real data that every checkpoint was held against.
    public var reference: SourceSummary
    /// Real data that no generator saw; nil without any.
    public var heldOut: SourceSummary?
    /// Samples of each checkpoint.
    public var samples: Int
    /// nil where samples are not images.
    public var imageShape: ImageShape?
    /// Real points of the plane, to stand behind samples that are such; empty otherwise.
    public var realPoints: Matrix<Float>
    /// The rules' words on each candidate, in their order; empty without a policy.
    public var gates: [[SeriesGate]]
    /// What the checkpoints' discriminators say; nil where nobody asked.
    public var adversaries: SeriesAdversaries?
    /// The release that measured.
    public var toolVersion: String
    /// The command that makes the same report again.
    public var command: String

    package init(
        findings: SeriesFindings, reference: SourceSummary, heldOut: SourceSummary?, samples: Int,
        imageShape: ImageShape?,
        realPoints: Matrix<Float> = Matrix(rows: 0, columns: 2), gates: [[SeriesGate]] = [], toolVersion: String,
        command: String
    ) {
        precondition(gates.isEmpty || gates.count == findings.candidates.count, "gates of other candidates")
        self.findings = findings
        self.reference = reference
        self.heldOut = heldOut
        self.samples = samples
        self.imageShape = imageShape
        self.realPoints = realPoints
        self.gates = gates
        self.toolVersion = toolVersion
        self.command = command
    }

    /// What all rules together say of a candidate; nil without a policy.
    public func gate(of candidate: Int) -> Outcome? {
        guard gates.indices.contains(candidate), !gates[candidate].isEmpty else { return nil }
        return Outcome(gates[candidate].map(\.outcome))
    }

    /// Rules that there was no figure for, by the checkpoint and the kind of weights that lacked it.
    public var unmeasuredGates: [(path: String, trajectory: String, reason: String)] {
        zip(findings.candidates, gates).flatMap { candidate, gates in
            gates.filter { !$0.isMeasured }.map { gate in
                (
                    findings.checkpoints[candidate.checkpoint].path, findings.trajectories[candidate.trajectory],
                    gate.reason
                )
            }
        }
    }
}
