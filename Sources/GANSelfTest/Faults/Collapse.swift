import GANNumerics

/// Few different samples, each with a little noise of its own: two grey levels, or a hundredth of the data's standard deviation.
enum Collapse: SelfTestFault {
    static let kind = SelfTestKind.collapse

    static func strengths(_ material: SelfTestMaterial) -> [SelfTestStrength] {
        [0.5, 0.1, 0.02].map { SelfTestStrength($0, .distinctShare) }
    }

    static func scene(_ strength: SelfTestStrength, _ material: SelfTestMaterial) throws -> SelfTestScene {
        let honest = try material.honest()
        let distinct = min(honest.rows, max(1, Int((strength.value * Double(honest.rows)).rounded())))
        let repeated = honest.rows(at: (0..<honest.rows).map { $0 % distinct })
        return SelfTestScene(
            samples: material.noisy(repeated, levels: 2, deviations: 0.01, "collapse \(strength.value)"))
    }
}
