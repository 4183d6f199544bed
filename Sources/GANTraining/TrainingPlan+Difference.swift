import Foundation
import GANFiles

extension Hyperparameters {
    /// The first field, in the order of plans, in which `other` differs, with both values as JSON; nil where all are equal.
    func firstDifference(from other: Hyperparameters) throws -> (field: String, own: String, other: String)? {
        func fields(_ settings: Hyperparameters) throws -> [String: Any] {
            let text = try JSONText(encoding: settings).text
            return try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
        }
        func shown(_ value: Any?) throws -> String {
            guard let value else { return "as usual" }
            let data = try JSONSerialization.data(
                withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes])
            return String(decoding: data, as: UTF8.self)
        }
        let (first, second) = (try fields(self), try fields(other))
        for key in CodingKeys.allCases.map(\.rawValue) {
            let (one, two) = (try shown(first[key]), try shown(second[key]))
            if one != two { return (key, one, two) }
        }
        return nil
    }
}
