package import GANData
import GANNumerics
import GANText

/// `ganeval inspect --data`: what a source of samples holds and by which rules it is read.
package struct DataInspection {
    /// The schema's name and version.
    package static let schema = "ganeval.data/1"

    private let source: any SampleSource
    private let digest: String
    private let range: ClosedRange<Float>?
    private let classes: Int?

    /// Reads all of `source`; throws what reading it throws.
    package init(_ source: any SampleSource) throws {
        self.source = source
        digest = try source.contentDigest()
        classes = source.labels.map { Set($0).count }
        var range: ClosedRange<Float>?
        let step = source.shape.blockRows(atMost: 4096)
        for start in stride(from: 0, to: source.count, by: step) {
            let block = try source.read(rows: start..<min(source.count, start + step)).scalars
            guard let least = block.min(), let greatest = block.max() else { continue }
            range = min(least, range?.lowerBound ?? least)...max(greatest, range?.upperBound ?? greatest)
        }
        self.range = range
    }

    /// For machines, with its line end.
    package func json() -> String {
        JSONValue.object([
            ("schema", .text(Self.schema)), ("name", .text(source.name)), ("rule", .text(source.rule)),
            ("digest", .text(digest)), ("count", .count(source.count)), ("shape", .text("\(source.shape)")),
            ("classes", classes.map { .count($0) } ?? .null),
            ("least", range.map { .number(Double($0.lowerBound)) } ?? .null),
            ("greatest", range.map { .number(Double($0.upperBound)) } ?? .null),
        ]).serialized()
    }

    private var guess: String { source.guessedClasses == nil ? "" : ", guessed from its folders" }

    /// The lines, without line ends, for people.
    package func lines() -> [String] {
        let values = range.map { "\($0.lowerBound) to \($0.upperBound)" } ?? "none"
        let facts = [
            ["samples", "\(FigureText.count(source.count)), each a \(source.shape)"], ["values", values],
            ["classes", (classes.map { FigureText.count($0) } ?? "no labels") + guess], ["read as", source.rule],
            ["SHA-256", digest],
        ]
        return [source.name] + TextTable([.left, .left]).lines(facts).map { "  " + $0 }
    }
}
