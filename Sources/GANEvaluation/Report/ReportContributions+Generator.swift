public import GANMetrics
public import GANModels

extension ReportContributions.Prior {
    /// What the generator's latents are drawn from.
    public init(_ generator: any Generator) {
        self.init(size: generator.latentSize, distribution: generator.latentDistribution.rawValue)
    }
}
