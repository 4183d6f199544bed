import GANData
import GANModels
import GANNumerics
import OrderedCollections
import Testing

@testable import GANEvaluation

@Suite struct EvaluationSubjectTests {
    private func generator(_ x: Float = 0, seed: UInt64 = 1, count: Int = 2100) -> EvaluationSubject {
        .generator(PointGenerator(centre: (x, 0)), path: "run/c", facts: [:], seed: seed, count: count)
    }

    @Test func theIdentityFollowsWhatDecidesTheSamples() throws {
        let identities = try [
            generator(), generator(1), generator(seed: 2), generator(count: 5),
            .samples(Sample.source(Matrix(rows: 3, columns: 2), shape: .vector(2)), count: 9),
            .samples(Sample.source(Matrix(rows: 3, columns: 2), shape: .vector(2)), count: 2),
        ].map { try $0.identity() }
        #expect(Set(identities).count == identities.count)
    }

    @Test func drawingInBlocksGivesTheSeries() throws {
        let all = try PointGenerator(centre: (0, 0)).sample(rows: 0..<2100, seed: 1)
        nonisolated(unsafe) var shares: [Double] = []
        #expect(try generator().draw(cache: NoCache()) { shares.append($0) } == all)
        #expect(shares.count == 3 && shares.last == 1)
    }

    @Test func samplesAreTheSourcesFirst() throws {
        let matrix = Matrix<Float>(rows: 3, columns: 2, scalars: [1, 2, 3, 4, 5, 6])
        let subject = EvaluationSubject.samples(Sample.source(matrix, shape: .vector(2)), count: 2)
        #expect(subject.count == 2)
        #expect(try subject.draw(cache: NoCache()) { _ in } == matrix.rows(in: 0..<2))
        // A report's head tells how many were judged, not how many the file has.
        #expect(try subject.summary().facts["samples"] == "2, the first of 3")
        let all = EvaluationSubject.samples(Sample.source(matrix, shape: .vector(2)), count: 9)
        #expect(try all.summary().facts["samples"] == "3")
    }
}
