import Foundation
import GANEvaluation
import GANMetrics
import Testing

@testable import GANReports

@Suite struct ClassHistogramTests {
    @Test func missingClassesComeFirst() {
        let ordered = ClassHistogram.ordered(MockReport.modes())
        #expect(ordered.first?.name == "Bag")
        #expect(ordered[1].name == "Shirt")
        #expect(ordered.count == 10)
    }

    @Test func saysWhatIsMissingOrRare() {
        var table = MockReport.modes()
        #expect(ClassHistogram.finding(table) == "1 of 10 classes is missing: Bag.")
        table.modes.remove(at: 8)
        #expect(
            ClassHistogram.finding(table)
                == "All 9 classes appear; the rarest against the reference is Shirt: 6.4 % of samples, 10 % of the reference."
        )
    }

    @Test func drawsAThousandModesWithinItsLimit() {
        let mode = MockReport.modes().modes[0]
        let table = ModeTable(modes: Array(repeating: mode, count: 1000))
        let drawn = ClassHistogram.svg(table, width: 328, style: "narrow")
        #expect(drawn.components(separatedBy: "class=\"bar\"").count - 1 == ClassHistogram.rowLimit)
    }
}
