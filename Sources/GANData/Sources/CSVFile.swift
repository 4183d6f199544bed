import GANNumerics

/// Opens tables of numbers in CSV (RFC 4180; commas; LF or CRLF) as vectors.
///
/// The first row is a header when it has a field that is no number and either no field is one or a column is named
/// `label` or `class`. That column (any case) gives the labels: whole numbers ≥ 0, or names, numbered in byte order.
/// Rows in errors count from 1 with the header, as spreadsheets do.
package enum CSVFile: FeatureFormat {
    package static let words = [FormatWords.ending(".csv")]

    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        let path = place.path
        let table = try table(path)
        let (labels, names) = numbered(table.labels)
        return ArraySource(
            name: FileSystem.lastComponent(of: path), rule: "csv, numbers as float32, vectors", count: table.count,
            shape: .vector(table.width), values: .floats(table.values), labels: labels, classNames: names)
    }

    /// The numbers alone, one row of the file each.
    package static func features(_ path: String) throws(DataError) -> FeatureFile {
        let table = try table(path)
        return FeatureFile(
            path: path, rule: "csv, numbers as float32" + (table.labels == nil ? "" : ", without the column of labels"),
            content: .rows(Matrix(rows: table.count, columns: table.width, scalars: table.values)), warnings: [])
    }

    private static func table(_ path: String) throws(DataError) -> Table {
        let bytes = try FileSystem.bytes(of: path)
        // The zero byte ends the last number for `strtof`.
        let table = try (bytes + [0]).withUnsafeBufferPointer { buffer throws(DataError) in
            var reader = CSVReader(bytes: buffer, count: bytes.count, path: path)
            return try Table(from: &reader, path: path)
        }
        guard table.width > 0, table.count > 0 else { throw .emptyTable(path: path) }
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

/// The numbers of a file and the texts of its label column.
private struct Table {
    var values: [Float] = []
    var labels: [String]?
    var count = 0
    /// The number of value columns.
    var width = 0

    init(from reader: inout CSVReader, path: String) throws(DataError) {
        var fields: [CSVReader.Field] = []
        guard try reader.next(&fields) else { return }
        let columns = fields.count
        var labelColumn: Int?
        let numeric = fields.filter { reader.number($0) != nil }.count
        if numeric < columns {
            let names = fields.map { reader.text($0).lowercased() }
            labelColumn = names.firstIndex { $0 == "label" || $0 == "class" }
            if numeric > 0, labelColumn == nil, let column = fields.firstIndex(where: { reader.number($0) == nil }) {
                throw .notANumber(path: path, row: 1, column: column + 1, text: reader.text(fields[column]))
            }
            guard try reader.next(&fields) else { return }
        }
        width = columns - (labelColumn == nil ? 0 : 1)
        if labelColumn != nil { labels = [] }
        repeat {
            guard fields.count == columns else {
                throw .raggedRow(path: path, row: reader.row, fields: fields.count, expected: columns)
            }
            for (column, field) in fields.enumerated() {
                if column == labelColumn {
                    let text = reader.text(field)
                    if text.isEmpty { throw .notANumber(path: path, row: reader.row, column: column + 1, text: "") }
                    labels?.append(text)
                    continue
                }
                guard let value = reader.number(field) else {
                    throw .notANumber(path: path, row: reader.row, column: column + 1, text: reader.text(field))
                }
                guard value.isFinite else {
                    throw .nonFiniteValue(path: path, row: reader.row, column: column + 1, value: reader.text(field))
                }
                values.append(value)
            }
            count += 1
        } while try reader.next(&fields)
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
}
