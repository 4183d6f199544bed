import GANData

/// The first channel lighter and the third darker, in grey levels; images without colours are lighter as a whole.
enum ColourShift: SelfTestFault {
    static let kind = SelfTestKind.colourShift

    static func obstacle(_ material: SelfTestMaterial) -> SelfTestObstacle? {
        material.images == nil ? .noImages : nil
    }

    static func strengths(_ material: SelfTestMaterial) -> [SelfTestStrength] {
        [3, 8, 20].map { SelfTestStrength($0, .levels) }
    }

    static func scene(_ strength: SelfTestStrength, _ material: SelfTestMaterial) throws -> SelfTestScene {
        let honest = try material.honest()
        guard let images = material.images else { return SelfTestScene(samples: honest) }
        let levels = Float(strength.value)
        return SelfTestScene(
            samples: images.shape.channels >= 3
                ? images.tinted(honest, by: levels) : images.brightened(honest, by: levels))
    }
}
