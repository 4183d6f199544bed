import Foundation
import GANData
import GANFiles
import GANMetrics
import GANNumerics
import GANText
import OrderedCollections
import TestSupport
import Testing

@testable import GANEvaluation

@Suite struct MeasuringTests {
    private func golden(_ name: String) -> String { Fixture.url("golden/gaussian_shift/\(name).npy").path }

    @Test func filesAreMeasuredAsTheirRowsAre() throws {
        let files = try MeasuringFiles(real: golden("real"), generated: golden("generated"))
        #expect(files.warnings.isEmpty)
        let found = try Measuring(files, metrics: [FrechetDistance.name]).run()
        let rows = try [golden("real"), golden("generated")].map { try #require(try FeatureFile.read($0).rows) }
        let expected = try MetricCatalogue.evaluate(
            [FrechetDistance.name], inputs: MetricInputs(real: rows[0], generated: rows[1]))
        #expect(found.metrics[FrechetDistance.name]?.result == expected.results[FrechetDistance.name])
        #expect(found.evaluationProtocol.fields["real_rows"] == "\(rows[0].rows)" && found.omitted.isEmpty)
    }

    @Test func whatIsMissingIsOmittedOrAnError() throws {
        let files = try MeasuringFiles(generated: golden("generated"))
        let found = try Measuring(files, metrics: [FrechetDistance.name], requiresAll: false).run()
        #expect(found.metrics.isEmpty && Array(found.omitted.keys) == [FrechetDistance.name])
    }

    @Test func filesThatDoNotBelongTogetherAreNamed() throws {
        let folder = try TemporaryFolder()
        let narrow = folder.file("narrow.npy")
        try NPY.write(Matrix<Float>(rows: 5, columns: 2, repeating: 1), to: narrow)
        let files = try MeasuringFiles(real: narrow, generated: golden("generated"))
        let error = #expect(throws: MeasuringError.self) {
            try Measuring(files, metrics: [FrechetDistance.name]).run()
        }
        #expect(error?.location == narrow && error?.fact.hasPrefix("has 2 columns but") == true)
        let few = try MeasuringFiles(generated: golden("generated"), probabilities: narrow)
        #expect(throws: MeasuringError.self) { try Measuring(few, metrics: [FrechetDistance.name]).run() }
    }

    @Test func heldOutDataThatAreTheRealOnesAreDoubted() throws {
        let files = try MeasuringFiles(
            real: golden("real"), generated: golden("generated"), heldOut: golden("real"))
        #expect(files.warnings.count == 1 && files.warnings[0].contains("the same features"))
    }
}
