import Foundation
import GANNumerics
import OrderedCollections
import TestSupport

@testable import GANMetrics

/// `fixtures/discriminators/expected.json`: scores, and what independent implementations make of them.
struct DiscriminatorFixture: Decodable {
    let training: [Double]
    let heldOut: [Double]
    let generated: [Double]
    let aucHeldOut: Double
    let aucTraining: Double
    let balancedAccuracy: Double
    let overfitting: Double
    let overfittingInterval: [Double]
    let trainingSign: Double
    let gap: Double
    let standardizedGap: Double
    let brier: Double
    let calibrationError: Double
    let calibrationZ: Double
    let platt: [Double]
    let grid: [Double]
    let isotonic: [Double]
    let jensenShannon: Double
    let gamma: Double
    let rejectionAcceptance: Double

    static func load() throws -> DiscriminatorFixture {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(
            DiscriminatorFixture.self,
            from: Data(contentsOf: Fixture.url("discriminators/expected.json")))
    }

    func scores(_ scale: DiscriminatorScores.Scale = .logit) throws -> DiscriminatorScores {
        try DiscriminatorScores(training: training, heldOut: heldOut, generated: generated, scale: scale)
    }
}

/// `count` normal scores.
func normalScores(_ count: Int, seed: UInt64, mean: Double = 0, deviation: Double = 1) -> [Double] {
    SeededGenerator(seed: seed).normalRows(count, columns: 1).scalars.map { deviation * Double($0) + mean }
}

extension MetricResult {
    func figure(_ part: String) -> Double? {
        if case .number(let value)? = parts[part] { value } else { nil }
    }
}
