import GANData

/// Samples that are too soft: Gaussian blur, its standard deviation in pixels.
enum Blur: SelfTestFault {
    static let kind = SelfTestKind.blur

    static func obstacle(_ material: SelfTestMaterial) -> SelfTestObstacle? {
        material.images == nil ? .noImages : nil
    }

    static func strengths(_ material: SelfTestMaterial) -> [SelfTestStrength] {
        [0.4, 0.7, 1.2].map { SelfTestStrength($0, .pixels) }
    }

    static func scene(_ strength: SelfTestStrength, _ material: SelfTestMaterial) throws -> SelfTestScene {
        let honest = try material.honest()
        return SelfTestScene(samples: material.images?.blurred(honest, sigma: strength.value) ?? honest)
    }
}
