import GANNumerics

/// `builtin:grammar`: expressions of three letters, of which a rule decides whether they are valid.
///
/// S → T | S O T with T one of x, y, z and O one of +, -, *, /, after Kusner and Hernández-Lobato 2016 (1611.04051, section 4). Lines have 3 to 6
/// letters, evenly; letters and operators are drawn evenly. There are 814,320 of them.
public enum ExpressionGrammar {
    private static let letters: [Character] = ["x", "y", "z"]
    private static let operators: [Character] = ["+", "-", "*", "/"]

    /// Whether the rule derives the string, of any length.
    public static func isValid(_ line: String) -> Bool {
        let symbols = Array(line)
        return symbols.count % 2 == 1
            && symbols.enumerated().allSatisfy { ($0 % 2 == 0 ? letters : operators).contains($1) }
    }

    /// Lines, the i-th of the stream `split(i)`.
    static func lines(_ count: Int, _ stream: SeededGenerator) -> [String] {
        (0..<count).map { row in
            var random = stream.split(row)
            var line: [Character] = []
            for place in 0..<3 + random.index(below: 4) {
                if place > 0 { line.append(operators[random.index(below: operators.count)]) }
                line.append(letters[random.index(below: letters.count)])
            }
            return String(line)
        }
    }
}
