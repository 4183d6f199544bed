import Foundation
import GANEvaluation
import Testing

@testable import GANReports

@Suite struct FrontFigureTests {
    @Test func namesThoseOnTheFront() {
        let report = MockSeries.single(distances: [30, 10, 12], coverages: [0.3, 0.6, 0.8])
        #expect(report.findings.front == [1, 2])
        let svg = FrontFigure.svg(report.findings, width: 330, style: "narrow")
        #expect(svg.components(separatedBy: "class=\"best hue2\"").count == 3)
        #expect(svg.contains(">200<") && svg.contains(">300<") && !svg.contains(">100<"))
    }

    @Test func namesThatWouldCoverEachOtherAreLeftOut() {
        let report = MockSeries.single(distances: [10, 10, 10], coverages: [0.6, 0.6, 0.6])
        let svg = FrontFigure.svg(report.findings, width: 330, style: "narrow")
        #expect(report.findings.front.count == 3 && svg.contains(">100<") && !svg.contains(">200<"))
    }
}
