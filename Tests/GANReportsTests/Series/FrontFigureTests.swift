import Foundation
import GANEvaluation
import Testing

@testable import GANReports

@Suite struct FrontFigureTests {
    private func occurrences(of part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

    @Test func fillsAndNamesThoseOnTheFront() {
        let report = MockSeries.single(distances: [30, 10, 12], coverages: [0.3, 0.6, 0.8])
        #expect(report.findings.front == [1, 2])
        let svg = FrontFigure.svg(report.findings, width: 330, style: "narrow")
        #expect(occurrences(of: "class=\"onfront hue2\"", in: svg) == 2)
        #expect(occurrences(of: "class=\"offfront hue2\"", in: svg) == 1)
        #expect(svg.contains(">200, best<") && svg.contains(">300<") && !svg.contains(">100<"))
    }

    @Test func namesThatWouldCoverEachOtherAreLeftOut() {
        let report = MockSeries.single(
            distances: [Double](repeating: 10, count: 9), coverages: [Double](repeating: 0.6, count: 9))
        let svg = FrontFigure.svg(report.findings, width: 330, style: "narrow")
        #expect(report.findings.front.count == 9)
        // The best's name stays; round one point there is room for four at most.
        #expect(svg.contains(", best<"))
        let named = (1...9).filter { svg.contains(">\($0 * 100)<") || svg.contains(">\($0 * 100), best<") }
        #expect((1...4).contains(named.count))
    }

    /// Two early outliers do not press the others into a corner.
    @Test func outliersLeaveTheOthersApart() {
        let distances = [3600, 3000] + (0..<14).map { 60 - 2 * Double($0) }
        let scale = FrontScale(distances, from: 0, to: 300, ticks: 4)
        #expect(scale.kind != .linear && scale.note != "")
        let places = distances.dropFirst(2).map { scale($0) }
        #expect((places.max() ?? 0) - (places.min() ?? 0) > 75)
        #expect(scale(3600) > scale(3000) && scale(3000) > (places.max() ?? 0))
        #expect(FrontScale([5, 6, 7, 8, 9, 10], from: 0, to: 300, ticks: 4).kind == .linear)
    }

    @Test func valuesThatHaveNoLogarithmGoByRank() {
        let values = [-900, -800] + (0..<14).map { Double($0) / 100 }
        let scale = FrontScale(values, from: 0, to: 300, ticks: 4)
        #expect(scale.kind == .rank && scale(-900) == 0 && scale(0.13) == 300)
        #expect(abs((scale(0.02) - scale(0.01)) - 20) < 1e-9)
        for empty in [[], [5], [5, 5, 5, 5, 5]] as [[Double]] {
            let scale = FrontScale(empty, from: 0, to: 300, ticks: 4)
            #expect(scale(5).isFinite && scale.ticks.allSatisfy { $0.place.isFinite })
        }
    }
}
