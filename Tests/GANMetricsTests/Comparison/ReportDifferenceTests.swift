import GANNumerics
import OrderedCollections
import Testing

@testable import GANMetrics

@Suite struct ReportDifferenceTests {
    private func side(
        seed: String? = "1", size: Int = 4, shift: Double = 0, hasInterval: Bool = true, keeps: String? = "precision"
    ) -> ReportDifference.Side {
        let rows = (0..<20).map { Double($0 % 3) + ($0 % 2 == 0 ? shift : 0) }
        let kept = keeps.map {
            ReportContributions(
                prior: LatentPrior(shape: [size]),
                metrics: [$0: RowContributions(metric: $0, value: 0, generated: rows)])
        }
        return .init(contributions: kept, samplingSeed: seed, hasInterval: hasInterval)
    }

    @Test func whatIsPairedHasTheErrorOfItsContributions() {
        let (own, other) = (side(), side(shift: 1))
        let error = other.contributions.flatMap { own.contributions?.differenceError(of: "precision", to: $0) }
        #expect(
            error != nil
                && error.map { .paired(standardError: $0) } == ReportDifference.pairing(of: "precision", own, other))
    }

    @Test func eachObstacleIsNamed() {
        func found(_ other: ReportDifference.Side) -> ReportDifference.Pairing {
            ReportDifference.pairing(of: "precision", side(), other)
        }
        #expect(found(side(keeps: nil)) == .independent(.notKept))
        #expect(found(side(seed: "2")) == .independent(.otherSeeds))
        #expect(found(side(size: 5)) == .independent(.otherPriors(LatentPrior(shape: [4]), LatentPrior(shape: [5]))))
        #expect(found(side(hasInterval: false)) == .independent(.noInterval))
        #expect(found(side(keeps: "recall")) == .independent(.nothingOfTheMetric))
        #expect(ReportDifference.independent(3, 4) == 5)
    }
}
