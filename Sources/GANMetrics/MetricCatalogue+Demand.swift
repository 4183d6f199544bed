import GANNumerics

/// What each metric asks of the pass over all pairs.
extension MetricCatalogue {
    /// How many rows of each set a metric needs that reads the pass, or nil for one that does not.
    static func leastRows(_ name: String, _ options: MetricOptions) -> Int? {
        switch name {
        case Precision.name, Recall.name, Density.name, Coverage.name: return options.neighbours + 1
        case Realism.name: return Realism.Options().neighbours + 1
        case Rarity.name: return Rarity.Options().neighbours + 1
        case KernelDistance.name, GaussianDiscrepancy.name, EnergyDistance.name, KernelDistanceSubsets.name,
            OneNearestNeighbour.name, BetaRecall.name, BirthdaySupport.name, Authenticity.name, DataCopying.name:
            return 2
        case MemorizationInformedDistance.name: return 2
        case DistanceRatio.name: return DistanceRatio.Options().neighbours + 1
        default: return nil
        }
    }

    /// One demand for all metrics of `names`, each of which has rows enough.
    static func demand(
        of names: [String], real: Int, generated: Int, _ options: MetricOptions
    ) -> PairStatistics.Demand {
        var demand = PairStatistics.Demand()
        for name in names {
            switch name {
            case Precision.name, Recall.name, Density.name, Coverage.name:
                demand.manifolds.insert(.init(neighbours: options.neighbours, boundary: options.boundary))
            case Realism.name: demand.realismNeighbours = Realism.Options().neighbours
            case Rarity.name: demand.manifolds.insert(rarityManifold)
            case KernelDistance.name: demand.kernels.insert(.cubic)
            case GaussianDiscrepancy.name: demand.kernels.insert(options.gaussian.kernel)
            case EnergyDistance.name: demand.kernels.insert(.distance)
            case KernelDistanceSubsets.name:
                demand.subsets = KernelDistanceSubsets.draw(
                    real: real, generated: generated, options: options.kernelSubsets)
            case MemorizationInformedDistance.name: demand.directions = true
            case DistanceRatio.name, BirthdaySupport.name:
                demand.neighbours = max(demand.neighbours, min(collisionNeighbours, real - 1, generated - 1))
            case OneNearestNeighbour.name, BetaRecall.name, Authenticity.name, DataCopying.name:
                demand.neighbours = max(demand.neighbours, 1)
            default: break
            }
        }
        return demand
    }

    static var rarityManifold: PairStatistics.Manifold {
        let options = Rarity.Options()
        return .init(neighbours: options.neighbours, boundary: options.boundary)
    }

    /// Neighbours enough for the distance ratio and to count nearly all collisions.
    private static let collisionNeighbours = 5

    /// Whether held-out rows in the samples' place give a figure to compare with.
    ///
    /// Metrics that hold samples against held-out rows would compare those with themselves; class probabilities of held-out rows
    /// are an input of their own.
    static func hasCeiling(_ name: String) -> Bool {
        ![
            DataCopying.name, ClosestRecordShare.name, FeatureLikelihoodDivergence.name, InceptionScore.name,
            ModeCoverage.name,
        ].contains(name)
    }
}
