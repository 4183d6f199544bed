import Foundation
import GANData
import GANModels
import GANNumerics

/// Pictures that take a generator: ways from one latent vector to another, and latent vectors that are shortened.
struct LatentStage {
    let generator: any Generator
    let seed: UInt64

    /// Ways, and pictures on each.
    static let (walks, steps) = (4, 8)
    /// Latent vectors that are shortened, and what they are multiplied by.
    static let shortened = 6
    static let factors = [0.25, 0.5, 0.75, 1]

    /// Strips of samples; empty where samples are not images.
    ///
    /// Throws what the generator throws.
    func strips() throws -> [Gallery.Strip] {
        guard generator.sampleShape.imageShape != nil else { return [] }
        let ends = generator.latents(rows: 0..<2 * Self.walks, seed: seed)
        var latents: [Float] = []
        var numbers: [Int] = []
        for walk in 0..<Self.walks {
            for step in 0..<Self.steps {
                let share = Double(step) / Double(Self.steps - 1)
                latents += between(Array(ends.row(2 * walk)), Array(ends.row(2 * walk + 1)), share)
                // One label and one noise along the way: only the latent vector moves.
                numbers.append(2 * walk)
            }
        }
        // On a sphere every length is the same vector.
        let factors = generator.latentDistribution == .normalOnSphere ? [] : Self.factors
        for factor in factors {
            for row in 0..<Self.shortened {
                latents += ends.row(row).map { $0 * Float(factor) }
                numbers.append(row)
            }
        }
        let images = try generator.generate(
            latents: Matrix(rows: numbers.count, columns: ends.columns, scalars: latents), numbers: numbers, seed: seed)
        func strip(_ kind: Gallery.Strip.Kind, _ rows: Range<Int>) -> Gallery.Strip {
            Gallery.Strip(kind: kind, images: rows.map { Array(images.row($0)) })
        }
        let first = Self.walks * Self.steps
        return (0..<Self.walks).map { strip(.walk, $0 * Self.steps..<($0 + 1) * Self.steps) }
            + factors.enumerated().map {
                strip(
                    .truncation($0.element),
                    first + $0.offset * Self.shortened..<first + ($0.offset + 1) * Self.shortened)
            }
    }

    /// A vector on the way: along the great circle where latents are normal, for their lengths hardly vary; else straight.
    ///
    /// Source: White 2016, arXiv 1609.04468.
    private func between(_ first: [Float], _ last: [Float], _ share: Double) -> [Float] {
        func mixed(_ own: Double, _ other: Double) -> [Float] {
            zip(first, last).map { Float(own * Double($0) + other * Double($1)) }
        }
        if generator.latentDistribution == .uniform { return mixed(1 - share, share) }
        func product(_ left: [Float], _ right: [Float]) -> Double {
            zip(left, right).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let lengths = (product(first, first) * product(last, last)).squareRoot()
        let cosine = lengths > 0 ? min(1, max(-1, product(first, last) / lengths)) : 1
        let sine = (1 - cosine * cosine).squareRoot()
        guard sine > 1e-6 else { return mixed(1 - share, share) }
        let angle = acos(cosine)
        return mixed(sin((1 - share) * angle) / sine, sin(share * angle) / sine)
    }
}
