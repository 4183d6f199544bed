import GANNumerics
import Testing

/// Expected values from SciPy 1.17.
@Suite struct StatisticsDistributionsTests {
    private func near(_ value: Double, _ expected: Double, _ relative: Double) -> Bool {
        abs(value - expected) <= relative * abs(expected)
    }

    @Test(arguments: [
        (1e-300, -37.0470962993612), (1e-20, -9.262340089798409), (1e-6, -4.753424308822899),
        (0.001, -3.090232306167813), (0.025, -1.9599639845400545), (0.1, -1.2815515655446004),
        (0.3, -0.5244005127080409), (0.5001, 0.0002506628300880075), (0.9, 1.2815515655446004),
        (0.975, 1.959963984540054), (0.9999, 3.719016485455709),
    ])
    func normalQuantiles(probability: Double, expected: Double) {
        #expect(near(Statistics.normalQuantile(probability), expected, 2e-14))
    }

    @Test(arguments: [
        (-30, 4.906713927147908e-198), (-8, 6.22096057427174e-16), (-1.96, 0.024997895148220435),
        (-0.3, 0.3820885778110474), (0, 0.5), (0.7, 0.758036347776927), (3, 0.9986501019683699),
        (8, 0.9999999999999993),
    ])
    func normalCumulatives(x: Double, expected: Double) {
        #expect(near(Statistics.normalCumulative(x), expected, 1e-13))
    }

    @Test func theNormalQuantileInvertsTheCumulative() {
        for step in 1..<400 {
            let probability = Double(step) / 400
            let x = Statistics.normalQuantile(probability)
            #expect(abs(Statistics.normalCumulative(x) - probability) < 4e-16)
        }
        #expect(Statistics.normalQuantile(0) == -.infinity && Statistics.normalQuantile(1) == .infinity)
    }

    @Test(arguments: [
        (0.5, 0.5, 0.5, 0.5), (0.1, 2, 3, 0.0523), (0.9, 2, 3, 0.9963), (0.01, 0.2, 5, 0.5846698531754058),
        (0.3, 300, 700, 0.5036711828607681), (0.031, 300, 9700, 0.7251886586769822),
        (0.999, 50, 0.5, 0.7523690199653766),
    ])
    func incompleteBetas(x: Double, a: Double, b: Double, expected: Double) {
        #expect(near(Statistics.incompleteBeta(x, a, b), expected, 1e-10))
        let probability = Statistics.incompleteBeta(x, a, b)
        #expect(near(Statistics.betaQuantile(probability, a, b), x, 1e-9))
    }

    @Test func incompleteBetaAtItsEnds() {
        #expect(Statistics.incompleteBeta(0, 2, 3) == 0 && Statistics.incompleteBeta(1, 2, 3) == 1)
        #expect(Statistics.betaQuantile(0, 2, 3) == 0 && Statistics.betaQuantile(1, 2, 3) == 1)
    }

    @Test(arguments: [
        (0.975, 1, 12.706204736174694), (0.975, 2, 4.302652729749462), (0.975, 19, 2.0930240544083087),
        (0.01, 3.5, -4.0607113593000825), (0.995, 1000, 2.580754698065951), (0.6, 5, 0.2671808657041451),
    ])
    func studentQuantiles(probability: Double, degrees: Double, expected: Double) {
        #expect(near(Statistics.studentQuantile(probability, degrees: degrees), expected, 1e-10))
    }

    @Test func studentQuantilesAtTheMiddleAndTheEnds() {
        #expect(Statistics.studentQuantile(0.5, degrees: 3) == 0)
        #expect(Statistics.studentQuantile(0, degrees: 3) == -.infinity)
        #expect(Statistics.studentQuantile(1, degrees: 3) == .infinity)
    }
}
