import GANText

/// The fields of one mapping in a document, a layer for instance, checked: no unknown key, no value out of bounds.
///
/// Errors are `DecodingError`s whose path leads to the field, so that a reader of YAML can find its line.
struct DocumentFields {
    /// A field under its short name, or a place in a list.
    struct Key: CodingKey, Hashable {
        let stringValue: String
        let intValue: Int?

        init(_ name: String) {
            stringValue = name
            intValue = nil
        }

        init(index: Int) {
            stringValue = String(index)
            intValue = index
        }

        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { self.init(index: intValue) }
    }

    /// Layers wider than this are refused before anything is allocated for them.
    static let sizeLimit = 1 << 20

    private let container: KeyedDecodingContainer<Key>
    /// Where each field stands, by its short name.
    private var places: [String: Key] = [:]

    /// Reads the fields' names, those in `aliases` as the short ones that they stand for; throws where two mean the same.
    init(_ decoder: any Decoder, aliases: [String: String] = [:]) throws {
        container = try decoder.container(keyedBy: Key.self)
        for key in container.allKeys {
            let name = aliases[key.stringValue] ?? key.stringValue
            if let other = places.updateValue(key, forKey: name) {
                throw problem(key, "\(key.stringValue) and \(other.stringValue) say the same")
            }
        }
    }

    /// Throws for the first field, in alphabetical order, that is among neither `known` nor `others`.
    ///
    /// `others` are fields that every mapping of the kind may have, which the error does not list.
    func allowOnly(_ known: [String], besides others: [String] = [], in kind: String) throws {
        let all = known + others
        guard let name = places.keys.filter({ !all.contains($0) && $0 != "kind" }).min(), let key = places[name]
        else { return }
        let takes = known.isEmpty ? "takes no arguments" : "takes \(known.joined(separator: ", "))"
        throw problem(
            key, "the key \(key.stringValue) is unknown; \(kind) \(takes)." + NearestName.question(name, in: all))
    }

    func problem(_ key: Key, _ text: String) -> DecodingError {
        DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: text)
    }

    func has(_ name: String) -> Bool { places[name] != nil }

    /// The value of a field, or `value` where it is not given; `expected` completes the sentence of the error.
    private func value<Value: Decodable>(
        _ name: String, otherwise value: Value?, expected: String
    ) throws -> (value: Value, key: Key) {
        guard let key = places[name] else {
            guard let value else {
                throw DecodingError.keyNotFound(
                    Key(name),
                    .init(codingPath: container.codingPath, debugDescription: "the key \(name) is missing"))
            }
            return (value, Key(name))
        }
        guard let found = try? container.decode(Value.self, forKey: key) else {
            throw problem(key, "\(key.stringValue) is not \(expected)")
        }
        return (found, key)
    }

    /// A whole number from `least` to `sizeLimit`.
    func size(_ name: String, from least: Int = 1, otherwise value: Int? = nil) throws -> Int {
        // Through Double, because PyTorch prints scale factors as 2.0; and pairs, as it prints kernels.
        var number = 0.0
        var key = Key(name)
        if let place = places[name], let pair = try? container.decode([Double].self, forKey: place) {
            guard let first = pair.first, pair.count <= 2, pair.allSatisfy({ $0 == first }) else {
                throw problem(place, "\(place.stringValue) is \(pair), expected one number, or two equal ones")
            }
            (number, key) = (first, place)
        } else {
            (number, key) = try self.value(name, otherwise: value.map { Double($0) }, expected: "a whole number")
        }
        guard number == number.rounded(), number >= Double(least), number <= Double(Self.sizeLimit) else {
            let text = number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
            throw problem(key, "\(key.stringValue) is \(text), expected \(least) to \(Self.sizeLimit)")
        }
        return Int(number)
    }

    /// Whole numbers from `least` to `sizeLimit`: one alone, or a list of as many as `counts` names.
    func sizes(
        _ name: String, counts: [Int], from least: Int = 1, otherwise value: Int? = nil
    ) throws -> [Int] {
        guard let key = places[name], let list = try? container.decode([Double].self, forKey: key) else {
            return [try size(name, from: least, otherwise: value)]
        }
        let allowed = Double(least)...Double(Self.sizeLimit)
        guard list.count == 1 || counts.contains(list.count),
            list.allSatisfy({ $0 == $0.rounded() && allowed.contains($0) })
        else {
            let lengths = counts.map(String.init).joined(separator: " or ")
            throw problem(
                key,
                "\(key.stringValue) is \(list), expected one number or \(lengths), each \(least) to \(Self.sizeLimit)")
        }
        return list.map { Int($0) }
    }

    /// Two whole numbers, for rows and columns, of one for both or of a list of two.
    func pair(_ name: String, from least: Int = 1, otherwise value: Int? = nil) throws -> Sides {
        let sizes = try sizes(name, counts: [2], from: least, otherwise: value)
        return Sides(rows: sizes[0], columns: sizes[sizes.count - 1])
    }

    /// A number that is not negative and at most `greatest`.
    func number(_ name: String, otherwise value: Float, to greatest: Float = .greatestFiniteMagnitude) throws -> Float {
        let (number, key) = try self.value(name, otherwise: value, expected: "a number")
        guard number.isFinite, number >= 0, number <= greatest else {
            let bound = greatest == .greatestFiniteMagnitude ? "0 or more" : "0 to \(greatest)"
            throw problem(key, "\(key.stringValue) is \(number), expected \(bound)")
        }
        return number
    }

    /// A number of either sign.
    func signed(_ name: String, otherwise value: Float) throws -> Float {
        let (number, key) = try self.value(name, otherwise: value, expected: "a number")
        guard number.isFinite else { throw problem(key, "\(key.stringValue) is \(number), expected a finite number") }
        return number
    }

    func flag(_ name: String, otherwise value: Bool? = nil) throws -> Bool {
        try self.value(name, otherwise: value, expected: "true or false").value
    }

    func text(_ name: String, otherwise value: String? = nil, expected: String = "a text") throws -> String {
        try self.value(name, otherwise: value, expected: expected).value
    }

    /// A list of names.
    func texts(_ name: String) throws -> [String] {
        try value(name, otherwise: nil as [String]?, expected: "a list of names").value
    }

    /// One of a few words.
    func word(_ name: String, of words: [String], otherwise value: String) throws -> String {
        let (word, key) = try self.value(name, otherwise: value, expected: "a text")
        guard words.contains(word) else {
            throw problem(
                key,
                "\(key.stringValue) is \(word), expected \(words.joined(separator: " or "))."
                    + NearestName.question(word, in: words))
        }
        return word
    }

    /// Something with fields of its own; nil where it is not given.
    ///
    /// Throws what its decoding throws.
    func nested<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value? {
        try places[name].map { try container.decode(Value.self, forKey: $0) }
    }

    /// A list of whole or broken numbers.
    func numbers(_ name: String) throws -> [Double] {
        try value(name, otherwise: nil as [Double]?, expected: "a list of numbers").value
    }

    /// A shape of one or three axes.
    func shape(_ name: String) throws -> [Int] {
        let (shape, key) = try value(name, otherwise: nil as [Int]?, expected: "a list of whole numbers")
        guard shape.count == 1 || shape.count == 3, shape.allSatisfy({ (1...Self.sizeLimit).contains($0) }) else {
            throw problem(key, "\(key.stringValue) is \(shape), expected [values] or [channels, height, width]")
        }
        return shape
    }
}
