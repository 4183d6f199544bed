package import GANEvaluation

/// What `ganeval sequences` found, and how.
package struct SequenceReport: Sendable, Codable, Equatable {
    static let schema = "ganeval.sequences/1"

    /// The form of the document.
    package var schema = SequenceReport.schema
    /// The version of ganeval that ran it.
    package var toolVersion: String
    /// The lines that were judged, as a person names them.
    package var subject: String
    /// The training lines, and how many there are.
    package var training: String
    /// Lines of the training data.
    package var trainingLines: Int
    /// The lines that were not trained on; nil without any.
    package var heldOut: String?
    /// What was left out or assumed, as sentences.
    package var notes: [String]
    /// What decided the generator's weights: gradient, steps, seed; empty for lines that were made before.
    package var settings: [String: String]
    /// The figures.
    package var findings: SequenceFindings

    package init(
        toolVersion: String, subject: String, training: String, trainingLines: Int, heldOut: String?, notes: [String],
        settings: [String: String], findings: SequenceFindings
    ) {
        self.toolVersion = toolVersion
        self.subject = subject
        self.training = training
        self.trainingLines = trainingLines
        self.heldOut = heldOut
        self.notes = notes
        self.settings = settings
        self.findings = findings
    }
}
