import Foundation
import GANNumerics
import TestSupport
import Testing

@testable import GANData

@Suite struct KnownModesFileTests {
    private func read(_ text: String, _ name: String = "modes.json") throws -> KnownModes {
        let folder = try TemporaryFolder()
        return try KnownModesFile.read(written(text, folder.file(name)))
    }

    private func written(_ text: String, _ path: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func documentsAndTablesSayTheSame() throws {
        let document = try read(
            """
            {"modes": [{"name": "north", "centre": [0, 1], "spread": 0.05, "weight": 3},
                       {"name": "south", "centre": [0, -1.5], "spread": 0.1, "weight": 1}]}
            """)
        #expect(document.centres.scalars == [0, 1, 0, -1.5] && document.standardDeviations == [0.05, 0.1])
        #expect(document.weights == [0.75, 0.25] && document.names == ["north", "south"])
        let table = try read("name,x,y,Spread,weight\nnorth,0,1,0.05,3\nsouth,0,-1.5,0.1,1\n", "modes.csv")
        #expect(table == document)
        let bare = try read("modes:\n- {centre: [1], spread: 2}\n- {centre: [3], spread: 2}\n", "modes.yaml")
        #expect(bare.weights == [0.5, 0.5] && bare.names == nil)
    }

    @Test(arguments: [
        ("", "empty"), ("[]", "no mapping"), ("{\"modes\": []}", "no mode"), ("{\"modes\": 3}", "no list"),
        ("{\"mode\": []}", "Did you mean 'modes'?"),
        ("{\"modes\": [{\"centre\": [], \"spread\": 1}]}", "no list of numbers"),
        ("{\"modes\": [{\"centre\": [0]}]}", "spread is missing"),
        ("{\"modes\": [{\"centre\": [0], \"spread\": 0}]}", "spread is 0.0"),
        ("{\"modes\": [{\"centre\": [0], \"spread\": -1}]}", "spread is -1.0"),
        ("{\"modes\": [{\"centre\": [\"a\"], \"spread\": 1}]}", "no number"),
        ("{\"modes\": [{\"centre\": [1e400], \"spread\": 1}]}", "no number"),
        ("{\"modes\": [{\"centre\": [1e30], \"spread\": 1}]}", "leaves the range"),
        ("{\"modes\": [{\"centre\": [0], \"spread\": 1, \"weight\": 0}]}", "weight is 0.0"),
        ("{\"modes\": [{\"centre\": [0], \"spread\": 1}, {\"centre\": [0, 1], \"spread\": 1}]}", "2 coordinates"),
        (
            "{\"modes\": [{\"centre\": [0], \"spread\": 1, \"weight\": 1}, {\"centre\": [1], \"spread\": 1}]}",
            "some modes have a weight"
        ),
        (
            "{\"modes\": [{\"name\": \"a\", \"centre\": [0], \"spread\": 1}, {\"name\": \"a\", \"centre\": [1], \"spread\": 1}]}",
            "comes twice"
        ),
    ]) func mistakesAreNamed(text: String, fact: String) throws {
        let error = #expect(throws: DataError.self) { try read(text) }
        #expect(error?.fact.contains(fact) == true, "\(String(describing: error))")
    }

    @Test(arguments: [
        ("x,y\n0,1\n", "spread"), ("spread\n1\n", "coordinates"), ("x,spread\n1\n", "1 fields"),
        ("x,spread\na,1\n", "“a” is not a number"), ("x,spread\nnan,1\n", "not a number"), ("x,spread\n", "no mode"),
        ("x,spread,spread\n1,1,1\n", "comes twice"), ("x,spread\n0x10,1\n", "not a number"),
    ]) func mistakesInTablesAreNamed(text: String, fact: String) throws {
        let error = #expect(throws: DataError.self) { try read(text, "modes.csv") }
        #expect(error?.fact.contains(fact) == true, "\(String(describing: error))")
    }

    @Test func onlyPointsOfTheSameWidthHaveKnownModes() throws {
        let folder = try TemporaryFolder()
        let path = try written("x,y,z,spread\n0,0,0,1\n", folder.file("three.csv"))
        let wide = #expect(throws: DataError.self) { try SampleSources.open("builtin:ring", modes: path) }
        #expect(wide?.fact.contains("3 coordinates") == true)
        let images = #expect(throws: DataError.self) { try SampleSources.open("builtin:shapes", modes: path) }
        #expect(images?.fact.contains("holds images") == true)
        let flat = try written("x,y,spread\n0,0,1\n", folder.file("two.csv"))
        let source = try SampleSources.open("builtin:ring[0:100]", modes: flat)
        #expect(source.knownModes?.centres.rows == 1 && source.labels == nil && source.count == 100)
        #expect(source.rule.contains("1 known mode"))
        #expect(try source.read(rows: 3..<4) == (try SampleSources.open("builtin:ring")).read(rows: 3..<4))
    }
}
