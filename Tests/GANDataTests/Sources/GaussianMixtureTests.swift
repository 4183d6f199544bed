import GANNumerics
import Testing

@testable import GANData

@Suite struct GaussianMixtureTests {
    @Test(arguments: [("ring", 8, 0.01), ("grid", 25, 0.05)])
    func samplesLieAroundTheModeOfTheirLabel(name: String, modes: Int, deviation: Double) throws {
        let source = try SampleSources.open("builtin:\(name)")
        let known = try #require(source.knownModes)
        let labels = try #require(source.labels)
        #expect(known.centres.rows == modes && known.standardDeviations.allSatisfy { $0 == deviation })
        let samples = try source.read(rows: 0..<source.count)
        var close = 0
        for row in 0..<source.count {
            let x = Double(samples[row, 0]) - known.centres[labels[row], 0]
            let y = Double(samples[row, 1]) - known.centres[labels[row], 1]
            if x * x + y * y < 9 * deviation * deviation { close += 1 }
        }
        // 1 − exp(−4.5) of a two-dimensional Gaussian lies within 3 σ; five standard errors of 20,000 draws.
        #expect(abs(Double(close) / Double(source.count) - 0.98889) < 0.0037)
        #expect(Set(labels).count == modes)
    }

    @Test func modesAreThoseOfThePaper() {
        let ring = KnownModes.ring.centres
        for mode in 0..<8 {
            #expect(abs(ring[mode, 0] * ring[mode, 0] + ring[mode, 1] * ring[mode, 1] - 1) < 1e-15)
        }
        #expect(Set(KnownModes.grid.centres.scalars) == [-4, -2, 0, 2, 4])
    }

    @Test func testSplitHasOtherSamples() throws {
        let training = try SampleSources.open("builtin:ring").read(rows: 0..<10)
        let test = try SampleSources.open("builtin:ring-test").read(rows: 0..<10)
        #expect(training != test)
    }
}
