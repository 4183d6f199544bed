import GANText

/// The formats that samples, labels and features are read from.
package enum SourceFormats {
    /// All of them, in the order in which sentences name them: a new one is one line here.
    package static let all: [any SourceFormat.Type] = [
        ImageFiles.self, IDXFile.self, NPYFile.self, NPZFile.self, CSVFile.self, HDF5Arrays.self, TarFile.self,
        CIFARFile.self, CIFARPickles.self, TorchFile.self, LMDBImages.self,
    ]

    /// What a SOURCE can be: "a folder …, a .png, .npy or .csv file, …, or builtin:NAME".
    package static let words = sentence(all)

    /// What a file of features can be: "a .npy, .npz or .csv file".
    package static let featureWords = endings(all.filter { $0 is any FeatureFormat.Type })

    /// What a file of labels can be: "IDX or .npy".
    static let labelWords = ReportText.alternatives(all.compactMap { ($0 as? any LabelFormat.Type)?.labelWords })

    /// Opens a file or folder by the format that claims it most surely; throws `unsupportedSource` where none does.
    static func open(
        _ path: String, array: String? = nil, findLabels: Bool, reading: SourceReading = SourceReading()
    ) throws(DataError) -> any SampleSource {
        var place = try SourcePlace(path)
        place.array = array
        place.reading = reading
        let claimed = try claim(of: place)
        if claimed?.claim != .sure, let unread = try UnreadFormat.of(place) { throw .unread(path: path, unread) }
        guard let format = claimed?.format else { throw .unsupportedSource(path: path) }
        if reading.range != nil, !format.holdsFloats { throw .rangeOfLevels(path: path) }
        try place.refuseForeign()
        return try format.open(place, findLabels: findLabels)
    }

    /// The format that claims a place most surely, of equally sure ones the first; nil where none does.
    static func format(of place: SourcePlace) throws(DataError) -> (any SourceFormat.Type)? {
        try claim(of: place)?.format
    }

    private static func claim(
        of place: SourcePlace
    ) throws(DataError) -> (format: any SourceFormat.Type, claim: FormatClaim)? {
        var best: (format: any SourceFormat.Type, claim: FormatClaim)?
        for format in all {
            let claim = try format.claim(place)
            if claim > best?.claim ?? .no { best = (format, claim) }
        }
        return best
    }

    /// Whether a file of this name would be taken for samples.
    package static func claims(fileNamed name: String) -> Bool {
        all.contains { (try? $0.claim(SourcePlace(name, isFolder: false))) ?? .no != .no }
    }

    /// Whether files of this name, in small letters, hold arrays that can be named behind a colon.
    static func holdsNamedArrays(_ name: String) -> Bool {
        all.contains { $0.archiveEndings.contains(where: name.hasSuffix) }
    }

    /// The labels of a file, whose name says its format: `labels.npy`, or an array of an archive, `mnist.npz:y_train`.
    package static func labels(_ argument: String) throws(DataError) -> [Int] {
        let (path, array) = SourceSpecification.archive(argument)
        var named = SourcePlace(path, isFolder: false)
        named.array = array
        guard let format = try format(of: named) as? any LabelFormat.Type else {
            throw .notLabels(path: path, fact: "this kind of file is not read as labels")
        }
        var place = try SourcePlace(path)
        place.array = array
        try place.refuseForeign()
        return try format.labels(place)
    }

    /// The features of a file, whose name says its format, or of a named array; `columns` names those of a table that are wanted.
    static func features(_ argument: String, columns: [String]? = nil) throws(DataError) -> FeatureFile {
        let (path, array) = SourceSpecification.archive(argument)
        var place = try SourcePlace(path)
        place.array = array
        place.reading.columns = columns
        guard !place.isFolder, let format = try format(of: place) as? any FeatureFormat.Type else {
            throw .unsupportedFeatureFile(path: path)
        }
        try place.refuseForeign()
        return try format.features(place)
    }

    /// All words of `formats`, with the endings together where the first of them stands.
    static func sentence(_ formats: [any SourceFormat.Type]) -> String {
        var parts: [String] = []
        var hasEndings = false
        for words in formats.flatMap({ $0.words }) {
            switch words {
            case .phrase(let phrase): parts.append(phrase)
            case .ending:
                if !hasEndings { parts.append(endings(formats)) }
                hasEndings = true
            }
        }
        return parts.joined(separator: ", ") + ", or builtin:NAME"
    }

    private static func endings(_ formats: [any SourceFormat.Type]) -> String {
        let endings = formats.flatMap { $0.words }.compactMap { words in
            if case .ending(let ending) = words { return ending }
            return nil
        }
        return "a \(ReportText.alternatives(endings)) file"
    }
}

extension DataError {
    /// A range of values was stated for a source that has grey levels.
    static func rangeOfLevels(path: String) -> DataError {
        .format(
            FormatProblem(
                path, "is no array of images in floats", expected: "one, which --range is about",
                "Leave --range away."))
    }
}
