/// Opens sources of every supported kind; `SourceFormats` lists them.
public enum SampleSources {
    /// Opens a SOURCE argument; `labels` names a file of labels (IDX or .npy) for the whole source, before any row range, and `modes` one of
    /// the Gaussians that its points are drawn from (`KnownModesFile`).
    ///
    /// Reads whole table and record files, and the headers of all images. Arrays, which are looked through for what is no number,
    /// and images are read when their rows are asked for.
    ///
    /// `reading` says what is done to values on the way: another size, other colours, the range of floats. It applies to the images that are
    /// stored, before "stacked:" makes others of them.
    ///
    /// "stacked:" before a source makes a `StackedSource` of it, after its range.
    public static func open(
        _ argument: String, labels: String? = nil, modes: String? = nil, reading: SourceReading = SourceReading()
    ) throws(DataError) -> any SampleSource {
        let source = try source(argument, labels: labels, reading)
        return try modes.map { (path) throws(DataError) in try MixtureSource(source, modesAt: path) } ?? source
    }

    /// Whether a source can be an array of floats, by its name alone: what `SourceReading.range` is about.
    public static func mayHoldFloats(_ argument: String) -> Bool {
        guard !argument.hasPrefix(StackedSource.prefix), let specification = try? SourceSpecification(argument),
            case .path(let path) = specification.place
        else { return false }
        var place = SourcePlace(path, isFolder: false)
        place.array = specification.array
        return (try? SourceFormats.format(of: place))?.holdsFloats ?? false
    }

    private static func source(
        _ argument: String, labels: String?, _ reading: SourceReading
    ) throws(DataError) -> any SampleSource {
        if argument.hasPrefix(StackedSource.prefix) {
            return try StackedSource(
                source(String(argument.dropFirst(StackedSource.prefix.count)), labels: labels, reading))
        }
        let specification = try SourceSpecification(argument)
        var source: any SampleSource
        switch specification.place {
        case .builtin(let name):
            if reading.range != nil { throw .rangeOfLevels(path: argument) }
            source = try BuiltinSources.open(name)
        case .path(let path):
            source = try SourceFormats.open(
                path, array: specification.array, findLabels: labels == nil, reading: reading)
        }
        if !reading.conversion.isEmpty {
            source = try ConvertedSource(source, conversion: reading.conversion) ?? source
        }
        if let labels { source = try SampleSelection(source, labelsAt: labels) }
        if specification.first == 0, specification.end == nil { return source }
        return SampleRange(source, rows: try specification.rows(of: source.count))
    }
}
