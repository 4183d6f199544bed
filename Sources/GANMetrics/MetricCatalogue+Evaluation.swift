import GANNumerics
import OrderedCollections

extension MetricCatalogue {
    /// The metrics of one run, with what several of them share.
    struct Evaluation {
        let inputs: MetricInputs
        let options: MetricOptions
        /// Held-out rows in the samples' place.
        let fresh: Side?
        private var realMoments: Moments?
        /// Fréchet distances by side, which MiFID divides.
        private var frechetDistances: [Bool: MetricResult] = [:]
        private var manifolds: [Bool: NeighbourhoodManifold] = [:]
        /// Nearest real rows of all held-out rows.
        private var heldOutToReal: NeighbourTable?

        init(inputs: MetricInputs, options: MetricOptions, fresh: Side?) {
            self.inputs = inputs
            self.options = options
            self.fresh = fresh
        }

        /// One metric with `side` in the samples' place.
        mutating func result(_ name: String, _ side: Side) throws(MetricError) -> MetricResult {
            switch name {
            case FrechetDistance.name: return try frechetDistance(side)
            case FrechetDistanceInfinity.name: return try frechetDistanceInfinity(side)
            case InceptionScore.name: return try inceptionScore(side)
            case ModeCoverage.name: return try modeCoverage()
            case VendiScore.name: return try vendiScore(side)
            default: break
            }
            guard let real = inputs.real else { throw .tooFewRows(metric: name, role: "real", rows: 0, needed: 1) }
            switch name {
            case SlicedWasserstein.name:
                return try SlicedWasserstein.evaluate(
                    real: real, generated: side.features,
                    options: .init(interval: side.options.interval, seed: options.seed))
            case PrecisionRecallCurve.name:
                return try PrecisionRecallCurve.evaluate(
                    real: real, generated: side.features, options: .init(seed: options.seed))
            case AlphaPrecision.name:
                return try AlphaPrecision.evaluate(
                    real: real, generated: side.features,
                    options: .init(interval: side.options.interval, seed: options.seed))
            case DistinctBins.name:
                return try DistinctBins.evaluate(
                    training: real, generated: side.features, heldOut: side.isFresh ? nil : inputs.heldOut,
                    options: .init(seed: options.seed))
            case ClassifierTwoSample.name:
                return try ClassifierTwoSample.evaluate(
                    real: real, generated: side.features, options: .init(seed: options.seed))
            case MemorizationInformedDistance.name: return try memorizationInformedDistance(real, side)
            case FeatureLikelihoodDivergence.name: return try featureLikelihoodDivergence(real, side)
            case ClosestRecordShare.name: return try closestRecordShare(real, side)
            default: return try pairResult(name, real, side)
            }
        }

        // MARK: Metrics that read the pass over all pairs

        private mutating func pairResult(
            _ name: String, _ real: Matrix<Float>, _ side: Side
        ) throws(MetricError) -> MetricResult {
            let needed = MetricCatalogue.leastRows(name, options) ?? 1
            for (rows, role) in [(real, "real"), (side.features, "generated")] where rows.rows < needed {
                throw .tooFewRows(metric: name, role: role, rows: rows.rows, needed: needed)
            }
            guard let pairs = side.pairs else {
                throw .tooFewRows(metric: name, role: "generated", rows: side.features.rows, needed: needed)
            }
            switch name {
            case KernelDistance.name:
                return try KernelDistance.evaluate(pairs, options: .init(interval: side.options.interval))
            case KernelDistanceSubsets.name:
                // Held-out rows have no subsets of their own; all pairs estimate the same.
                return side.isFresh
                    ? try KernelDistance.evaluate(pairs, options: .init(interval: false))
                    : try KernelDistanceSubsets.evaluate(pairs, options: options.kernelSubsets)
            case GaussianDiscrepancy.name:
                return try GaussianDiscrepancy.evaluate(pairs, options: side.options.gaussian)
            case EnergyDistance.name:
                return EnergyDistance.evaluate(pairs, options: .init(interval: side.options.interval))
            case Precision.name: return Precision.evaluate(manifold(pairs, side))
            case Recall.name: return Recall.evaluate(manifold(pairs, side))
            case Density.name: return Density.evaluate(manifold(pairs, side))
            case Coverage.name: return Coverage.evaluate(manifold(pairs, side))
            case Realism.name: return try Realism.evaluate(pairs)
            case Rarity.name:
                let memberships = pairs.memberships[MetricCatalogue.rarityManifold]
                return try Rarity.evaluate(scores: memberships?.smallestContainingRadius ?? [])
            default: return try tableResult(name, real, side, pairs)
            }
        }

