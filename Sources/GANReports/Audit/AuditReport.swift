package import GANAudit
package import GANEvaluation
package import GANMetrics
import GANNumerics

/// An audit with all that its outputs show beside the findings: what `AuditWriter` writes.
package struct AuditReport: Sendable {
    package var findings: AuditFindings
    /// What was audited.
    package var subject: Subject
    package var training: SourceSummary
    package var heldOut: SourceSummary?
    package var evaluationProtocol: EvaluationProtocol
    /// The limits that it was held to; empty without any.
    package var gates: [AuditGate]
    /// Pictures of copies; nil for vectors, and where no image may be shown.
    package var gallery: AuditGallery?
    /// Pictures from the generator's latent space; nil where there are none, or none may be shown.
    package var latentPictures: LatentPictures?
    /// Whether images were left out on purpose.
    package var isWithoutImages: Bool
    /// The classes of copied training rows, by row; empty without labels.
    package var classes: [Int: String]
    package var run: RunRecord

    package init(
        findings: AuditFindings, subject: Subject, training: SourceSummary, heldOut: SourceSummary?,
        evaluationProtocol: EvaluationProtocol, gates: [AuditGate] = [], gallery: AuditGallery? = nil,
        latentPictures: LatentPictures? = nil, isWithoutImages: Bool = false, classes: [Int: String] = [:],
        run: RunRecord
    ) {
        self.findings = findings
        self.subject = subject
        self.training = training
        self.heldOut = heldOut
        self.evaluationProtocol = evaluationProtocol
        self.gates = gates
        self.gallery = gallery
        self.latentPictures = latentPictures
        self.isWithoutImages = isWithoutImages
        self.classes = classes
        self.run = run
    }

    /// How many samples were copied from each class, the most first; ties by name.
    var copiesByClass: [(name: String, samples: Int, rows: Int)] {
        var found: [String: (samples: Int, rows: Set<Int>)] = [:]
        for copy in findings.copies {
            guard let name = classes[copy.trainingRow] else { continue }
            found[name, default: (0, [])].samples += 1
            found[name, default: (0, [])].rows.insert(copy.trainingRow)
        }
        return found.map { (name: $0.key, samples: $0.value.samples, rows: $0.value.rows.count) }
            .sorted { ($1.samples, $0.name) < ($0.samples, $1.name) }
    }

    /// How it came out: failed where a limit is exceeded, inconclusive where the audit or a limit can't be decided.
    package var outcome: Outcome {
        Outcome(gates.map(\.outcome) + [findings.isInconclusive ? .inconclusive : .passed])
    }

    /// The samples that would let the audit tell, where more of them would.
    package var samplesToDecide: Int? {
        (gates.map(\.samplesToDecide) + [findings.verdict.samplesToDecide(findings)]).compactMap { $0 }.max()
    }
}
