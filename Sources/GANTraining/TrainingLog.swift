import Foundation

/// The log of a training run: one JSON object a line, means over the steps since the line before.
///
/// It holds no clock, so the same run writes the same bytes.
public enum TrainingLog {
    public static let fileName = "log.jsonl"

    /// One line.
    public struct Line: Sendable, Equatable, Codable {
        public var step: Int
        public var imagesSeen: Int
        public var generatorLoss: Double
        public var discriminatorLoss: Double
        public var realAccuracy: Double
        public var generatedAccuracy: Double

        enum CodingKeys: String, CodingKey {
            case step
            case imagesSeen = "images_seen"
            case generatorLoss = "generator_loss"
            case discriminatorLoss = "discriminator_loss"
            case realAccuracy = "real_accuracy"
            case generatedAccuracy = "generated_accuracy"
        }
    }

    /// Sums over the steps since the last line.
    struct Window: Sendable, Equatable, Codable {
        var steps = 0
        var generatorLoss = 0.0
        var discriminatorLoss = 0.0
        var realAccuracy = 0.0
        var generatedAccuracy = 0.0

        mutating func add(_ report: AdversarialTrainer.Report) {
            steps += 1
            generatorLoss += report.generatorLoss
            discriminatorLoss += report.discriminatorLoss
            realAccuracy += report.realAccuracy
            generatedAccuracy += report.generatedAccuracy
        }

        func line(step: Int, imagesSeen: Int) -> Line {
            let count = Double(max(1, steps))
            return Line(
                step: step, imagesSeen: imagesSeen, generatorLoss: generatorLoss / count,
                discriminatorLoss: discriminatorLoss / count, realAccuracy: realAccuracy / count,
                generatedAccuracy: generatedAccuracy / count)
        }
    }

    /// The lines of the log in a run's folder, up to `last` steps; empty where there is none.
    ///
    /// A last line that a kill cut short is left out.
    public static func read(folder: String, upTo last: Int = .max) -> [Line] {
        guard let data = FileManager.default.contents(atPath: folder + "/" + fileName) else { return [] }
        let decoder = JSONDecoder()
        return data.split(separator: UInt8(ascii: "\n"))
            .compactMap { try? decoder.decode(Line.self, from: Data($0)) }
            .filter { $0.step <= last }
    }

    static func encoded(_ lines: [Line]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try lines.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined()
    }
}