        private func tableResult(
            _ name: String, _ real: Matrix<Float>, _ side: Side, _ pairs: PairStatistics
        ) throws(MetricError) -> MetricResult {
            guard let realToReal = pairs.realNeighbours, let generatedToGenerated = pairs.generatedNeighbours,
                let generatedToReal = pairs.generatedToReal, let realToGenerated = pairs.realToGenerated
            else { preconditionFailure("a pass without neighbours for \(name)") }
            switch name {
            case OneNearestNeighbour.name:
                return try OneNearestNeighbour.evaluate(
                    OneNearestNeighbour.Tables(
                        realToReal: realToReal, generatedToGenerated: generatedToGenerated,
                        realToGenerated: realToGenerated, generatedToReal: generatedToReal), real: real,
                    generated: side.features, options: .init(interval: side.options.interval, seed: options.seed),
                    blocks: pairs.blocks)
            case BetaRecall.name:
                return try BetaRecall.evaluate(
                    realToReal: realToReal, realToGenerated: realToGenerated, real: real, generated: side.features,
                    options: .init(interval: side.options.interval, seed: options.seed), blocks: pairs.blocks)
            case BirthdaySupport.name:
                return try BirthdaySupport.evaluate(
                    realToReal: realToReal, generatedToGenerated: generatedToGenerated)
            case Authenticity.name:
                return try Authenticity.evaluate(
                    generated: .init(generatedToReal, among: realToReal),
                    heldOut: side.isFresh ? nil : heldOutToReal.map { .init($0, among: realToReal) })
            case DistanceRatio.name:
                let count = generatedToReal.count
                return try DistanceRatio.evaluate(
                    generated: generatedToReal, heldOut: side.isFresh ? nil : heldOutToReal,
                    options: .init(neighbours: min(DistanceRatio.Options().neighbours, count)))
            case DataCopying.name:
                guard let heldOut = inputs.heldOut, let table = heldOutToReal else {
                    throw .tooFewRows(metric: name, role: "held-out", rows: 0, needed: 2)
                }
                return try DataCopying.evaluate(
                    training: real, generated: side.features, heldOut: heldOut, nearestOfGenerated: generatedToReal,
                    nearestOfHeldOut: table, options: .init(seed: options.seed))
            default: preconditionFailure("no way to compute \(name)")
            }
        }

        private mutating func manifold(_ pairs: PairStatistics, _ side: Side) -> NeighbourhoodManifold {
            if let manifold = manifolds[side.isFresh] { return manifold }
            let manifold = NeighbourhoodManifold(pairs, options: side.options.manifold)
            manifolds[side.isFresh] = manifold
            return manifold
        }

        /// Looks up the nearest real rows of held-out rows once, for the metrics that compare with them.
        mutating func prepareHeldOut(count: Int) {
            guard let real = inputs.real, let heldOut = inputs.heldOut, count > 0, count <= real.rows else { return }
            // Where all held-out rows stand in the samples' place, the pass over them knows the answer.
            if let fresh, fresh.features.rows == heldOut.rows, let table = fresh.pairs?.generatedToReal,
                table.count == min(count, real.rows)
            {
                heldOutToReal = table
            } else {
                heldOutToReal = NearestNeighbours.search(queries: heldOut, in: real, count: count)
            }
        }

        // MARK: Metrics with work of their own

