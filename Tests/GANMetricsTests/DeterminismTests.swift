import GANNumerics
import Testing

@testable import GANMetrics

/// The number of threads is one for the whole process, so these run one after the other.
@Suite(.serialized) struct DeterminismTests {
    @Test func resultsDoNotDependOnTheNumberOfThreads() throws {
        let (real, generated) = (normalRows(1, 1300, 24), mapped(normalRows(2, 1100, 24)) { 0.9 * $0 + 0.1 })
        func results() throws -> [MetricResult] {
            let manifold = try NeighbourhoodManifold(real: real, generated: generated)
            return [
                try FrechetDistance.evaluate(real: real, generated: generated),
                try KernelDistance.evaluate(real: real, generated: generated),
                Precision.evaluate(manifold), Recall.evaluate(manifold), Density.evaluate(manifold),
                Coverage.evaluate(manifold),
                try Realism.evaluate(real: real, generated: generated),
                try Authenticity.evaluate(training: real, generated: generated),
                try DistanceRatio.evaluate(training: real, generated: generated),
            ]
        }
        let before = Parallel.threadCount
        defer { Parallel.threadCount = before }
        Parallel.threadCount = 1
        let alone = try results()
        Parallel.threadCount = 5
        #expect(try results() == alone)
    }
}
