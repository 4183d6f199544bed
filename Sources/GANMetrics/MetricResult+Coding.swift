import OrderedCollections

/// The form that a result has in `report.json`: value, interval, null, ceiling and diagnostics under names that every metric has, and
/// the metric's own parts beside them.
///
/// `parts` says of which type each part is, in their order, and of intervals the level and the method; so a document decodes to the
/// result that was encoded, but for figures that are not finite, which JSON can't hold: they come back as not a number.
extension MetricResult: Codable {
    /// The names that no part may have.
    package static let commonNames: Set<String> = [
        "extractor", "value", "interval", "interval_method", "level", "null", "null_basis", "ceiling", "ceiling_basis",
        "matched", "matched_interval", "matched_interval_method", "matched_level", "matched_basis", "diagnostics",
        "parts",
    ]

    /// Encodes all members; what is not finite becomes null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        try container.encode(value, forKey: "value")
        try container.encode(interval.map { [$0.low, $0.high] }, forKey: "interval")
        try container.encode(interval?.method, forKey: "interval_method")
        try container.encode(interval?.level, forKey: "level")
        try container.encode(null?.value, forKey: "null")
        try container.encode(null?.basis, forKey: "null_basis")
        try container.encode(ceiling?.value, forKey: "ceiling")
        try container.encode(ceiling?.basis, forKey: "ceiling_basis")
        if let matched {
            try container.encode(matched.value, forKey: "matched")
            try container.encode(matched.interval.map { [$0.low, $0.high] }, forKey: "matched_interval")
            try container.encode(matched.interval?.method, forKey: "matched_interval_method")
            try container.encode(matched.interval?.level, forKey: "matched_level")
            try container.encode(matched.basis, forKey: "matched_basis")
        }
        try container.encode(diagnostics, forKey: "diagnostics")
        try container.encode(parts.map { PartDescription($0.key, $0.value) }, forKey: "parts")
        for (name, part) in parts {
            precondition(!Self.commonNames.contains(name), "a part is named \"\(name)\", as every metric's figure is")
            let key = Name(stringValue: name)
            switch part {
            case .number(let value): try container.encode(value.isFinite ? value : nil, forKey: key)
            case .count(let value): try container.encode(value, forKey: key)
            case .text(let value): try container.encode(value, forKey: key)
            case .numbers(let values): try container.encode(values.map { $0.isFinite ? $0 : nil }, forKey: key)
            case .counts(let values): try container.encode(values, forKey: key)
            case .texts(let values): try container.encode(values, forKey: key)
            case .interval(let value): try container.encode([value.low, value.high], forKey: key)
            }
        }
    }

    /// What `parts` says of one part.
    private struct PartDescription: Codable {
        var name: String
        var type: MetricPart.Kind
        /// Of intervals.
        var level: Double?
        var method: String?

        init(_ name: String, _ part: MetricPart) {
            self.name = name
            type = part.kind
            guard case .interval(let interval) = part else { return }
            level = interval.level
            method = interval.method
        }
    }
}

extension MetricPart {
    /// The part's type, by the name that it has in `report.json`.
    package enum Kind: String, Sendable, Codable {
        case number, count, text, numbers, counts, texts, interval
    }

    package var kind: Kind {
        switch self {
        case .number: return .number
        case .count: return .count
        case .text: return .text
        case .numbers: return .numbers
        case .counts: return .counts
        case .texts: return .texts
        case .interval: return .interval
        }
    }
}

// MARK: Reading

extension MetricResult {
    /// Levels of intervals that anybody prints; outside of them widths lose their digits.
    package static let levels = 0.5...0.9999