        private mutating func frechetDistance(_ side: Side) throws(MetricError) -> MetricResult {
            if let result = frechetDistances[side.isFresh] { return result }
            let result: MetricResult
            if let statistics = inputs.realStatistics, inputs.real == nil {
                result = try FrechetDistance.evaluate(
                    real: statistics, generated: try gaussian(side), options: side.options.frechet)
            } else if let statistics = inputs.generatedStatistics, !side.isFresh {
                guard let real = inputs.real else {
                    throw .tooFewRows(metric: FrechetDistance.name, role: "real", rows: 0, needed: 2)
                }
                try FeatureCheck.single(real, role: "real", rows: 2, metric: FrechetDistance.name)
                result = try FrechetDistance.evaluate(
                    real: GaussianStatistics(Moments(of: real), estimator: options.covariance), generated: statistics,
                    options: side.options.frechet)
            } else {
                result = try frechetOfRows(side)
            }
            frechetDistances[side.isFresh] = result
            return result
        }

        private mutating func frechetOfRows(_ side: Side) throws(MetricError) -> MetricResult {
            guard let real = inputs.real else {
                throw .tooFewRows(metric: FrechetDistance.name, role: "real", rows: 0, needed: 2)
            }
            let wide = real.columns > side.options.frechet.widestInterval || !side.options.interval
            guard wide, min(real.rows, side.features.rows) > real.columns,
                real.columns <= side.options.frechet.largestOrder
            else {
                return try FrechetDistance.evaluate(
                    real: real, generated: side.features, options: side.options.frechet)
            }
            // Held-out rows are compared with the same real ones; their moments are half of the work.
            let moments = realMoments ?? Moments(of: real)
            realMoments = moments
            var plain = side.options.frechet
            plain.interval = false
            var result = try FrechetDistance.evaluate(
                real: moments, generated: Moments(of: side.features), options: plain)
            if side.options.interval {
                result.diagnostics.append(FrechetDistance.tooWide(real.columns, options: side.options.frechet))
            }
            return result
        }

        private func gaussian(_ side: Side) throws(MetricError) -> GaussianStatistics {
            if let statistics = inputs.generatedStatistics, !side.isFresh { return statistics }
            try FeatureCheck.single(side.features, role: "generated", rows: 2, metric: FrechetDistance.name)
            try FrechetDistance.checkOrder(
                side.features.columns, side.features.columns, largest: options.frechet.largestOrder,
                metric: FrechetDistance.name)
            return GaussianStatistics(Moments(of: side.features), estimator: options.covariance)
        }

        private func frechetDistanceInfinity(_ side: Side) throws(MetricError) -> MetricResult {
            let options = FrechetDistanceInfinity.Options(
                estimator: options.covariance, interval: side.options.interval, seed: options.seed)
            if let real = inputs.real {
                // Too wide for an interval, the real side is its moments, which the distance itself has computed.
                if let moments = realMoments, real.columns > options.widestInterval {
                    return try FrechetDistanceInfinity.evaluate(
                        real: GaussianStatistics(moments, estimator: options.estimator), generated: side.features,
                        options: options)
                }
                return try FrechetDistanceInfinity.evaluate(real: real, generated: side.features, options: options)
            }
            guard let statistics = inputs.realStatistics else {
                throw .tooFewRows(metric: FrechetDistanceInfinity.name, role: "real", rows: 0, needed: 2)
            }
            return try FrechetDistanceInfinity.evaluate(real: statistics, generated: side.features, options: options)
        }

        private func inceptionScore(_ side: Side) throws(MetricError) -> MetricResult {
            guard let probabilities = inputs.probabilities else {
                throw .tooFewRows(metric: InceptionScore.name, role: "probabilities", rows: 0, needed: 1)
            }
            var result = try InceptionScore.evaluate(
                generated: probabilities, options: .init(splits: options.splits, interval: options.interval))
            if let real = inputs.realProbabilities {
                try checkRealProbabilities(real, probabilities, metric: InceptionScore.name)
                let value = try InceptionScore.evaluate(
                    generated: real, options: .init(splits: options.splits, interval: false)
                ).value
                result.ceiling = MetricReference(value: value, basis: "real data, \(real.rows) rows")
            }
            return result
        }

