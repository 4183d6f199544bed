import Foundation
import Testing

@testable import GANAudit
@testable import GANReports

@Suite struct RecoveryFigureTests {
    private func rows(_ errors: [Double]) -> [AuditFindings.Latents.Reconstruction] {
        errors.enumerated().map {
            .init(row: $0.offset, origin: "r", error: $0.element, nearestSampleError: 1, start: 0)
        }
    }

    private func svg(_ training: [Double], _ heldOut: [Double], copied: [Double] = [], width: Double = 720) -> String {
        RecoveryFigure.svg(
            .init(
                method: .search, training: rows(training), heldOut: rows(heldOut), copied: rows(copied), area: nil,
                pValue: nil, samplesForEachRow: 1), unit: "levels", finding: "what", width: width, style: "wide")
    }

    private func dots(_ svg: String) -> Int { svg.components(separatedBy: "<circle").count - 1 }

    @Test func everyRowIsADotOfItsGroup() {
        let drawn = svg([1, 2, 2, 2], [3, 4], copied: [0.5])
        #expect(dots(drawn) == 7)
        for text in [
            "training rows (4)", "held-out rows (2)", "most copied training rows (1)", "median 2.00", "levels",
        ] {
            #expect(drawn.contains(text), "\(text)")
        }
        // Equal rows stand on each other: three heights in one column.
        let circles = drawn.components(separatedBy: "<circle ").dropFirst().map { $0.prefix { $0 != "/" } }
        #expect(Set(circles).count == 7)
    }

    @Test func nothingAndOddValuesAreDrawnAsFarAsTheyGo() {
        #expect(dots(svg([], [])) == 0)
        #expect(dots(svg([.nan, .infinity, 3], [0, 0])) == 3)
        // Of many rows some stand for all, the best and the worst among them.
        let many = svg((0..<5000).map { Double($0 % 3) }, [1], width: 328)
        #expect(dots(many) == RecoveryFigure.dotLimit + 1 && many.contains("training rows (5000)"))
    }
}
