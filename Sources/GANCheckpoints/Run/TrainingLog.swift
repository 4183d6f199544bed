import Foundation

/// The log of a training run: one JSON object a line, means over the steps since the line before.
///
/// It holds no clock, so the same run writes the same bytes.
package enum TrainingLog {
    /// The file's name in the run's folder.
    package static let fileName = "log.jsonl"

    /// One line.
    package struct Line: Sendable, Equatable, Codable {
        /// Steps done.
        package var step: Int
        /// Real samples that these steps took.
        package var imagesSeen: Int
        /// The mean of the generator's loss since the line before.
        package var generatorLoss: Double
        /// The mean of the discriminator's loss, with its regularizers.
        package var discriminatorLoss: Double
        /// The share of real samples that the discriminator called real.
        package var realAccuracy: Double
        /// The share of generated samples that the discriminator called generated.
        package var generatedAccuracy: Double

        package init(
            step: Int, imagesSeen: Int, generatorLoss: Double, discriminatorLoss: Double, realAccuracy: Double,
            generatedAccuracy: Double
        ) {
            self.step = step
            self.imagesSeen = imagesSeen
            self.generatorLoss = generatorLoss
            self.discriminatorLoss = discriminatorLoss
            self.realAccuracy = realAccuracy
            self.generatedAccuracy = generatedAccuracy
        }

        enum CodingKeys: String, CodingKey {
            case step
            case imagesSeen = "images_seen"
            case generatorLoss = "generator_loss"
            case discriminatorLoss = "discriminator_loss"
            case realAccuracy = "real_accuracy"
            case generatedAccuracy = "generated_accuracy"
        }
    }

    /// The lines of the log in a run's folder, up to `last` steps; empty where there is none.
    ///
    /// A last line that a kill cut short is left out.
    package static func read(folder: String, upTo last: Int = .max) -> [Line] {
        guard let data = FileManager.default.contents(atPath: folder + "/" + fileName) else { return [] }
        let decoder = JSONDecoder()
        return data.split(separator: UInt8(ascii: "\n"))
            .compactMap { try? decoder.decode(Line.self, from: Data($0)) }
            .filter { $0.step <= last }
    }

    /// The lines as they stand in the file.
    package static func encoded(_ lines: [Line]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try lines.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined()
    }
}
