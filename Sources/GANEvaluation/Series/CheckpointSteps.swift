import Foundation

/// Where checkpoints stand in their training.
public enum CheckpointSteps {
    /// How the places were found.
    public enum Basis: String, Sendable, Codable {
        /// Every file tells its step.
        case metadata = "told by the files"
        /// The last number in each file's name.
        case names = "the last number in each file's name"
        /// The order in which the files were given.
        case order = "the order of the files"
    }

    /// Names under which files tell their step, the surest first.
    public static let keys = ["step", "global_step", "iteration", "iter", "n_iter", "epoch"]

    /// A whole number from 0 on as a file's text gives it: "1200", or "1200.0" as some tools write.
    public static func parse(_ text: String) -> Int? {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        if let step = Int(trimmed) { return step >= 0 ? step : nil }
        guard let value = Double(trimmed), value >= 0, value < 1e15, value == value.rounded() else { return nil }
        return Int(value)
    }

    /// The step in a file's texts, by the surest key that has one.
    public static func step(in texts: (String) -> String?) -> Int? {
        for key in keys {
            if let step = texts(key).flatMap(parse) { return step }
        }
        return nil
    }

    /// The last run of digits in a file's name without its suffix: 500 for "G_0000500.pt".
    public static func number(inName name: String) -> Int? {
        let stem = (name as NSString).deletingPathExtension
        let digits = stem.unicodeScalars.split { !("0"..."9").contains($0) }.last
        return digits.flatMap { Int(String($0)) }
    }

    /// Files in the order of the numbers in their names, where all differ; else as they are.
    ///
    /// Neighbours in training are then neighbours here, as far as names tell.
    package static func ordered(_ paths: [String]) -> [String] {
        let numbers = paths.map { number(inName: ($0 as NSString).lastPathComponent) }
        guard Set(numbers).count == paths.count, !numbers.contains(nil) else { return paths }
        return zip(numbers, paths).sorted { ($0.0 ?? 0) < ($1.0 ?? 0) }.map(\.1)
    }

    /// A step for each file: what all of them tell, else the numbers in their names where they differ, else their places
    /// from 1 on.
    ///
    /// Steps are never mixed from two sources: a step of one tool and a number in another's name are no common scale.
    public static func steps(told: [Int?], names: [String]) -> (steps: [Int], basis: Basis) {
        let told = told.compactMap { $0 }
        if told.count == names.count, Set(told).count == told.count || told.count < 2 { return (told, .metadata) }
        let numbers = names.compactMap { number(inName: $0) }
        if numbers.count == names.count, Set(numbers).count == numbers.count { return (numbers, .names) }
        return (Array(1..<names.count + 1), .order)
    }
}
