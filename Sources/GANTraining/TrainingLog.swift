import Foundation

/// The log of a training run: one JSON object a line, means over the steps since the line before.
///
/// It holds no clock, so the same run writes the same bytes.
public enum TrainingLog {
    /// The file's name in the run's folder.
    public static let fileName = "log.jsonl"

    /// One line.
    public struct Line: Sendable, Equatable, Codable {
        /// Steps done.
        public var step: Int
        /// Real samples that these steps took.
        public var imagesSeen: Int
        /// The mean of the generator's loss since the line before.
        public var generatorLoss: Double
        /// The mean of the discriminator's loss, with its regularizers.
        public var discriminatorLoss: Double
        /// The share of real samples that the discriminator called real.
        public var realAccuracy: Double
        /// The share of generated samples that the discriminator called generated.
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
