import GANCheckpoints
import Testing

@testable import GANTraining

@Suite struct TrainingLogWindowTests {
    @Test func aWindowGivesMeans() {
        var window = TrainingLog.Window()
        for loss in [1.0, 2, 6] {
            window.add(
                .init(generatorLoss: loss, discriminatorLoss: -loss, realAccuracy: 0.5, generatedAccuracy: loss / 6))
        }
        let line = window.line(step: 9, imagesSeen: 72)
        #expect(line.generatorLoss == 3 && line.discriminatorLoss == -3 && line.realAccuracy == 0.5)
        #expect(abs(line.generatedAccuracy - 0.5) < 1e-12 && line.step == 9 && line.imagesSeen == 72)
    }
}
