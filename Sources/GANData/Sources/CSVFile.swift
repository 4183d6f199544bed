import GANNumerics

/// Opens tables of numbers (RFC 4180; LF or CRLF) as vectors.
///
/// - Fields are parted by tabs in `.tsv`; elsewhere by what the first row has of comma, semicolon and tab, in this order.
/// - The first row is a header when it has a field that is no number and either no field is one or a column is named `label` or `class`.
///   So is pandas' header, which counts 0, 1, 2, … over five columns or more, or behind an empty name. The column of that name (any case) gives the labels: whole numbers ≥ 0, or names, numbered in byte order.
/// - A first column that counts the rows from 0 or 1 is an index and left out, where its name is empty, "index" or "Unnamed: 0", or where there
///   is no header and at least ten rows. Another column without a name is refused.
/// - Columns come in the order of `SourceReading.columns` where these are the same names; where they are others the file is refused.
///
/// Rows in errors count from 1 with the header, as spreadsheets do.
package enum CSVFile: FeatureFormat {
    package static let words = [FormatWords.ending(".csv"), .ending(".tsv")]

    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        let table = try table(place)
        let (labels, names) = numbered(table.labels)
        var source = ArraySource(
            name: FileSystem.lastComponent(of: place.path), rule: "csv, numbers as float32, vectors" + table.remarks,
            count: table.count, shape: .vector(table.width), values: .floats(table.values), labels: labels,
            classNames: names)
        source.columnNames = table.names
        return source
    }

    /// The numbers alone, one row of the file each.
    package static func features(_ place: SourcePlace) throws(DataError) -> FeatureFile {
        let table = try table(place)
        var file = FeatureFile(
            path: place.path,
            rule: "csv, numbers as float32" + (table.labels == nil ? "" : ", without the column of labels")
                + table.remarks,
            content: .rows(Matrix(rows: table.count, columns: table.width, scalars: table.values)), warnings: [])
        file.columnNames = table.names
        return file
    }

    private static func table(_ place: SourcePlace) throws(DataError) -> CSVTable {
        let path = place.path
        let bytes = try FileSystem.bytes(of: path)
        // The zero byte ends the last number for `strtof`.
        var table = try (bytes + [0]).withUnsafeBufferPointer { buffer throws(DataError) in
            var reader = CSVReader(
                bytes: buffer, count: bytes.count, path: path, isTabbed: place.name.hasSuffix(".tsv"))
            return try CSVTable(from: &reader, path: path)
        }
        guard table.width > 0, table.count > 0 else { throw .emptyTable(path: path) }
        if let columns = place.reading.columns { try table.arrange(as: columns, path: path) }
        return table
    }

    private static func numbered(_ texts: [String]?) -> (labels: [Int]?, names: [String]?) {
        guard let texts else { return (nil, nil) }
        let numbers = texts.compactMap { text in Int(text).flatMap { $0 >= 0 ? $0 : nil } }
        if numbers.count == texts.count { return (numbers, nil) }
        let names = Set(texts).sorted(by: FileSystem.byteOrder)
        let number = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        return (texts.map { number[$0] ?? 0 }, names)
    }
}

extension DataError {
    static func emptyTable(path: String) -> DataError {
        .format(FormatProblem(path, "has no row of numbers", expected: "at least one", "Check the file."))
    }

    static func raggedRow(path: String, row: Int, fields: Int, expected: Int) -> DataError {
        .format(
            FormatProblem(
                "\(path), row \(row)", "\(fields) fields", expected: "\(expected), as in the first row",
                "Repair the row."))
    }

    static func notANumber(path: String, row: Int, column: Int, text: String) -> DataError {
        .format(
            FormatProblem(
                "\(path), row \(row), column \(column)",
                text.isEmpty ? "the field is empty" : "“\(text)” is not a number",
                expected: "a number that fits a 32-bit float", "Repair the field; only the first row may hold names."))
    }

    static func malformedQuotes(path: String, row: Int, column: Int) -> DataError {
        .format(
            FormatProblem(
                "\(path), row \(row), column \(column)", "a quoted field does not end well",
                expected: "quotes by RFC 4180", "Repair the field."))
    }

    static func namelessColumn(path: String, column: Int) -> DataError {
        .format(
            FormatProblem(
                "\(path), column \(column)", "has no name, and does not count the rows",
                expected: "a name for each column",
                "Name the column, or leave it out."))
    }

    static func otherColumns(path: String, found: [String], expected: [String]) -> DataError {
        let missing = expected.filter { !found.contains($0) }
        let strange = found.filter { !expected.contains($0) }
        func few(_ names: [String]) -> String {
            names.prefix(5).map { "“\($0)”" }.joined(separator: ", ") + (names.count > 5 ? ", …" : "")
        }
        var fact = "has other columns than the data beside it"
        if missing.isEmpty, strange.isEmpty { fact = "has columns of equal names" }
        if !missing.isEmpty { fact += ", without \(few(missing))" }
        if !strange.isEmpty { fact += ", with \(few(strange))" }
        return .format(
            FormatProblem(
                path, fact, expected: "the same names in both, in any order",
                "Rename or drop columns, or take the header off both files where places count."))
    }
}
