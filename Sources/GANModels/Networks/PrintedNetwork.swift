/// The text that `print(G)` shows: classes, names and arguments, by which a person describes a network without writing anything.
///
///     Generator(
///       (main): Sequential(
///         (0): ConvTranspose2d(64, 128, kernel_size=(4, 4), stride=(1, 1), bias=False)
///         (1): ReLU(inplace=True)
///       )
///     )
///
/// Layers run in the order in which they stand; what a network does between them (views, sums, labels) is not printed.
struct PrintedNetwork {
    /// The layers without the containers around them, in order.
    let layers: [NamedLayer]

    private static let greatestDepth = 64
    private static let greatestLines = 20_000

    /// Whether a text looks like a printed network and not like a document.
    static func isPrinted(_ text: String) -> Bool {
        guard let first = text.split(whereSeparator: \.isNewline).first(where: { !$0.allSatisfy(\.isWhitespace) })
        else {
            return false
        }
        let line = first.trimmingPrefix { $0.isWhitespace }
        return line.firstMatch(of: /^(\([A-Za-z0-9_.]+\): )?[A-Za-z_][A-Za-z0-9_.]*\(/) != nil
    }

    /// Why a text is no printed network, and in which line.
    struct Problem: Error, Equatable {
        let line: Int
        let text: String
    }

    /// Reads the text; throws the first line that is not understood.
    init(_ text: String) throws(Problem) {
        var layers: [NamedLayer] = []
        // The path of each container that is open, and whether its content is left out.
        var open: [(name: String, isIgnored: Bool, layer: Int?)] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.count <= Self.greatestLines else {
            throw Problem(line: 1, text: "it has \(lines.count) lines, expected at most \(Self.greatestLines)")
        }
        for (index, raw) in lines.enumerated() {
            let line = Self.trimmed(raw)
            if line.isEmpty { continue }
            if line == ")" {
                guard open.popLast() != nil else {
                    throw Problem(line: index + 1, text: "a parenthesis is closed that is not open")
                }
                continue
            }
            let isIgnored = open.contains { $0.isIgnored }
            // The arguments of a layer with parametrizations stand on a line of their own.
            if !line.hasPrefix("("), let last = open.last, let layer = last.layer {
                layers[layer].arguments = Self.arguments(line, kind: layers[layer].kind)
                continue
            }
            var rest = line[...]
            var name = ""
            if rest.hasPrefix("("), let end = rest.firstRange(of: "): ") {
                name = String(rest[rest.index(after: rest.startIndex)..<end.lowerBound])
                rest = rest[end.upperBound...]
            }
            guard let bracket = rest.firstIndex(of: "("), bracket > rest.startIndex else {
                throw Problem(line: index + 1, text: "\"\(line.prefix(60))\" is no layer as PyTorch prints it")
            }
            var kind = String(rest[..<bracket])
            let isParametrized = kind.hasPrefix("Parametrized") && kind.count > 12
            if isParametrized { kind.removeFirst(12) }
            let inner = rest[rest.index(after: bracket)...]
            let path = (open.dropFirst().map(\.name) + (open.isEmpty ? [] : [name])).joined(separator: ".")
            if inner.hasSuffix(")") {
                // "2 x Block(" and the like are not taken apart.
                guard !kind.contains(" ") else {
                    throw Problem(
                        line: index + 1, text: "\"\(line.prefix(60))\" stands for several layers; print them one by one"
                    )
                }
                if !isIgnored {
                    layers.append(
                        NamedLayer(
                            key: path, kind: kind, arguments: Self.arguments(String(inner.dropLast()), kind: kind)))
                }
                continue
            }
            guard inner.allSatisfy(\.isWhitespace) else {
                throw Problem(line: index + 1, text: "\"\(line.prefix(60))\" is not closed")
            }
            guard open.count < Self.greatestDepth else {
                throw Problem(line: index + 1, text: "containers are nested more than \(Self.greatestDepth) deep")
            }
            if isParametrized, !isIgnored {
                layers.append(NamedLayer(key: path, kind: kind, arguments: []))
                open.append((name, false, layers.count - 1))
            } else {
                open.append((name, isIgnored || name == "parametrizations", nil))
            }
        }
        guard open.isEmpty else { throw Problem(line: lines.count, text: "\(open.count) parentheses are not closed") }
        guard !layers.isEmpty else { throw Problem(line: 1, text: "it holds no layers") }
        self.layers = layers
    }

    private static func trimmed(_ line: Substring) -> String {
        var line = line
        while line.first?.isWhitespace == true { line.removeFirst() }
        while line.last?.isWhitespace == true { line.removeLast() }
        return String(line)
    }

    /// The arguments of "64, 128, kernel_size=(4, 4), bias=False" by name, as texts that YAML reads.
    static func arguments(_ text: String, kind: String) -> [(name: String, value: String)] {
        var parts: [String] = [""]
        var depth = 0
        for character in text {
            switch character {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "," where depth == 0:
                parts.append("")
                continue
            default: break
            }
            parts[parts.count - 1].append(character)
        }
        var result: [(name: String, value: String)] = []
        let names = LayerChain.positional[kind] ?? []
        var position = 0
        for part in parts {
            let part = trimmed(part[...])
            if part.isEmpty { continue }
            if let equals = part.firstIndex(of: "="), !part.hasPrefix("("), !part.hasPrefix("'") {
                result.append((String(part[..<equals]), value(trimmed(part[part.index(after: equals)...]))))
            } else {
                guard position < names.count else { continue }
                result.append((names[position], value(part)))
                position += 1
            }
        }
        return result
    }

    /// A value of Python as YAML has it.
    private static func value(_ text: String) -> String {
        switch text {
        case "True": return "true"
        case "False": return "false"
        case "None": return "null"
        default: break
        }
        if text.hasPrefix("'"), text.hasSuffix("'"), text.count > 1 {
            return LayerChain.quoted(String(text.dropFirst().dropLast()))
        }
        if text.hasPrefix("("), text.hasSuffix(")") {
            let inner = text.dropFirst().dropLast().filter { "0123456789.,-+e ".contains($0) }
            return "[" + (inner.hasSuffix(",") ? String(inner.dropLast()) : String(inner)) + "]"
        }
        if text.hasPrefix("["), text.hasSuffix("]") { return text.filter { "[]0123456789.,-+e ".contains($0) } }
        return Double(text) != nil ? text : LayerChain.quoted(text)
    }
}
