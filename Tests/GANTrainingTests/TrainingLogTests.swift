import Foundation
import TestSupport
import Testing

@testable import GANTraining

@Suite struct TrainingLogTests {
    private let lines = (1...3).map { step in
        TrainingLog.Line(
            step: step * 10, imagesSeen: step * 640, generatorLoss: 0.1 * Double(step), discriminatorLoss: 1.0 / 3,
            realAccuracy: 0.5, generatedAccuracy: 1)
    }

    @Test func comesBackUpToAStep() throws {
        let folder = try TemporaryFolder()
        let text = try TrainingLog.encoded(lines)
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(TrainingLog.fileName)))
        #expect(TrainingLog.read(folder: folder.path) == lines)
        #expect(TrainingLog.read(folder: folder.path, upTo: 20) == Array(lines.prefix(2)))
        #expect(text.split(separator: "\n").first?.contains(#""images_seen":640"#) == true)
    }

    @Test func aLastLineThatWasCutShortIsLeftOut() throws {
        let folder = try TemporaryFolder()
        let text = try TrainingLog.encoded(lines)
        try Data(text.utf8.dropLast(20)).write(to: URL(fileURLWithPath: folder.file(TrainingLog.fileName)))
        #expect(TrainingLog.read(folder: folder.path) == Array(lines.prefix(2)))
    }

    @Test func noLogIsNoLines() throws {
        #expect(TrainingLog.read(folder: try TemporaryFolder().path).isEmpty)
    }

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
