import GANText

/// A line whose parts know where they come from, so that each medium can escape what is not its own.
///
/// Literal parts are ours and stay as they are; interpolated texts come from outside and are made safe.
struct RichText: ExpressibleByStringInterpolation {
    enum Span {
        case own(String)
        case outside(String)
        case strong(String)
        case code(String)
        case link(String, to: String)
        /// Numbers that we printed, with their interval.
        case figure(String)
    }

    var spans: [Span]

    /// A text from outside.
    init(_ text: String) { spans = [.outside(text)] }

    init(stringLiteral value: String) { spans = [.own(value)] }

    init(stringInterpolation: StringInterpolation) { spans = stringInterpolation.spans }

    /// Numbers that we printed: they need no escaping but for the bracket of an interval.
    static func figure(_ text: String) -> RichText { RichText(.figure(text)) }

    static func strong(_ text: String) -> RichText { RichText(.strong(text)) }

    private init(_ span: Span) { spans = [span] }

    /// "a, b and c".
    static func list(_ items: [RichText]) -> RichText {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        var text = items[0]
        for item in items.dropLast().dropFirst() { text = "\(text), \(item)" }
        return "\(text) and \(last)"
    }

    struct StringInterpolation: StringInterpolationProtocol {
        var spans: [Span] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { if !literal.isEmpty { spans.append(.own(literal)) } }
        mutating func appendInterpolation(_ text: String) { spans.append(.outside(text)) }
        mutating func appendInterpolation(_ text: RichText) { spans += text.spans }
        mutating func appendInterpolation(_ count: Int) { spans.append(.own(FigureText.count(count))) }
        mutating func appendInterpolation(strong text: String) { spans.append(.strong(text)) }
        mutating func appendInterpolation(code text: String) { spans.append(.code(text)) }
        mutating func appendInterpolation(figure text: String) { spans.append(.figure(text)) }
        mutating func appendInterpolation(link text: String, to target: String) {
            spans.append(.link(text, to: target))
        }
    }

    /// The text alone, as a terminal shows it.
    var plain: String {
        spans.map { span in
            switch span {
            case .own(let text), .figure(let text): return text
            case .outside(let text), .strong(let text), .code(let text), .link(let text, _):
                return ReportText.cleaned(text)
            }
        }.joined()
    }

    /// The text as it came, for a page whose templates escape it.
    var unescaped: String {
        spans.map { span in
            switch span {
            case .own(let text), .figure(let text), .outside(let text), .strong(let text), .code(let text),
                .link(let text, _):
                return text
            }
        }.joined()
    }

    /// The line in Markdown; of each text from outside at most `limit` characters.
    func markdown(limit: Int) -> String {
        spans.map { span in
            switch span {
            case .own(let text): return text
            case .outside(let text): return ReportText.markdown(text, limit: limit)
            case .strong(let text): return "**\(ReportText.markdown(text, limit: limit))**"
            // Nothing can be escaped within the quotes, so what would end them or the cell is left out.
            case .code(let text): return "`\(ReportText.cleaned(text).filter { !"`|".contains($0) })`"
            case .link(let text, let target): return "[\(text)](\(target))"
            case .figure(let text): return text.replacing("[", with: "\\[")
            }
        }.joined()
    }
}