        /// Throws unless both are of one classifier's classes, and real rows hold probabilities.
        private func checkRealProbabilities(
            _ real: Matrix<Float>, _ generated: Matrix<Float>, metric: String
        ) throws(MetricError) {
            guard real.columns == generated.columns else {
                throw .widthsDiffer(metric: metric, real: real.columns, generated: generated.columns)
            }
            try FeatureCheck.probabilities(real, role: "real", metric: metric)
        }

        private func modeCoverage() throws(MetricError) -> MetricResult {
            guard let probabilities = inputs.probabilities, let real = inputs.realProbabilities else {
                throw .tooFewRows(metric: ModeCoverage.name, role: "probabilities", rows: 0, needed: 1)
            }
            try checkRealProbabilities(real, probabilities, metric: ModeCoverage.name)
            var counts = [Int](repeating: 0, count: real.columns)
            for row in 0..<real.rows {
                let entries = real.row(row)
                var best = entries.startIndex
                for index in entries.indices where entries[index] > entries[best] { best = index }
                counts[best - entries.startIndex] += 1
            }
            return try ModeCoverage.evaluate(generated: probabilities, referenceCounts: counts)
        }

        private mutating func memorizationInformedDistance(
            _ real: Matrix<Float>, _ side: Side
        ) throws(MetricError) -> MetricResult {
            func directions(_ side: Side) -> NearestDirections {
                side.pairs.flatMap { NearestDirections($0) } ?? NearestDirections(of: side.features, in: real)
            }
            let distance = try frechetDistance(side)
            let own = MemorizationInformedDistance.Options(estimator: options.covariance)
            // Too few held-out rows for a distance leave the samples' figure without a null.
            guard !side.isFresh, let fresh, let freshDistance = try? frechetDistance(fresh) else {
                return try MemorizationInformedDistance.evaluate(
                    frechetDistance: distance, directions: directions(side), options: own)
            }
            return try MemorizationInformedDistance.evaluate(
                frechetDistance: distance, directions: directions(side), heldOutFrechetDistance: freshDistance,
                heldOutDirections: directions(fresh), options: own)
        }

        private func vendiScore(_ side: Side) throws(MetricError) -> MetricResult {
            try VendiScore.evaluate(
                generated: side.features, real: side.isFresh ? nil : inputs.real,
                options: .init(interval: side.options.interval, seed: options.seed))
        }

        private func featureLikelihoodDivergence(
            _ real: Matrix<Float>, _ side: Side
        ) throws(MetricError) -> MetricResult {
            guard let heldOut = inputs.heldOut else {
                throw .tooFewRows(metric: FeatureLikelihoodDivergence.name, role: "held-out", rows: 0, needed: 2)
            }
            return try FeatureLikelihoodDivergence.evaluate(
                training: real, heldOut: heldOut, generated: side.features, options: .init(seed: options.seed))
        }

        private func closestRecordShare(_ real: Matrix<Float>, _ side: Side) throws(MetricError) -> MetricResult {
            guard let heldOut = inputs.heldOut else {
                throw .tooFewRows(metric: ClosestRecordShare.name, role: "held-out", rows: 0, needed: 1)
            }
            let own = ClosestRecordShare.Options(seed: options.seed)
            let kept = ClosestRecordShare.keptRows(training: real.rows, heldOut: heldOut.rows, options: own)
            guard kept.training == nil, let toTraining = side.pairs?.generatedToReal else {
                return try ClosestRecordShare.evaluate(
                    training: real, heldOut: heldOut, generated: side.features, options: own)
            }
            let rows = kept.heldOut.map { heldOut.rows(at: $0) } ?? heldOut
            return try ClosestRecordShare.evaluate(
                toTraining: toTraining, trainingRows: real.rows,
                toHeldOut: NearestNeighbours.search(queries: side.features, in: rows, count: 1),
                heldOutRows: rows.rows, options: own)
        }
    }
}
