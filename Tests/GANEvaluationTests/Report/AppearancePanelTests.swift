import GANMetrics
import GANNumerics
import Testing

@testable import GANEvaluation

@Suite struct AppearancePanelTests {
    private func context(_ shift: Float, finite: Bool = true) throws -> MetricContext {
        let columns = ImageAppearance.Column.allCases.count
        func rows(_ add: Float) -> Matrix<Float> {
            Matrix(rows: 40, columns: columns, scalars: (0..<40 * columns).map { Float($0 / columns) + add })
        }
        var inputs = MetricInputs(real: rows(0), generated: rows(0))
        inputs.appearance = .init(real: rows(0), generated: finite ? rows(shift) : rows(.nan), heldOut: nil)
        return try MetricContext([], inputs: inputs)
    }

    @Test func tellsPowerAndSharpnessOfBothSides() throws {
        let panel = try #require(AppearancePanel(try context(4)))
        #expect(panel.bands.count == 9 && panel.bands.last?.edge == 2)
        for band in panel.bands {
            #expect(abs(band.generated.mean - band.real.mean - 4) < 1e-6)
            #expect(band.real.low < band.real.mean && band.real.mean < band.real.high)
        }
        for shares in [panel.sharpness.real, panel.sharpness.generated] {
            #expect(abs(shares.reduce(0, +) - 1) < 1e-9 && shares.count + 1 == panel.sharpness.edges.count)
        }
        #expect(panel.sharpness.real.first ?? 0 > 0 && panel.sharpness.generated.first == 0)
    }

    @Test func numbersThatAreNotFiniteLeaveNothing() throws {
        #expect(AppearancePanel(try context(0, finite: false)) == nil)
    }
}
