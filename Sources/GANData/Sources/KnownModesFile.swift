import GANFiles
public import GANNumerics
import GANText

/// Reads a mixture of Gaussians that somebody wrote down: the modes that samples are held against.
///
/// JSON or YAML, a list of modes under `modes`:
///
///     {"modes": [{"name": "north", "centre": [0, 1], "spread": 0.05, "weight": 2}]}
///
/// or a CSV table with a header: columns `spread`, and where they are there `name` and `weight`; all others are the centre's coordinates
/// in their order. `spread` is the standard deviation of each coordinate. Weights are shares up to a common factor; where none is given
/// all modes are equally likely.
public enum KnownModesFile {
    /// More modes than this are no picture of anything.
    static let mostModes = 10_000
    /// More coordinates of all modes together take too long to compare with.
    static let mostCoordinates = 1_000_000
    /// The longest table, in bytes.
    static let tableLimit = 16 << 20

    /// The modes in the file at `path`.
    ///
    /// Throws `DataError` for what can't be read, with line or row: unknown keys, numbers that are not finite, spreads and weights that are
    /// not above 0, centres of different lengths, names that come twice, and for more than 10,000 modes or a million coordinates.
    public static func read(_ path: String) throws(DataError) -> KnownModes {
        let modes = path.lowercased().hasSuffix(".csv") ? try table(path) : try document(path)
        return try checked(modes, path: path)
    }

    /// A mode as it was written, with its place for sentences.
    struct Entry {
        var place: String
        var name: String?
        var centre: [Double]
        var spread: Double
        var weight: Double?
    }

    static let keys = ["name", "centre", "spread", "weight"]
    private static let example = #"{"modes": [{"centre": [0, 1], "spread": 0.05, "weight": 2}]}"#

    static func problem(_ place: String, _ fact: String, _ expected: String) -> DataError {
        .format(FormatProblem(place, fact, expected: expected, "Write it like \(example), or as a table."))
    }

    // MARK: Checks

    private static func checked(_ entries: [Entry], path: String) throws(DataError) -> KnownModes {
        guard let first = entries.first else { throw problem(path, "it holds no mode", "at least one") }
        guard entries.count <= mostModes, entries.count * first.centre.count <= mostCoordinates else {
            throw problem(
                path, "\(entries.count) modes of \(first.centre.count) coordinates",
                "at most \(mostModes) modes, and \(mostCoordinates) coordinates of all together")
        }
        var names: Set<String> = []
        for entry in entries {
            guard entry.centre.count == first.centre.count else {
                throw problem(
                    entry.place, "its centre has \(FigureText.count(entry.centre.count, "coordinate"))",
                    "\(first.centre.count), as the first mode has")
            }
            for (key, value) in [("spread", entry.spread), ("weight", entry.weight ?? 1)]
            where !(value > 0 && value.isFinite) {
                throw problem(entry.place, "\(key) is \(value)", "a finite number above 0")
            }
            // What a float32 sample can be told from, and squares of.
            guard entry.centre.allSatisfy({ $0.isFinite && abs($0) <= 1e18 }), (1e-18...1e18).contains(entry.spread)
            else {
                throw problem(entry.place, "a coordinate or the spread leaves the range of numbers", "1e-18 to 1e18")
            }
            guard (entry.weight == nil) == (first.weight == nil), (entry.name == nil) == (first.name == nil) else {
                throw problem(
                    entry.place,
                    "some modes have a \((entry.weight == nil) == (first.weight == nil) ? "name" : "weight"), and others none",
                    "all of them or none")
            }
            if let name = entry.name, !names.insert(name).inserted {
                throw problem(
                    entry.place, "the name \"\(PrintableText.of(name, limit: 60))\" comes twice", "a name for each mode"
                )
            }
        }
        let weights = entries.compactMap(\.weight)
        let given = entries.compactMap(\.name)
        return KnownModes(
            centres: Matrix(
                rows: entries.count, columns: first.centre.count, scalars: entries.flatMap(\.centre)),
            standardDeviations: entries.map(\.spread), weights: weights.isEmpty ? nil : weights,
            names: given.isEmpty ? nil : given)
    }

    // MARK: Documents

    private static func document(_ path: String) throws(DataError) -> [Entry] {
        let root: DocumentNode
        do throws(DocumentProblem) { root = try DocumentNode.read(path) } catch {
            throw problem(error.location, error.problem, "a list of modes")
        }
        let reader = ModesReader(path: path)
        let fields = try reader.fields(root, of: "the file", among: ["modes"])
        guard case .list(let items)? = fields["modes"]?.content else {
            throw reader.problem(root, "modes is no list", "modes: and a list of them")
        }
        guard items.count <= mostModes else {
            throw problem(path, "\(items.count) modes", "at most \(mostModes)")
        }
        var entries: [Entry] = []
        for item in items {
            let fields = try reader.fields(item, of: "a mode", among: keys)
            guard case .list(let coordinates)? = fields["centre"]?.content, !coordinates.isEmpty else {
                throw reader.problem(
                    item, "centre is no list of numbers", "centre: [0, 1], as many as a sample has values")
            }
            var centre: [Double] = []
            for coordinate in coordinates { centre.append(try reader.number(coordinate, "a coordinate")) }
            guard let spread = fields["spread"] else {
                throw reader.problem(item, "the key spread is missing", "the standard deviation of each coordinate")
            }
            var name: String?
            if let node = fields["name"] { name = try reader.text(node) }
            var weight: Double?
            if let node = fields["weight"] { weight = try reader.number(node, "weight") }
            entries.append(
                Entry(
                    place: reader.place(item), name: name, centre: centre, spread: try reader.number(spread, "spread"),
                    weight: weight))
        }
        return entries
    }

