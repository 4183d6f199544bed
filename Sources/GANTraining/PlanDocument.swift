import Foundation
import GANFiles
import GANNumerics

/// A plan as a person writes it: a preset, and what is to be other than there.
///
///     preset: mlp-ring
///     loss: wasserstein
///     regularizers: [{name: gradient_penalty, weight: 10}]
///     criticSteps: 5
///     steps: 2000
///
/// Fields are those of `Hyperparameters`, with `preset`, `steps`, `seed` and `checkpointEvery`. An unknown key is an error.
public struct PlanDocument: Sendable {
    /// The preset with the plan's settings.
    public let preset: Preset
    /// Training steps, where the plan says.
    public let steps: Int?
    /// The seed, where the plan says.
    public let seed: UInt64?
    /// Steps between checkpoints, where the plan says.
    public let checkpointEvery: Int?

    /// Reads the YAML or JSON at `path`, at most 256 KiB.
    ///
    /// Throws `TrainingError.unreadablePlan`, which names line and field.
    public static func read(_ path: String) throws(TrainingError) -> PlanDocument {
        do throws(DocumentProblem) {
            return try YAMLDocument.read(Fields.self, path: path).document
        } catch {
            let place = error.line.map { "line \($0): " } ?? ""
            throw .unreadablePlan(path: path, problem: place + error.problem)
        }
    }

    /// A preset's plan in full, as `read` takes it.
    public static func text(
        _ preset: Preset, steps: Int, seed: UInt64, checkpointEvery: Int
    ) throws -> String {
        let settings = try JSONText(encoding: preset.hyperparameters).text
        // Every field on a line of its own, the values as JSON, which YAML contains.
        guard let object = try JSONSerialization.jsonObject(with: Data(settings.utf8)) as? [String: Any] else {
            return settings
        }
        var values = object
        // What plans leave out where it is as usual stands here all the same.
        let usual: [String: Any] = [
            "loss": preset.hyperparameters.loss.type.name, "regularizers": [Any](), "criticSteps": 1,
            "spectralNormalization": false, "labelSmoothing": 0, "packing": 1,
            "conditionalNormalization": false,
            "prior": preset.hyperparameters.prior.rawValue,
        ]
        values.merge(usual) { own, _ in own }
        let absent = Hyperparameters.CodingKeys.allCases.map(\.rawValue).filter { values[$0] == nil }
        for key in absent { values[key] = NSNull() }
        var lines = [
            "preset: \(preset.name)", "steps: \(steps)", "seed: \(seed)", "checkpointEvery: \(checkpointEvery)",
        ]
        for key in Hyperparameters.CodingKeys.allCases.map(\.rawValue) {
            let value = try JSONSerialization.data(
                withJSONObject: values[key] ?? NSNull(),
                options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes])
            lines.append("\(key): \(String(decoding: value, as: UTF8.self))")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// The document's fields, each checked where it stands.
private struct Fields: Decodable {
    let document: PlanDocument

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static let own = ["preset", "steps", "seed", "checkpointEvery"]

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        func problem(_ key: String, _ text: String) -> DecodingError {
            .dataCorruptedError(forKey: Key(stringValue: key), in: fields, debugDescription: text)
        }
        let known = Self.own + Hyperparameters.CodingKeys.allCases.map(\.rawValue)
        if let unknown = fields.allKeys.map(\.stringValue).filter({ !known.contains($0) }).min() {
            throw problem(unknown, "the key \(unknown) is unknown; known are \(known.joined(separator: ", "))")
        }
        let name = try fields.decode(String.self, forKey: Key(stringValue: "preset"))
        guard var preset = Preset.named(name) else {
            throw problem("preset", "there is no preset \(name); `ganeval train --list` shows them")
        }
        try preset.hyperparameters.update(from: decoder)
        func count(_ key: String) throws -> Int? {
            guard let value = try fields.decodeIfPresent(Int.self, forKey: Key(stringValue: key)) else { return nil }
            guard (1...100_000_000).contains(value) else {
                throw problem(key, "\(key) is \(value), expected 1 to 100000000")
            }
            return value
        }
        document = PlanDocument(
            preset: preset, steps: try count("steps"),
            seed: try fields.decodeIfPresent(UInt64.self, forKey: Key(stringValue: "seed")),
            checkpointEvery: try count("checkpointEvery"))
    }
}
