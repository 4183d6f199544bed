import OrderedCollections

/// A protocol in a document that is not as ganeval writes it.
package struct ProtocolProblem: Error, Equatable {
    /// "its protocol has no fingerprint".
    package let problem: String
}

extension EvaluationProtocol {
    /// The versions of the rules by which releases measured that wrote themselves into the protocol instead.
    private static let versionsOfReleases = ["ganeval 0.1.0": "1"]

    /// The field in which earlier releases named themselves.
    package static let toolField = "tool"

    /// A protocol that was recorded by this or an earlier release, with today's names and forms.
    ///
    /// Earlier releases recorded themselves instead of the rules' version: a release that measured by known rules gives their
    /// version, any other stands for rules of its own, so that its figures are compared with its own alone.
    package init(recorded pairs: some Sequence<(key: String, value: String)>) {
        var found: OrderedDictionary<String, String> = [:]
        for (name, value) in pairs { found[name] = value }
        let version = ProtocolKey.version.rawValue
        guard found[version] == nil, let tool = found[Self.toolField] else {
            self.init(fields: found)
            return
        }
        var modern: OrderedDictionary<String, String> = [:]
        for (name, value) in found {
            if name == Self.toolField {
                modern[version] = Self.versionsOfReleases[tool] ?? tool
            } else {
                modern[name] = Self.modern(name, value)
            }
        }
        self.init(fields: modern)
    }

    /// A field's value without the words that earlier releases wrote behind a figure.
    package static func modern(_ name: String, _ value: String) -> String {
        guard name == ProtocolKey.extractorAccuracy.rawValue, value.hasSuffix(accuracyWords) else { return value }
        return String(value.dropLast(accuracyWords.count))
    }

    private static let accuracyWords = " on images set aside"

    /// The protocol of a JSON document: its fields beside their fingerprint.
    ///
    /// Throws `ProtocolProblem` where there is no fingerprint, and where it is not that of the fields. Only documents that
    /// record the rules' version are held to that: the fingerprints of earlier ones followed an order that JSON does not keep.
    package init(document: [String: String]) throws(ProtocolProblem) {
        var fields = document
        guard let fingerprint = fields.removeValue(forKey: ProtocolKey.fingerprint), !fingerprint.isEmpty else {
            throw ProtocolProblem(problem: "its protocol has no fingerprint")
        }
        self.init(recorded: fields.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
        guard fields[ProtocolKey.version.rawValue] == nil || fingerprint == self.fingerprint else {
            throw ProtocolProblem(
                problem:
                    "its protocol's fingerprint is \(fingerprint.prefix(64)), where its fields give \(self.fingerprint)"
            )
        }
    }
}