    // MARK: Tables

    private static func table(_ path: String) throws(DataError) -> [Entry] {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try BoundedFile.read(path, limit: tableLimit) } catch { throw .file(error) }
        return try (bytes + [0]).withUnsafeBufferPointer { buffer throws(DataError) in
            var reader = CSVReader(bytes: buffer, count: bytes.count, path: path)
            var fields: [CSVReader.Field] = []
            guard try reader.next(&fields) else { throw .emptyTable(path: path) }
            let header = fields.map { reader.text($0).lowercased() }
            func column(_ name: String) throws(DataError) -> Int? {
                guard header.count(where: { $0 == name }) < 2 else {
                    throw problem("\(path), row 1", "the column \(name) comes twice", "each column once")
                }
                return header.firstIndex(of: name)
            }
            let (name, weight) = (try column("name"), try column("weight"))
            guard let spread = try column("spread") else {
                throw problem(
                    "\(path), row 1", "there is no column named spread",
                    "a header: spread, where they are there name and weight, and the coordinates")
            }
            let coordinates = header.indices.filter { ![name, weight, spread].contains($0) }
            guard !coordinates.isEmpty else {
                throw problem("\(path), row 1", "there is no column of coordinates", "one for each value of a sample")
            }
            var entries: [Entry] = []
            while try reader.next(&fields) {
                guard fields.count == header.count else {
                    throw .raggedRow(path: path, row: reader.row, fields: fields.count, expected: header.count)
                }
                guard entries.count < mostModes else { throw problem(path, "more than \(mostModes) modes", "fewer") }
                func number(_ column: Int) throws(DataError) -> Double {
                    let text = reader.text(fields[column])
                    guard let value = Double(text), value.isFinite, !text.lowercased().contains("x") else {
                        throw .notANumber(path: path, row: reader.row, column: column + 1, text: text)
                    }
                    return value
                }
                var centre: [Double] = []
                for column in coordinates { centre.append(try number(column)) }
                var (own, share): (String?, Double?)
                if let name { own = reader.text(fields[name]) }
                if let weight { share = try number(weight) }
                entries.append(
                    Entry(
                        place: "\(path), row \(reader.row)", name: own.flatMap { $0.isEmpty ? nil : $0 },
                        centre: centre,
                        spread: try number(spread), weight: share))
            }
            return entries
        }
    }
}

/// Takes a document of modes apart, with every mistake at its line.
private struct ModesReader {
    let path: String

    func place(_ node: DocumentNode) -> String { "\(path), line \(node.line)" }

    func problem(_ node: DocumentNode, _ fact: String, _ expected: String) -> DataError {
        KnownModesFile.problem(place(node), fact, expected)
    }

    /// A mapping's values by key, none of which is unknown or stands twice.
    func fields(
        _ node: DocumentNode, of what: String, among known: [String]
    ) throws(DataError) -> [String: DocumentNode] {
        guard case .mapping(let entries) = node.content else {
            throw problem(node, "\(what) is no mapping", "the keys \(known.joined(separator: ", "))")
        }
        var result: [String: DocumentNode] = [:]
        for entry in entries {
            guard case .scalar(let key, _) = entry.key.content, known.contains(key) else {
                var key = ""
                if case .scalar(let text, _) = entry.key.content { key = text }
                throw problem(
                    entry.key,
                    "the key \"\(PrintableText.of(key, limit: 60))\" is unknown.\(NearestName.question(key, in: known))",
                    "of \(what): \(known.joined(separator: ", "))")
            }
            guard result.updateValue(entry.value, forKey: key) == nil else {
                throw problem(entry.key, "the key \(key) comes twice", "each key once")
            }
        }
        return result
    }

    func text(_ node: DocumentNode) throws(DataError) -> String {
        guard case .scalar(let text, _) = node.content, !text.isEmpty else {
            throw problem(node, "name is no text", "a word or a text")
        }
        return text
    }

    func number(_ node: DocumentNode, _ what: String) throws(DataError) -> Double {
        guard case .scalar(let text, let isQuoted) = node.content, !isQuoted, let value = Double(text), value.isFinite
        else { throw problem(node, "\(what) is no number", "a finite number") }
        return value
    }
}
