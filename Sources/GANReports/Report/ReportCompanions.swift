import Foundation
package import GANEvaluation
package import GANGate

/// What else is known of a report's samples and belongs on its page: the gates that they were held to, and an audit of them.
package struct ReportCompanions: Sendable {
    package var gates: GateRecord?
    package var audit: GateAudit?

    /// Nothing, or what is given.
    package init(gates: GateRecord? = nil, audit: GateAudit? = nil) {
        self.gates = gates
        self.audit = audit
    }

    /// The audit of the same samples and training data at one of `paths`, or where `NextStep` tells people to put it: in the report's
    /// folder, or next to it; nil where there is none.
    ///
    /// A file that is no audit of these samples is not this report's, whatever it is.
    package static func audit(of report: EvaluationReport, in folder: String) -> GateAudit? {
        var name = folder
        while name.count > 1, name.hasSuffix("/") { name.removeLast() }
        for path in ["\(name)/audit.json", "\(name)-audit/audit.json"]
        where FileManager.default.fileExists(atPath: path) {
            if let audit = try? GateAudit.read(path), audit.subjectDigest == report.subject.digest,
                audit.trainingDigest == report.reference.digest
            {
                return audit
            }
        }
        return nil
    }
}
