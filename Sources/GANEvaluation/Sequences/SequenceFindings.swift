public import GANData
public import GANMetrics

/// What lines of text show beside the lines that they were learnt from.
public struct SequenceFindings: Sendable, Equatable, Codable {
    /// A generated line that equals a training line.
    public struct Copy: Sendable, Equatable, Codable {
        /// The line.
        public var line: String
        /// How often it was generated.
        public var generated: Int
        /// How often it stands among the training lines.
        public var training: Int
        /// The number of the first of these in its file.
        public var number: Int
    }

    /// The generated lines' figures.
    public var generated: SequenceQuality
    /// Those of as many real lines that were not trained on; nil without any.
    public var real: SequenceQuality?
    /// Generated lines that equal training lines, those generated most often first; at most `copyLimit`.
    public var copies: [Copy]
    /// How many different ones there are.
    public var copyCount: Int

    /// Copies that are listed.
    public static let copyLimit = 20

    /// Compares lines, at least one, with training lines, and as many held-out ones with these.
    ///
    /// Of generated and held-out lines the first are taken, as many as there are of both. Throws `TextProblem` for held-out lines that are the
    /// training lines. O(symbols).
    public init(generated: [String], training: TextLines, heldOut: TextLines?) throws(TextProblem) {
        if let heldOut, heldOut.lines == training.lines { throw .sameLines(path: heldOut.name) }
        let count = min(generated.count, heldOut?.lines.count ?? generated.count)
        let own = Array(generated.prefix(count))
        let known = training.lines.map(Self.symbols)
        let rule = training.isValid.map { isValid in
            { (symbols: [UInt32]) in
                var line = String.UnicodeScalarView()
                line.append(contentsOf: symbols.compactMap { Unicode.Scalar($0) })
                return isValid(String(line))
            }
        }
        self.generated = SequenceQuality(generated: own.map(Self.symbols), training: known, isValid: rule)
        real = heldOut.map {
            SequenceQuality(generated: $0.lines.prefix(count).map(Self.symbols), training: known, isValid: rule)
        }
        let found = Self.copies(own, training)
        copyCount = found.count
        copies = Array(found.prefix(Self.copyLimit))
    }

    private static func symbols(_ line: String) -> [UInt32] { line.unicodeScalars.map(\.value) }

    private static func copies(_ lines: [String], _ training: TextLines) -> [Copy] {
        var generated: [String: Int] = [:]
        for line in lines { generated[line, default: 0] += 1 }
        var found: [String: Copy] = [:]
        for (line, number) in zip(training.lines, training.numbers) {
            guard let count = generated[line] else { continue }
            found[line, default: Copy(line: line, generated: count, training: 0, number: number)].training += 1
        }
        return found.values.sorted { ($1.generated, $0.number) < ($0.generated, $1.number) }
    }
}
