import GANData
import GANNumerics

/// Honest samples held against a reference whose labels are exchanged: what a mistake in the data does to a report.
enum LabelShuffle: SelfTestFault {
    static let kind = SelfTestKind.labelShuffle

    static func obstacle(_ material: SelfTestMaterial) -> SelfTestObstacle? {
        guard let labels = material.training.labels, Set(labels).count > 1, material.training.knownModes == nil else {
            return .noLabels
        }
        return nil
    }

    static func strengths(_ material: SelfTestMaterial) -> [SelfTestStrength] {
        [0.2, 1].map { SelfTestStrength($0, .share) }
    }

    static func scene(_ strength: SelfTestStrength, _ material: SelfTestMaterial) throws -> SelfTestScene {
        var labels = material.training.labels ?? []
        var stream = material.stream("labels \(strength.value)")
        let rows = stream.sample(Int((strength.value * Double(labels.count)).rounded()), below: labels.count)
        // The rows are in random order: each takes the label of the next.
        let own = rows.map { labels[$0] }
        for (place, row) in rows.enumerated() { labels[row] = own[(place + 1) % own.count] }
        return SelfTestScene(samples: try material.honest(), trainingLabels: labels)
    }
}
