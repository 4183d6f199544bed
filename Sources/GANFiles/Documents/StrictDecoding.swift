/// Decoding that says what is wrong instead of passing over it.
extension Decoder {
    /// Throws when the mapping has a key that `keys` does not name; the message has the nearest known one.
    package func refuseUnknownKeys<Keys: CodingKey & CaseIterable & RawRepresentable>(_ keys: Keys.Type) throws
    where Keys.RawValue == String {
        let known = Keys.allCases.map(\.rawValue)
        let container = try container(keyedBy: AnyKey.self)
        for key in container.allKeys where !known.contains(key.stringValue) {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: container,
                debugDescription: "the key is unknown; known are \(known.joined(separator: ", "))")
        }
    }
}

extension KeyedDecodingContainer {
    /// Throws "KEY PROBLEM" unless `holds`.
    package func require(_ holds: Bool, _ key: Key, _ problem: @autoclosure () -> String) throws {
        if !holds { throw refusal(key, problem()) }
    }

    package func refusal(_ key: Key, _ problem: String) -> DecodingError {
        .dataCorruptedError(forKey: key, in: self, debugDescription: "\(key.stringValue) \(problem)")
    }
}

/// A key of any name.
struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init?(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init?(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }
}