    /// Reads what `encode` wrote, trusting nothing of it, and reports of 0.1.0, which do not say of which type a part is.
    ///
    /// Throws `DecodingError` for a value that is not finite, for damaged intervals (they must not pass for unknown ones), for levels
    /// beyond 50 % to 99.99 %, and for parts of another type than is said.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        self.init(value: try container.decode(Double.self, forKey: "value"))
        guard value.isFinite else { throw container.fault("value is not finite") }
        interval = try container.interval("interval", level: "level", method: "interval_method")
        null = try container.reference("null", basis: "null_basis")
        ceiling = try container.reference("ceiling", basis: "ceiling_basis")
        matched = try container.reference("matched", basis: "matched_basis").map { value in
            MatchedValue(
                value: value.value,
                interval: try container.interval(
                    "matched_interval", level: "matched_level", method: "matched_interval_method"),
                basis: value.basis)
        }
        diagnostics = try container.decodeIfPresent([Diagnostic].self, forKey: "diagnostics") ?? []
        parts = try container.contains("parts") ? Self.parts(container) : Self.untypedParts(container)
    }

    private static func parts(_ container: KeyedDecodingContainer<Name>) throws -> OrderedDictionary<String, MetricPart>
    {
        var parts: OrderedDictionary<String, MetricPart> = [:]
        for described in try container.decode([PartDescription].self, forKey: "parts") {
            let name = Name(stringValue: described.name)
            guard !commonNames.contains(described.name), parts[described.name] == nil else {
                throw container.fault("parts names \(described.name), which is no part or is there twice")
            }
            parts[described.name] =
                switch described.type {
                case .number: .number(try container.decode(Double?.self, forKey: name) ?? .nan)
                case .count: .count(try container.decode(Int.self, forKey: name))
                case .text: .text(try container.decode(String.self, forKey: name))
                case .numbers: .numbers(try container.decode([Double?].self, forKey: name).map { $0 ?? .nan })
                case .counts: .counts(try container.decode([Int].self, forKey: name))
                case .texts: .texts(try container.decode([String].self, forKey: name))
                case .interval:
                    .interval(
                        try container.interval(
                            name, level: described.level, method: described.method ?? ""))
                }
        }
        return parts
    }

    /// The parts of a report of 0.1.0, by what their values look like: whole numbers are counts unless they are shares or
    /// p-values, and two numbers under a name that ends in `_interval` are an interval of 95 %.
    private static func untypedParts(
        _ container: KeyedDecodingContainer<Name>
    ) throws -> OrderedDictionary<String, MetricPart> {
        var parts: OrderedDictionary<String, MetricPart> = [:]
        let others = container.allKeys.filter { !commonNames.contains($0.stringValue) }
        for name in others.sorted(by: { $0.stringValue < $1.stringValue }) {
            let text = name.stringValue
            if text.hasSuffix("_interval") {
                guard try !container.decodeNil(forKey: name) else { continue }
                parts[text] = .interval(try container.interval(name, level: nil, method: ""))
                continue
            }
            switch try container.decode(LooseValue.self, forKey: name) {
            case .other: continue
            case .null: parts[text] = .number(.nan)
            case .text(let word): parts[text] = .text(word)
            case .number(let value):
                let isMeasured =
                    text.hasSuffix("_share") || text.hasSuffix("p_value") || text == "reach_at_most"
                    || container.contains(Name(stringValue: text + "_interval"))
                parts[text] = isMeasured ? .number(value) : Int(exactly: value).map { .count($0) } ?? .number(value)
            case .texts(let words): parts[text] = .texts(words)
            case .list(let numbers):
                let counts = numbers.compactMap { Int(exactly: $0) }
                parts[text] = counts.count == numbers.count ? .counts(counts) : .numbers(numbers)
            }
        }
        return parts
    }

    /// A value of which nobody says what it is.
    private enum LooseValue: Decodable {
        case null
        case number(Double)
        case text(String)
        case texts([String])
        /// Numbers, not a number where there is null.
        case list([Double])
        case other

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let number = try? value.decode(Double.self) {
                self = .number(number)
            } else if let text = try? value.decode(String.self) {
                self = .text(text)
            } else if let numbers = try? value.decode([Double?].self) {
                self = .list(numbers.map { $0 ?? .nan })
            } else if let texts = try? value.decode([String].self) {
                self = .texts(texts)
            } else {
                self = .other
            }
        }
    }

    /// A member's name.
    fileprivate struct Name: CodingKey, ExpressibleByStringLiteral {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init(stringLiteral: String) { stringValue = stringLiteral }
        init?(intValue: Int) { nil }
    }
}

extension KeyedDecodingContainer where Key == MetricResult.Name {
    fileprivate func fault(_ problem: String) -> DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: codingPath, debugDescription: problem))
    }

    fileprivate func reference(_ key: Key, basis: Key) throws -> MetricReference? {
        guard let value = try decodeIfPresent(Double.self, forKey: key) else { return nil }
        guard value.isFinite else { throw fault("\(key.stringValue) is not finite") }
        return MetricReference(value: value, basis: try decodeIfPresent(String.self, forKey: basis) ?? "")
    }

    /// The metric's own interval; nil where there is none.
    fileprivate func interval(_ key: Key, level: Key, method: Key) throws -> MetricInterval? {
        // What is no number is no level either.
        let isThere = try contains(level) && !decodeNil(forKey: level)
        let number = isThere ? (try? decode(Double.self, forKey: level)) ?? .nan : nil
        if let number, !MetricResult.levels.contains(number) {
            throw fault("level is not between \(MetricResult.levels.lowerBound) and \(MetricResult.levels.upperBound)")
        }
        guard contains(key), try !decodeNil(forKey: key) else { return nil }
        guard let number else { throw fault("its interval has no level") }
        return try interval(key, level: number, method: try decodeIfPresent(String.self, forKey: method) ?? "")
    }

    /// Two finite numbers in order; `level` is 95 % where a report of 0.1.0 does not say it.
    fileprivate func interval(_ key: Key, level: Double?, method: String) throws -> MetricInterval {
        let level = level ?? 0.95
        guard let ends = try? decode([Double].self, forKey: key), ends.count == 2, ends.allSatisfy(\.isFinite),
            ends[0] <= ends[1]
        else { throw fault("\(key.stringValue) is not two finite numbers in order") }
        guard MetricResult.levels.contains(level) else {
            throw fault("the level of \(key.stringValue) is \(level)")
        }
        return MetricInterval(low: ends[0], high: ends[1], level: level, method: method)
    }
}
