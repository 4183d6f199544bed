import Foundation
import GANCheckpoints
import GANFiles
import OrderedCollections

/// The `config.json` that Hugging Face's libraries write beside a model's weights.
enum ConfigurationFile {
    /// A file of a few settings is not longer.
    private static let limit = 1 << 20

    /// The settings that are plain values, by name; of a list of lists, `layers`, the first value of
    /// each.
    ///
    /// Nothing where there is no such file, or none that can be read.
    static func attributes(beside path: String) -> OrderedDictionary<String, WeightAttribute> {
        let folder = (path as NSString).deletingLastPathComponent
        let name = (folder as NSString).appendingPathComponent("config.json")
        guard let bytes = try? BoundedFile.read(name, limit: limit),
            let settings = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        else { return [:] }
        var plain: OrderedDictionary<String, WeightAttribute> = [:]
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
            if let number = number(value) {
                plain[name] = .number(number)
            } else if let text = value as? String {
                plain[name] = .text(text)
            } else if let lists = value as? [[Any]] {
                plain[name] = .list(lists.map { .number(number($0.first) ?? 0) })
            }
        }
        return plain
    }

    /// A number, or a truth value as 0 or 1.
    private static func number(_ value: Any?) -> Double? {
        if let number = value as? Double { return number }
        if let number = value as? Int { return Double(number) }
        if let truth = value as? Bool { return truth ? 1 : 0 }
        return nil
    }
}
