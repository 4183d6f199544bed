import GANData
import GANNumerics

/// Samples that are rows of the training data, bit by bit.
enum ExactCopies: SelfTestFault {
    static let kind = SelfTestKind.exactCopies

    static func strengths(_ material: SelfTestMaterial) -> [SelfTestStrength] { CopiedRows.strengths }

    static func scene(_ strength: SelfTestStrength, _ material: SelfTestMaterial) throws -> SelfTestScene {
        SelfTestScene(samples: try CopiedRows.mixed(strength, material, purpose: "exact copies") { $0 })
    }
}

/// Samples that are rows of the training data a pixel to the right, with noise of four grey levels: what a nearest neighbour in pixels
/// may miss.
enum AlteredCopies: SelfTestFault {
    static let kind = SelfTestKind.alteredCopies

    static func obstacle(_ material: SelfTestMaterial) -> SelfTestObstacle? {
        material.images == nil ? .noImages : nil
    }

    static func strengths(_ material: SelfTestMaterial) -> [SelfTestStrength] { CopiedRows.strengths }

    static func scene(_ strength: SelfTestStrength, _ material: SelfTestMaterial) throws -> SelfTestScene {
        SelfTestScene(
            samples: try CopiedRows.mixed(strength, material, purpose: "altered copies") { copies in
                guard let images = material.images else { return copies }
                return images.noisy(
                    images.movedRight(copies), deviation: 4, material.stream("altered copies \(strength.value)"))
            })
    }
}

/// Honest samples some of which are training rows instead.
enum CopiedRows {
    static let strengths = [0.01, 0.1].map { SelfTestStrength($0, .share) }

    /// The copies lie among the samples, evenly spread, each of another training row.
    static func mixed(
        _ strength: SelfTestStrength, _ material: SelfTestMaterial, purpose: String,
        changed: (Matrix<Float>) -> Matrix<Float>
    ) throws -> Matrix<Float> {
        var samples = try material.honest()
        let count = min(material.training.count, max(1, Int((strength.value * Double(samples.rows)).rounded())))
        let copies = changed(try material.drawn(count, by: material.stream("\(purpose) \(strength.value)")))
        for copy in 0..<count {
            let row = copy * samples.rows / count
            for column in 0..<samples.columns { samples[row, column] = copies[copy, column] }
        }
        return samples
    }
}
