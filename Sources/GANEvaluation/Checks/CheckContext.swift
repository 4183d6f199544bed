import GANData
import GANMetrics
import GANModels
import GANNumerics

/// What checks look at.
struct CheckContext {
    let reference: any SampleSource
    let samples: SetFacts
    let real: SetFacts
    let heldOut: SetFacts?
    /// The space of the classes; nil where no check asks for classes.
    let extractor: (any FeatureExtractor)?
    /// The classes of the reference's rows by the extractor, where it has any.
    var predicted: [Int]?
    /// The rows of the reference nearest to each held-out row.
    var heldOutNeighbours: NeighbourTable?

    var isImage: Bool { reference.shape.isImage }

    /// The sets that are held against the reference.
    var compared: [(set: CheckedSet, facts: SetFacts)] {
        [(.samples, samples)] + (heldOut.map { [(.heldOut, $0)] } ?? [])
    }

    /// How many rows of the reference each class has, by the labels that samples are sorted by; nil where there are none.
    var classCounts: [Int]? {
        guard let labels = reference.labels else { return nil }
        guard let extractor, extractor.classSpace == .referenceLabels || reference.knownModes != nil else { return nil }
        var counts: [Int: Int] = [:]
        for label in labels { counts[label, default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map(\.value)
    }
}

/// Sections that go together when a check fails.
extension [ReportSection] {
    /// What is said of the samples' distribution.
    static var distribution: [ReportSection] { [.quality, .diversity, .modes] }
    /// What is graded beside held-out rows.
    static var calibrated: [ReportSection] { [.quality, .diversity, .memorization] }
    static var all: [ReportSection] { [.quality, .diversity, .memorization, .modes] }
}
