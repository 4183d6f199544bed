import Foundation
import GANModels
import GANNumerics

/// Where latent vectors may lie: where the prior has mass, so that a generator is not asked for what it never makes.
struct LatentRegion {
    let distribution: LatentDistribution
    let size: Int

    init(_ generator: any Generator) {
        distribution = generator.latentDistribution
        size = generator.latentSize
    }

    init(_ distribution: LatentDistribution, size: Int) {
        self.distribution = distribution
        self.size = size
    }

    /// The standard deviation of one latent value.
    var deviation: Double {
        switch distribution {
        case .standardNormal: return 1
        case .uniform: return (1.0 / 3).squareRoot()
        case .normalOnSphere: return 1 / Double(max(1, size)).squareRoot()
        // √(1 − 2·2·φ(2) / (2·Φ(2) − 1)), φ and Φ being the normal density and distribution.
        case .truncatedNormal: return 0.879_626
        }
    }

    /// The longest vector: √d and three deviations of the length, which are √½ each; only 0.1 % are longer.
    private var longest: Double { Double(size).squareRoot() + 3 * 0.5.squareRoot() }

    /// The nearest vectors that the prior may give.
    func confined(_ latents: Matrix<Float>) -> Matrix<Float> {
        var result = latents
        switch distribution {
        case .uniform, .truncatedNormal:
            let bound = distribution == .uniform ? 1 : Float(LatentDistribution.truncation)
            for place in result.scalars.indices {
                result.scalars[place] = min(bound, max(-bound, result.scalars[place]))
            }
        case .standardNormal, .normalOnSphere:
            for row in 0..<latents.rows {
                let length = Self.length(latents.row(row))
                let wanted = distribution == .normalOnSphere ? 1 : min(length, longest)
                guard length > 0, wanted != length else { continue }
                let factor = wanted / length
                for place in row * size..<(row + 1) * size {
                    result.scalars[place] = Float(Double(result.scalars[place]) * factor)
                }
            }
        }
        return result
    }

    /// The vectors from `first` to `second` in `steps` equal steps, both included.
    ///
    /// Straight within the cube; else the directions turn evenly from one to the other and the lengths change evenly, as lengths
    /// between those of two normal vectors are rare on the straight way (White 2016, arXiv 1609.04468).
    func way(from first: ArraySlice<Float>, to second: ArraySlice<Float>, steps: Int) -> Matrix<Float> {
        precondition(first.count == size && second.count == size && steps >= 2, "a way of \(steps) steps")
        let (start, end) = (first.map(Double.init), second.map(Double.init))
        let (lengthStart, lengthEnd) = (Self.length(first), Self.length(second))
        var cosine = 0.0
        for (a, b) in zip(start, end) { cosine += a * b }
        cosine = lengthStart > 0 && lengthEnd > 0 ? min(1, max(-1, cosine / (lengthStart * lengthEnd))) : 1
        let angle = acos(cosine)
        // Opposite vectors have no shortest way, and equal ones no direction.
        let turns = distribution != .uniform && angle > 1e-4 && angle < Double.pi - 1e-4
        return Matrix(rows: steps, columns: size) { target in
            for step in 0..<steps {
                let share = Double(step) / Double(steps - 1)
                var (before, after) = (1 - share, share)
                if turns {
                    let length = (1 - share) * lengthStart + share * lengthEnd
                    before = sin((1 - share) * angle) / sin(angle) * length / lengthStart
                    after = sin(share * angle) / sin(angle) * length / lengthEnd
                }
                for column in 0..<size {
                    target[step * size + column] = Float(before * start[column] + after * end[column])
                }
            }
        }
    }

    static func length(_ row: ArraySlice<Float>) -> Double {
        row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
}
