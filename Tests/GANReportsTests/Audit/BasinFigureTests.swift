import Foundation
import Testing

@testable import GANAudit
@testable import GANReports

@Suite struct BasinFigureTests {
    private func svg(_ ways: [[Double]], frame: Double? = 56, width: Double = 720) -> String {
        BasinFigure.svg(
            .init(
                rank: 1, sample: 3, trainingRow: 4, origin: "r", target: .trainingRow,
                ways: ways.enumerated().map { .init(sample: $0.offset, distances: $0.element, width: 0.5) }, width: 0.5,
                perturbations: []), nearness: 12, frame: frame, gap: 3, width: width, style: "wide")
    }

    @Test func aStepStandsUnderItsPicture() {
        let drawn = svg([(0..<11).map { Double($0) }, (0..<11).map { Double(2 * $0) }])
        // Eleven pictures of 56 pixels, three apart: the middles of the first and the last.
        #expect(drawn.contains("d=\"M28 130L87 ") && drawn.contains("L618 "))
        #expect(drawn.contains("near: 12.0") && drawn.contains("training row 4"))
        #expect(drawn.components(separatedBy: "class=\"curve ").count == 3)
    }

    @Test func narrowWideAndOddValuesAreDrawn() {
        for frame in [nil, 10, 300] as [Double?] {
            for width in [328, 720.0] {
                #expect(svg([[0, .nan, 4, .infinity, 9]], frame: frame, width: width).contains("<svg"))
            }
        }
        #expect(svg([]).contains("<svg") && svg([[1]]).contains("<svg"))
    }
}
