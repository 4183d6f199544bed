/// Opens sources of every supported kind by one rule: the path's suffix says which.
public enum SampleSources {
    /// Opens a SOURCE argument; `labels` names a file of labels (IDX or .npy) for the whole source, before any row range.
    ///
    /// Reads whole table and record files, and the headers of all images. Arrays, which are looked through for what is no number,
    /// and images are read when their rows are asked for.
    public static func open(_ argument: String, labels: String? = nil) throws(DataError) -> any SampleSource {
        let specification = try SourceSpecification(argument)
        var source: any SampleSource
        switch specification.place {
        case .builtin(let name): source = try BuiltinSources.open(name)
        case .path(let path): source = try open(path: path, labels: labels)
        }
        if let labels { source = try RelabelledSource(source, labelsAt: labels) }
        if specification.first == 0, specification.end == nil { return source }
        return SampleRange(source, rows: try specification.rows(of: source.count))
    }

    private static func open(path: String, labels: String?) throws(DataError) -> any SampleSource {
        let name = FileSystem.lastComponent(of: path).lowercased()
        if try FileSystem.kind(of: path) == .folder {
            if let files = try CIFARFile.files(in: path) { return try CIFARFile.open(files, path: path) }
            return try ImageFiles.open(folder: path)
        }
        if name.hasSuffix(".npy") { return try NPYSource.open(path) }
        if name.hasSuffix(".npz") { return try NPYSource.openArchive(path) }
        if name.hasSuffix(".csv") { return try CSVFile.open(path) }
        if name.hasSuffix(".zip") { return try ImageFiles.open(archive: path) }
        if name.hasSuffix(".png") { return try ImageFiles.open(file: path) }
        if name.hasSuffix(".bin") { return try CIFARFile.open([path], path: path) }
        if IDXFile.isNamedLikeIDX(name) { return try IDXFile.open(path, findLabels: labels == nil) }
        throw .unsupportedSource(path: path)
    }
}
