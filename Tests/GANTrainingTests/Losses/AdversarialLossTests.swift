import Foundation
import GANAutodiff
import GANNumerics
import Testing

@testable import GANTraining

@Suite struct AdversarialLossTests {
    private static let real: [Double] = [1.2, -0.4, 0.3]
    private static let generated: [Double] = [-0.7, 0.5, 2.1]

    private static func softplus(_ x: Double) -> Double { log(1 + exp(x)) }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    private static let pairs = zip(real, generated).map { $0 - $1 }

    /// Both parts by hand, at the logits above.
    private static let values: [String: (generator: Double, discriminator: Double)] = [
        "non_saturating": (
            mean(generated.map { softplus(-$0) }), mean(real.map { softplus(-$0) }) + mean(generated.map(softplus))
        ),
        "minimax": (
            -mean(generated.map(softplus)), mean(real.map { softplus(-$0) }) + mean(generated.map(softplus))
        ),
        "least_squares": (
            mean(generated.map { ($0 - 1) * ($0 - 1) }) / 2,
            (mean(real.map { ($0 - 1) * ($0 - 1) }) + mean(generated.map { $0 * $0 })) / 2
        ),
        "hinge": (-mean(generated), (0 + 1.4 + 0.7) / 3 + (0.3 + 1.5 + 3.1) / 3),
        "wasserstein": (-mean(generated), mean(generated) - mean(real)),
        "relativistic_pairing": (mean(pairs.map(softplus)), mean(pairs.map { softplus(-$0) })),
        "kullback_leibler": (-mean(generated), mean(generated.map { exp($0 - 1) }) - mean(real)),
        "reverse_kullback_leibler": (
            mean(generated.map { exp(-$0) }), mean(generated) - 1 + mean(real.map { exp(-$0) })
        ),
        "jensen_shannon": (
            mean(generated.map { softplus(-$0) }) - log(2),
            mean(real.map { softplus(-$0) }) + mean(generated.map(softplus)) - 2 * log(2)
        ),
        "pearson": (-mean(generated), mean(generated.map { $0 * $0 / 4 + $0 }) - mean(real)),
    ]

    private static func variable(_ values: [Double]) -> Variable {
        .parameter(Tensor(shape: [values.count, 1], scalars: values.map { Float($0) }))
    }

    @Test(arguments: AdversarialLosses.all.map { $0.name }) func valuesAreThoseOfTheFormula(name: String) throws {
        let type = try #require(AdversarialLosses.all.first { $0.name == name })
        let expected = try #require(Self.values[name])
        let (real, generated) = (Self.variable(Self.real), Self.variable(Self.generated))
        let generator = Double(type.generator(real: real, generated: generated).value.scalar)
        let discriminator = Double(type.discriminator(real: real, generated: generated).value.scalar)
        #expect(abs(generator - expected.generator) < 1e-5)
        #expect(abs(discriminator - expected.discriminator) < 1e-5)
    }

    @Test(arguments: AdversarialLosses.all.map { $0.name }) func gradientsAreDifferences(name: String) throws {
        let type = try #require(AdversarialLosses.all.first { $0.name == name })
        for part in [type.generator(real:generated:), type.discriminator(real:generated:)] {
            let sides = [Self.variable(Self.real), Self.variable(Self.generated)]
            let gradients = Gradient.of(part(sides[0], sides[1]), at: sides).map(\.value.scalars)
            for side in 0..<2 {
                for place in 0..<3 {
                    func moved(_ step: Double) -> Double {
                        var values = [Self.real, Self.generated]
                        values[side][place] += step
                        return Double(part(Self.variable(values[0]), Self.variable(values[1])).value.scalar)
                    }
                    let difference = (moved(0.01) - moved(-0.01)) / 0.02
                    #expect(abs(difference - Double(gradients[side][place])) < 2e-3, "\(side), \(place)")
                }
            }
        }
    }

    /// Divergences of P = (¾, ¼) and Q = (½, ½).
    private static let truths: [String: Double] = {
        let forward: Double = 0.75 * log(1.5) + 0.25 * log(0.5)
        let backward: Double = -0.5 * log(1.5) - 0.5 * log(0.5)
        return [
            "kullback_leibler": forward, "reverse_kullback_leibler": backward, "pearson": 0.25,
            "jensen_shannon": jensenShannon, "non_saturating": jensenShannon, "minimax": jensenShannon,
        ]
    }()

    /// At the best logits the estimate is the divergence, at others it is less.
    @Test(arguments: truths.keys.sorted()) func estimatesReachTheDivergence(name: String) throws {
        let truth = try #require(Self.truths[name])
        let type = try #require(AdversarialLosses.all.first { $0.name == name })
        func best(_ ratio: Double) -> Double {
            switch name {
            case "kullback_leibler": return 1 + log(ratio)
            case "pearson": return 2 * (ratio - 1)
            default: return log(ratio)
            }
        }
        func estimate(_ first: Double, _ second: Double) -> Double {
            type.estimate(
                real: Self.variable([first, first, first, second]), generated: Self.variable([first, second])
            )?.value ?? .nan
        }
        #expect(abs(estimate(best(1.5), best(0.5)) - truth) < 1e-6)
        #expect(estimate(best(1.5) + 0.2, best(0.5)) < truth && estimate(best(1.5), best(0.5) - 0.2) < truth)
    }

    private static let jensenShannon: Double = {
        let middle = [0.625, 0.375]
        let first = 0.75 * log(0.75 / middle[0]) + 0.25 * log(0.25 / middle[1])
        return (first + 0.5 * log(0.5 / middle[0]) + 0.5 * log(0.5 / middle[1])) / 2
    }()

    @Test func smoothedLabelsPullConfidentLogitsBack() throws {
        for type in AdversarialLosses.all.compactMap({ $0 as? any SmoothedLoss.Type }) {
            let (real, generated) = (Self.variable([3]), Self.variable([-1]))
            func gradient(_ smoothing: Float) -> Float {
                let loss = type.discriminator(real: real, generated: generated, smoothing: smoothing)
                return Gradient.of(loss, at: [real])[0].value.scalar
            }
            let expected: Double = type == LeastSquaresLoss.self ? 3 - 0.9 : 1 / (1 + exp(-3)) - 0.9
            #expect(abs(Double(gradient(0.1)) - expected) < 1e-5, "\(type.name)")
            #expect(gradient(0) < gradient(0.1))
        }
        #expect(AdversarialLosses.smoothed.count == 3)
    }

    @Test func boundariesFollowTheLoss() {
        let (real, generated) = (Self.variable([5, 7]), Self.variable([1, 3]))
        #expect(WassersteinLoss.logits.boundary(real: real, generated: generated) == 4)
        #expect(LeastSquaresLoss.logits.boundary(real: real, generated: generated) == 0.5)
        #expect(WassersteinLoss.estimate(real: real, generated: generated)?.value == 4)
    }
}
