/// The numbers of a table, its header, and the texts of its label column.
struct CSVTable {
    private(set) var values: [Float] = []
    private(set) var labels: [String]?
    /// Of the value columns; nil without a header.
    private(set) var names: [String]?
    private(set) var count = 0
    /// The number of value columns.
    private(set) var width = 0
    /// What was left out or moved, for the rule: ", without the index column".
    private(set) var remarks = ""

    /// What tools call a column that counts the rows.
    private static let indexNames: Set<String> = ["", "index", "unnamed: 0"]
    /// Without a header fewer rows than this may count by chance.
    private static let fewestCounted = 10

    init(from reader: inout CSVReader, path: String) throws(DataError) {
        var fields: [CSVReader.Field] = []
        guard try reader.next(&fields) else { return }
        let columns = fields.count
        var labelColumn: Int?
        let numeric = fields.filter { reader.number($0) != nil }.count
        let isNumbered = Self.isNumbered(fields.map { reader.text($0) })
        if numeric < columns || isNumbered {
            let header = fields.map { reader.text($0) }
            if isNumbered { remarks += ", a first row that counts 0, 1, 2, … taken as names" }
            labelColumn = header.firstIndex { ["label", "class"].contains($0.lowercased()) }
            if numeric > 0, !isNumbered, labelColumn == nil,
                let column = fields.firstIndex(where: { reader.number($0) == nil })
            {
                throw .notANumber(path: path, row: 1, column: column + 1, text: reader.text(fields[column]))
            }
            names = header.indices.filter { $0 != labelColumn }.map { header[$0] }
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
        dropIndex()
        if let place = names?.firstIndex(of: "") {
            throw .namelessColumn(path: path, column: place + (labelColumn.map { $0 <= place } ?? false ? 2 : 1))
        }
    }

    /// Whether a first row is names that count the columns, as pandas gives them, perhaps behind the empty name of an index.
    private static func isNumbered(_ fields: [String]) -> Bool {
        let numbers = fields.first == "" ? fields.dropFirst() : fields[...]
        let fewest = fields.first == "" ? 1 : 5
        return numbers.count >= fewest && numbers.enumerated().allSatisfy { $1 == "\($0)" }
    }

    /// Leaves a first column out that counts the rows.
    private mutating func dropIndex() {
        let isNamedSo = names.map { Self.indexNames.contains($0.first?.lowercased() ?? "") }
        guard width > 1, isNamedSo ?? (count >= Self.fewestCounted), let first = values.first, first == 0 || first == 1
        else { return }
        for row in 0..<count where values[row * width] != first + Float(row) { return }
        take(Array(1..<width))
        remarks += ", without the index column"
    }

    /// Brings the columns into the order of `wanted`, which are the names of other data; a table without names stays.
    mutating func arrange(as wanted: [String], path: String) throws(DataError) {
        guard let names, names != wanted else { return }
        let places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let order = wanted.compactMap { places[$0] }
        guard names.count == wanted.count, Set(order).count == names.count else {
            throw .otherColumns(path: path, found: names, expected: wanted)
        }
        take(order)
        remarks += ", columns by their names"
    }

    /// Keeps some columns in the given order.
    private mutating func take(_ columns: [Int]) {
        var kept: [Float] = []
        kept.reserveCapacity(count * columns.count)
        for row in 0..<count { for column in columns { kept.append(values[row * width + column]) } }
        values = kept
        names = names.map { names in columns.map { names[$0] } }
        width = columns.count
    }
}
