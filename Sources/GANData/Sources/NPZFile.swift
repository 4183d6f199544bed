import GANFiles

/// NumPy's archive of arrays, which may hold labels beside samples.
package enum NPZFile: LabelFormat, FeatureFormat {
    package static let words = [FormatWords.ending(".npz")]
    package static let labelWords = ".npz:ARRAY"
    package static let archiveEndings = [".npz"]
    package static let holdsFloats = true

    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        try NPYSource.openArchive(place, findLabels: findLabels)
    }

    /// The array that was named, else `labels` or `y`, else the only one.
    package static func labels(_ place: SourcePlace) throws(DataError) -> [Int] {
        let archive = try NPZArchive(place.path)
        if let name = place.array { return try NPYSource.labels(of: archive.region(name)) }
        guard let name = archive.only(of: archive.names.filter { NPZArchive.labelNames.contains($0) }) ?? archive.only()
        else {
            throw .notLabels(
                path: place.path,
                fact: "holds the arrays \(archive.list); name one: \(place.path):\(archive.names.first ?? "labels")")
        }
        return try NPYSource.labels(of: archive.region(name))
    }

    package static func features(_ place: SourcePlace) throws(DataError) -> FeatureFile {
        try FeatureFile.archive(place)
    }
}

/// The arrays of an `.npz` file by their names.
struct NPZArchive {
    let path: String
    private let archive: ZipArchive
    private let entries: [ZipArchive.Entry]
    let names: [String]

    /// Under which names labels are found without being named.
    static let labelNames = ["labels", "y"]

    init(_ path: String) throws(DataError) {
        self.path = path
        archive = try DataError.reading(try ZipArchive(path: path))
        entries = archive.entries.filter { $0.name.hasSuffix(".npy") }
        names = entries.map { String($0.name.dropLast(4)) }
    }

    /// The names, for messages.
    var list: String { names.isEmpty ? "(none)" : names.joined(separator: ", ") }

    /// The only one of some names.
    func only(of names: [String]? = nil) -> String? {
        let names = names ?? self.names
        return names.count == 1 ? names[0] : nil
    }

    func has(_ name: String) -> Bool { names.contains(name) }

    /// Where an array's bytes are; throws for a name that is not there.
    func region(_ name: String) throws(DataError) -> ByteRegion {
        let entry = try entry(name)
        return try DataError.reading(
            try archive.region(
                of: entry, limit: NPYSource.greatestUnpackedBytes, name: "\(path), array \(name)"))
    }

    /// A whole array.
    func array(_ name: String) throws(DataError) -> NPYArray {
        let entry = try entry(name)
        do throws(ContentError) {
            let bytes = try archive.read(entry, limit: NPYSource.greatestUnpackedBytes)
            return try NPY.decode(bytes, path: "\(path), array \(name)")
        } catch { throw DataError(error) }
    }

    private func entry(_ name: String) throws(DataError) -> ZipArchive.Entry {
        guard let place = names.firstIndex(of: name) else { throw .noSuchArray(path: path, name: name, list: list) }
        return entries[place]
    }
}

extension DataError {
    static func noSuchArray(path: String, name: String, list: String) -> DataError {
        .format(
            FormatProblem(
                path, "holds no array named \(name)", expected: "one of \(list)", "Name one of these behind the colon.")
        )
    }
}
