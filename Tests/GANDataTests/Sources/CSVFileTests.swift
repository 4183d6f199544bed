import GANFiles
import GANNumerics
import Testing

@testable import GANData

@Suite struct CSVFileTests {
    private func source(_ text: String) throws -> any SampleSource {
        try withTemporaryFolder { folder in
            try AtomicFile.write(Array(text.utf8), to: "\(folder)/t.csv")
            return try SampleSources.open("\(folder)/t.csv")
        }
    }

    private func error(_ text: String) throws -> DataError? {
        do {
            _ = try source(text)
            return nil
        } catch { return (error as? DataError).map(withoutFolder) }
    }

    /// The same error with only the file's name for a path, so that it can be compared.
    private func withoutFolder(_ error: DataError) -> DataError {
        switch error {
        case .format(let problem):
            let name = problem.location.firstRange(of: "t.csv").map { String(problem.location[$0.lowerBound...]) }
            return .format(
                FormatProblem(
                    name ?? problem.location, problem.fact, expected: problem.expectation, problem.remedy))
        case .nonFiniteValue(_, let row, let column, let value):
            return .nonFiniteValue(path: "t.csv", row: row, column: column, value: value)
        default: return error
        }
    }

    @Test func readsNumbersInEverySpelling() throws {
        let source = try source("1,-2.5,1e3\r\n 0.1 ,\"+7\",16777217\r\n\r\n")
        #expect(source.shape == .vector(3) && source.count == 2 && source.labels == nil)
        #expect(try source.read(rows: 0..<2).scalars == [1, -2.5, 1000, 0.1, 7, 16_777_216])
    }

    @Test func takesHeaderAndLabels() throws {
        let numbered = try source("x,Label,y\n1,4,2\n3,0,4\n")
        #expect(numbered.labels == [4, 0] && numbered.classNames == nil)
        #expect(try numbered.read(rows: 0..<2).scalars == [1, 2, 3, 4])
        let named = try source("\u{feff}\"class\",0,1\n\"dog, \"\"old\"\"\",1,2\ncat,3,4")
        #expect(named.labels == [1, 0] && named.classNames == ["cat", "dog, \"old\""])
    }

    @Test func namesRowAndColumnOfWhatIsWrong() throws {
        #expect(try error("1,2\n3,nan\n") == .nonFiniteValue(path: "t.csv", row: 2, column: 2, value: "nan"))
        #expect(try error("a,b\n1,-inf\n") == .nonFiniteValue(path: "t.csv", row: 2, column: 2, value: "-inf"))
        #expect(try error("1,1e99\n") == .nonFiniteValue(path: "t.csv", row: 1, column: 2, value: "1e99"))
        #expect(try error("1,2\n3\n") == .raggedRow(path: "t.csv", row: 2, fields: 1, expected: 2))
        #expect(try error("1,2\n\n3,4\n") == .raggedRow(path: "t.csv", row: 2, fields: 1, expected: 2))
        #expect(try error("1,2\n3,\n") == .notANumber(path: "t.csv", row: 2, column: 2, text: ""))
        #expect(try error("1,2\n3,0x10\n") == .notANumber(path: "t.csv", row: 2, column: 2, text: "0x10"))
        #expect(try error("1,2\n3,1-2\n") == .notANumber(path: "t.csv", row: 2, column: 2, text: "1-2"))
        #expect(try error("1,b\n3,4\n") == .notANumber(path: "t.csv", row: 1, column: 2, text: "b"))
        #expect(try error("1,\"2\n3,4\n") == .malformedQuotes(path: "t.csv", row: 1, column: 2))
        #expect(try error("1,\"2\"x\n") == .malformedQuotes(path: "t.csv", row: 1, column: 2))
        for empty in ["", "\n\n", "a,b\n", "label\n1\n"] { #expect(try error(empty) == .emptyTable(path: "t.csv")) }
    }

    private func table(
        _ text: String, columns: [String]? = nil, name: String = "t.csv"
    ) throws -> (
        values: [Float], rule: String
    ) {
        try withTemporaryFolder { folder in
            try AtomicFile.write(Array(text.utf8), to: "\(folder)/\(name)")
            var reading = SourceReading()
            reading.columns = columns
            let source = try SampleSources.open("\(folder)/\(name)", reading: reading)
            let features = try FeatureFile.read("\(folder)/\(name)", columns: columns)
            let values = try source.read(rows: 0..<source.count).scalars
            #expect(features.rows?.scalars == values)
            return (values, source.rule)
        }
    }

    @Test func columnsAreMatchedByTheirNames() throws {
        let moved = try table("b,a\n1,2\n3,4\n", columns: ["a", "b"])
        #expect(moved.values == [2, 1, 4, 3] && moved.rule.hasSuffix(", columns by their names"))
        #expect(try table("a,b\n1,2\n", columns: ["a", "b"]).rule.hasSuffix("vectors"))
        // Without names, places are all there is.
        #expect(try table("1,2\n", columns: ["a", "b"]).values == [1, 2])
        for other in ["a,c\n1,2\n", "a,b,c\n1,2,3\n", "a\n1\n", "a,a\n1,2\n"] {
            let error = #expect(throws: DataError.self) { try table(other, columns: ["a", "b"]) }
            #expect(error?.expectation == "the same names in both, in any order")
        }
        let error = #expect(throws: DataError.self) { try table("a,w\n1,2\n", columns: ["a", "b"]) }
        #expect(error?.fact == "has other columns than the data beside it, without “b”, with “w”")
    }

    @Test func countedRowsAreNoFeature() throws {
        for header in [",a,b", "Unnamed: 0,a,b", "index,a,b", ",0,1"] {
            let found = try table("\(header)\n0,5,6\n1,7,8\n2,9,9\n")
            #expect(
                found.values == [5, 6, 7, 8, 9, 9] && found.rule.contains(", without the index column"), "\(header)")
        }
        let rows = (1...10).map { "\($0),\($0 * $0)" }.joined(separator: "\n")
        #expect(try table(rows).values == (1...10).map { Float($0 * $0) })
        // A few rows may count by chance, and a column with a name of its own is one.
        #expect(try table("0,4\n1,5\n").values == [0, 4, 1, 5])
        #expect(try table("time,a\n0,4\n1,5\n").values == [0, 4, 1, 5])
        #expect(try error(",a\n3,4\n") == .namelessColumn(path: "t.csv", column: 1))
        #expect(try error("a,\n3,4\n") == .namelessColumn(path: "t.csv", column: 2))
        let counted = try table("0,1,2,3,4\n9,8,7,6,5\n")
        #expect(counted.values == [9, 8, 7, 6, 5] && counted.rule.contains("taken as names"))
    }

    @Test func separatorsAreFoundInTheFirstRow() throws {
        #expect(try table("a;b\n1;2\n").values == [1, 2])
        #expect(try table("\"a,x\";b\n1;2\n").values == [1, 2])
        #expect(try table("1\t2\n3\t4\n").values == [1, 2, 3, 4])
        #expect(try table("a\tb\n1\t2\n", name: "t.tsv").values == [1, 2])
        #expect(try table("a,b\n1,2\n").values == [1, 2])
    }
}
