import Foundation
import GANCheckpoints
import GANEvaluation
import Testing

@testable import GANReports

@Suite struct TrainingCurvesTests {
    @Test func breaksTheLineWhereALossIsNotFinite() {
        var points = MockReport.full().training
        let whole = TrainingCurves.svg(points, width: 720, style: "wide")
        points[20].generatorLoss = .infinity
        let broken = TrainingCurves.svg(points, width: 720, style: "wide")
        func curves(_ text: String) -> Int { text.components(separatedBy: "class=\"curve").count - 1 }
        #expect(curves(whole) == 4)
        #expect(curves(broken) == 5 && broken.contains("×"))
    }

    @Test func namesItsCurvesDirectly() {
        let drawn = TrainingCurves.svg(MockReport.full().training, width: 328, style: "narrow")
        for name in [">generator<", ">discriminator<", ">real<", ">generated<", ">images seen<"] {
            #expect(drawn.contains(name))
        }
    }

    @Test func drawsASinglePoint() {
        let drawn = TrainingCurves.svg(Array(MockReport.full().training.prefix(1)), width: 328, style: "narrow")
        #expect(drawn.hasPrefix("<svg"))
    }
}
