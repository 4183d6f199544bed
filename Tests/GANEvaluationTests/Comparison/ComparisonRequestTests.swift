import GANData
import GANModels
import GANNumerics
import OrderedCollections
import Testing

@testable import GANEvaluation

@Suite struct ComparisonRequestTests {
    /// Draws latents of another kind.
    private struct Other: Generator {
        let name = "other"
        let digest = "other"
        let latentSize: Int
        let latentDistribution: LatentDistribution
        let sampleShape = SampleShape.vector(2)

        func generate(latents: Matrix<Float>, firstSample: Int, seed: UInt64) -> Matrix<Float> {
            latents.rows(in: 0..<latents.rows)
        }
    }

    private func pairing(_ generators: [(any Generator, UInt64)]) -> ComparisonReport.Pairing {
        ComparisonRequest(
            subjects: generators.map { .generator($0.0, path: "", facts: [:], seed: $0.1, count: 10) },
            reference: Sample.bands(count: 10, seed: 1)
        ).pairing
    }

    @Test func onePriorAndOneSeedMakePairs() {
        let first = PointGenerator(centre: (0, 0)), second = PointGenerator(centre: (1, 0))
        #expect(pairing([(first, 1), (second, 1)]).isPaired)
        #expect(!pairing([(first, 1), (second, 2)]).isPaired)
        let wider = Other(latentSize: 3, latentDistribution: .standardNormal)
        #expect(
            pairing([(first, 1), (wider, 1)])
                == .noSharedLatents(subject: 1, baseline: LatentPrior(shape: [2]), prior: LatentPrior(shape: [3])))
        let uniform = LatentDistribution.allCases.first { $0 != .standardNormal }
        if let uniform {
            #expect(!pairing([(first, 1), (Other(latentSize: 2, latentDistribution: uniform), 1)]).isPaired)
        }
        #expect(LatentDistribution.allCases.count > 1)
    }

    @Test func errorsExplainThemselves() {
        let errors: [ComparisonError] = [
            .tooFewSubjects(count: 1), .protocolsDiffer(first: "a", second: "b", fields: ["x is 1 in one"]),
            .notAReport(path: "p", reason: "it is not JSON"), .mixedSubjects(report: "r", other: "o"),
            .noSharedMetrics(first: "a", second: "b"),
        ]
        for error in errors {
            for text in [error.location, error.fact, error.expectation, error.remedy] { #expect(!text.isEmpty) }
        }
        #expect(errors[1].fact.contains("x is 1 in one"))
    }
}
