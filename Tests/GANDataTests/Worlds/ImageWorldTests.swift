import GANNumerics
import Testing

@testable import GANData

@Suite struct ImageWorldTests {
    private static let pairs = [
        ("outlines", "filled"), ("filled", "outlines"), ("world-a", "world-b"), ("world-b", "world-a"),
    ]

    @Test(arguments: pairs) func rowsBelongTogether(first: String, second: String) throws {
        let (inputs, targets) = (
            try SampleSources.open("builtin:\(first)[40:60]"), try SampleSources.open("builtin:\(second)[40:60]")
        )
        let known = try #require(inputs.knownTranslation)
        #expect(known.target == "builtin:\(second)" && known.shape == targets.shape)
        #expect(inputs.labels == targets.labels && inputs.classNames == targets.classNames)
        let real = try targets.read(rows: 0..<20)
        #expect(known.images(of: Array(0..<20)) == real)
        #expect(known.images(of: [7, 3]) == real.rows(at: [7, 3]))
        #expect(real.scalars.allSatisfy { $0 >= 0 && $0 <= 255 && $0 == $0.rounded() })
        // Other rows' answers are no answers.
        #expect(Set((0..<20).map { Array(real.row($0)) }).count == 20)
    }

    @Test func fillsHaveARandomPartAndOneThatFollowsFromTheSize() throws {
        let known = try #require(try SampleSources.open("builtin:outlines").knownTranslation)
        #expect(known.isRandom && known.styles.isEmpty)
        let rows = Array(0..<200)
        let (one, other) = (known.images(of: rows), known.images(of: rows, draw: 1))
        #expect(one != other && other == known.images(of: rows, draw: 1))
        let source = ShapesSource(count: 200, stream: SeededGenerator(seed: 0).split("builtin:outlines"))
        for row in rows {
            let bound = Float(250 - 150 * (source.factors(of: row).radius - 5) / 6)
            #expect(zip(one.row(row), other.row(row)).allSatisfy { ($0 > 0) == ($1 > 0) || max($0, $1) < 0.4 * bound })
            #expect((one.row(row).max() ?? 0) <= bound.rounded() && (one.row(row).max() ?? 0) > 0.35 * bound)
        }
        #expect(try SampleSources.open("builtin:filled").knownTranslation?.isRandom == false)
    }

    @Test func stylesCanBeExchanged() throws {
        let source = try SampleSources.open("builtin:world-a-test[10:40]")
        let known = try #require(source.knownTranslation)
        #expect(known.styles == ["red", "green", "blue"] && !known.isRandom)
        let (labels, rows) = (try #require(source.labels), Array(0..<30))
        #expect(Set(labels) == [0, 1, 2] && rows.map { known.style(of: $0) } == labels)
        let own = known.images(of: rows)
        for style in 0..<3 {
            let made = known.images(of: rows, style: style)
            for row in rows { #expect((made.row(row) == own.row(row)) == (labels[row] == style)) }
        }
    }

    @Test func selectionsKeepTheTruthAndOtherSourcesHaveNone() throws {
        let source = try SampleSources.open("builtin:world-a")
        let chosen = SampleSelection(source, rows: [3, 8], name: "two")
        let known = try #require(chosen.knownTranslation)
        #expect(try known.images(of: [1]) == SampleSources.open("builtin:world-b").read(rows: 8..<9))
        #expect(try SampleSources.open("builtin:shapes").knownTranslation == nil)
        #expect(try source.read(rows: 0..<2) != SampleSources.open("builtin:world-a-test").read(rows: 0..<2))
    }
}
