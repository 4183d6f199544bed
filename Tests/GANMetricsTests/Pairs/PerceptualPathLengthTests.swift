import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct PerceptualPathLengthTests {
    private func paths(_ distances: [Double], step: Double = 1e-4) -> PathLengths {
        PathLengths(distances: distances, step: step, space: "z", interpolation: "slerp", distance: "test")
    }

    /// NumPy: percentiles 1 (lower) and 99 (higher) of 0, 1, …, 199, and the mean of what lies between them.
    @Test func theEndsAreLeftOut() throws {
        let lengths = (0..<200).map(Double.init)
        #expect(PerceptualPathLength.trimmedMean(lengths) == 99.5)
        // One huge path of three hundred is within the last 1 %, which two paths are.
        var distances = [Double](repeating: 3e-8, count: 300)
        distances[17] = 1
        let result = try PerceptualPathLength.evaluate(paths(distances))
        #expect(isClose(result.value, 3, relative: 1e-9))
        #expect(result.null == nil && result.parts["space"] == .text("z"))
    }

    @Test func pathsBehindAMappingAreAFigureOfTheirOwn() throws {
        var both = paths([Double](repeating: 2e-8, count: 60))
        #expect(try PerceptualPathLength.evaluate(both).parts["value_in_w"] == nil)
        both.mapped = [Double](repeating: 5e-8, count: 60)
        let result = try PerceptualPathLength.evaluate(both)
        guard case .number(let value)? = result.parts["value_in_w"] else {
            Issue.record("no value in w")
            return
        }
        #expect(isClose(result.value, 2, relative: 1e-9) && isClose(value, 5, relative: 1e-9))
    }

    @Test func isADistancePerSquaredStep() throws {
        let distances = (1...100).map { Double($0) * 1e-8 }
        let result = try PerceptualPathLength.evaluate(paths(distances))
        let half = try PerceptualPathLength.evaluate(paths(distances.map { $0 / 4 }, step: 5e-5))
        #expect(isClose(result.value, half.value, relative: 1e-9))
        let interval = try #require(result.interval)
        #expect(interval.low < result.value && result.value < interval.high)
        #expect(interval == (try PerceptualPathLength.evaluate(paths(distances))).interval)
    }

    @Test func whatCannotBeIsAnError() {
        #expect(throws: MetricError.self) { try PerceptualPathLength.evaluate(paths([1, 2])) }
        #expect(throws: MetricError.self) {
            try PerceptualPathLength.evaluate(paths([Double](repeating: 1, count: 60), step: 0))
        }
        #expect(throws: MetricError.self) {
            try PerceptualPathLength.evaluate(paths([Double](repeating: 1, count: 60) + [.infinity]))
        }
    }
}
