/// Normal noise on every value: in grey levels of images, else in standard deviations of the data.
enum Noise: SelfTestFault {
    static let kind = SelfTestKind.noise

    static func strengths(_ material: SelfTestMaterial) -> [SelfTestStrength] {
        material.images == nil
            ? [0.05, 0.2, 0.5].map { SelfTestStrength($0, .deviations) }
            : [2, 5, 15].map { SelfTestStrength($0, .levels) }
    }

    static func scene(_ strength: SelfTestStrength, _ material: SelfTestMaterial) throws -> SelfTestScene {
        SelfTestScene(
            samples: material.noisy(
                try material.honest(), levels: strength.value, deviations: strength.value, "noise \(strength.value)"))
    }
}
