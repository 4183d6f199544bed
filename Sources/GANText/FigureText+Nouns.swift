extension FigureText {
    /// The noun for so many: "sample" of one, "samples" of any other number; `many` is the plural where an s does not make it.
    package static func noun(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        count == 1 ? one : many ?? one + "s"
    }

    /// The number, thousands apart, with its noun: "1 sample", "12,000 samples".
    package static func count(_ value: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count(value)) \(noun(value, one, many))"
    }
}
