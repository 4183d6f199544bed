import Foundation

/// The log of a training run: one JSON object a line, means over the steps since the line before.
///
/// It holds no clock, so the same run writes the same bytes.
package enum TrainingLog {
    /// The file's name in the run's folder.
    package static let fileName = "log.jsonl"

    /// The lines of the log in a run's folder, up to `last` steps; empty where there is none.
    ///
    /// A last line that a kill cut short is left out.
    package static func read(folder: String, upTo last: Int = .max) -> [TrainingPoint] {
        guard let data = FileManager.default.contents(atPath: folder + "/" + fileName) else { return [] }
        let decoder = JSONDecoder()
        return data.split(separator: UInt8(ascii: "\n"))
            .compactMap { try? decoder.decode(TrainingPoint.self, from: Data($0)) }
            .filter { $0.step <= last }
    }

    /// The lines as they stand in the file.
    package static func encoded(_ lines: [TrainingPoint]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try lines.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined()
    }
}
