import GANNumerics

/// How likely a share is when training and held-out rows are exchangeable.
extension ClosestRecordShare {
    /// What the two tables say about the samples.
    struct Counts {
        var samples = 0
        var nearer = 0
        var tied = 0
        /// Samples at distance 0 from a training row.
        var copies = 0
        /// Σ c_r²: how unevenly the samples lean on the pooled real rows; a tie gives half to each side's row.
        var squaredWeights = 0.0

        init(toTraining: NeighbourTable, toHeldOut: NeighbourTable) {
            samples = toTraining.queries
            var (training, heldOut): ([Int32: Int], [Int32: Int]) = ([:], [:])
            for sample in 0..<samples {
                let (first, second) = (sample * toTraining.count, sample * toHeldOut.count)
                let (near, far) = (toTraining.distances[first], toHeldOut.distances[second])
                if near == 0 { copies += 1 }
                if near < far { nearer += 1 }
                if near == far { tied += 1 }
                // Twice the weights, so that they stay whole numbers and their sum is exact.
                if near <= far { training[toTraining.indices[first], default: 0] += near == far ? 1 : 2 }
                if far <= near { heldOut[toHeldOut.indices[second], default: 0] += near == far ? 1 : 2 }
            }
            let squares = [training, heldOut].reduce(0) { sum, weights in weights.values.reduce(sum) { $0 + $1 * $1 } }
            squaredWeights = Double(squares) / 4
        }

        /// The variance of the share over all ways to call n of the N pooled rows "training", p = n/N.
        func permutationVariance(null: Double, pooled: Double) -> Double {
            let total = Double(samples)
            return max(
                0, null * (1 - null) * pooled / (pooled - 1) * (squaredWeights - total * total / pooled))
                / (total * total)
        }
    }

    /// P(|Z| ≥ |difference|) for a normal variable of this variance; 1 where nothing can vary.
    static func twoSided(_ difference: Double, variance: Double) -> Double {
        guard variance > 0 else { return 1 }
        return min(1, 2 * Statistics.normalCumulative(-abs(difference) / variance.squareRoot()))
    }
}
