import Foundation
import TestSupport
import Testing

@testable import GANCheckpoints

@Suite struct TrainingLogTests {
    private let lines = (1...3).map { step in
        TrainingPoint(
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
}
