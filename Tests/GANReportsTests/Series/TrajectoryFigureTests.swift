import Foundation
import Testing

@testable import GANReports

@Suite struct TrajectoryFigureTests {
    private func figure(_ values: [Double], intervals: Bool = true) -> TrajectoryFigure {
        TrajectoryFigure(
            title: "Distance", axis: "step",
            lines: [
                .init(
                    name: "raw", trajectory: 1,
                    points: values.enumerated().map {
                        .init(
                            step: Double($0.offset), value: $0.element, low: intervals ? $0.element * 0.9 : nil,
                            high: intervals ? $0.element * 1.1 : nil, isBest: $0.offset == 1, isEqual: $0.offset == 2)
                    })
            ], ceiling: 1, label: "finding")
    }

    private func occurrences(of part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

    @Test func marksTheBestAndItsEquals() {
        let svg = figure([3, 2, 2.1, 4]).svg(width: 330, height: 220, style: "multiple")
        #expect(occurrences(of: "class=\"best hue1\"", in: svg) == 1)
        #expect(occurrences(of: "class=\"equal hue1\"", in: svg) == 1)
        #expect(occurrences(of: "class=\"area hue1 dash1\"", in: svg) == 1 && svg.contains(">real data<"))
        #expect(svg.contains("aria-label=\"finding\""))
    }

    /// Hue, dashes and the shape of its marks: a square is told from a circle where hues are not.
    @Test func trajectoriesDifferInMoreThanHue() {
        var both = figure([3, 2, 2.1, 4])
        var other = both.lines[0]
        (other.name, other.trajectory) = ("moving average", 0)
        both.lines.append(other)
        let svg = both.svg(width: 330, height: 220, style: "m")
        #expect(svg.contains("class=\"curve hue1 dash1\"") && svg.contains("class=\"curve hue2 dash0\""))
        #expect(occurrences(of: "class=\"bead hue2\"", in: svg) == 4 && svg.contains("<circle"))
        #expect(occurrences(of: "<rect", in: svg) == occurrences(of: "class=\"bead hue1\"", in: svg) + 2)
        // In a small drawing the names stand in the title's row and take nothing from the lines.
        both.namesAtEnds = false
        let small = both.svg(width: 340, height: 220, style: "multiple")
        #expect(small.contains(">moving average<") && small.contains(">raw<") && small.contains("y=\"14\""))
    }

    @Test func withoutIntervalsThereIsNoBand() {
        #expect(!figure([3, 2, 4], intervals: false).svg(width: 330, height: 220, style: "m").contains("area"))
    }

    @Test(arguments: [[5], [0, 0, 0], [1e-9, 1e9], [-3, 4], []] as [[Double]])
    func anyValuesCanBeDrawn(values: [Double]) {
        for width in [300.0, 720] {
            let svg = figure(values).svg(width: width, height: 220, style: "m")
            #expect(svg.hasPrefix("<svg") && !svg.contains("nan"))
        }
    }

    @Test func valuesOverDecadesAreDrawnByTheirLogarithm() {
        let scale = VerticalScale([1, 10, 100], from: 100, to: 0)
        #expect(scale.isLogarithmic && scale.ticks == [1, 10, 100])
        #expect(abs((scale(10) - scale(100)) - (scale(1) - scale(10))) < 1e-9)
        #expect(!VerticalScale([5, 50], from: 100, to: 0).isLogarithmic)
        #expect(!VerticalScale([-1, 50], from: 100, to: 0).isLogarithmic)
        #expect(!VerticalScale([], from: 100, to: 0).isLogarithmic)
    }
}
