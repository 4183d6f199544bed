import GANFiles

/// One kind of file or folder that samples are read from: a file of its own, and one line in `SourceFormats.all`.
///
/// What samples, labels and features are read from follows from that list, as do the sentences that name what is supported. What only
/// one format finds wrong with its files it says by a `FormatProblem`.
package protocol SourceFormat: SendableMetatype {
    /// How a list of formats names it, in the list's order.
    static var words: [FormatWords] { get }
    /// Whether a place is of this format, by its name or by what is there.
    ///
    /// Throws where a folder that must be looked into can't be read.
    static func claim(_ place: SourcePlace) throws(DataError) -> FormatClaim
    /// Endings of its files that hold arrays by name: ".npz".
    static var archiveEndings: [String] { get }
    /// Whether it takes a stated range of floats and cuts values to it.
    static var holdsFloats: Bool { get }
    /// Opens a place that it claims; `findLabels` false where other labels were given, so that a file of them need not be looked for.
    static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource
}

/// A format whose files may hold labels and nothing else.
package protocol LabelFormat: SourceFormat {
    /// How a list of such formats names it: "IDX".
    static var labelWords: String { get }
    /// One class number for each sample; throws `notLabels` for other arrays.
    static func labels(_ place: SourcePlace) throws(DataError) -> [Int]
}

/// A format whose files may hold features that some extractor made.
package protocol FeatureFormat: SourceFormat {
    /// Reads the features of a file, as `FeatureFile` says.
    static func features(_ place: SourcePlace) throws(DataError) -> FeatureFile
}

/// How surely a place is of a format; the surest format opens it.
package enum FormatClaim: Comparable {
    case no
    /// Where no other format is surer: any folder may be one of images.
    case likely
    case sure
}

/// How a list of formats names one of them.
package enum FormatWords: Sendable, Equatable {
    /// By the ending of its files: ".npy".
    case ending(String)
    /// By a phrase with its article: "an IDX file (also .gz)".
    case phrase(String)
}

/// A file or folder that somebody named.
package struct SourcePlace: Sendable {
    /// As it was named.
    package let path: String
    /// The last part of the path, in small letters.
    package let name: String
    /// Whether it is a folder.
    package let isFolder: Bool
    /// The array of an archive that was named.
    package var array: String?
    /// What was said about reading it.
    package var reading = SourceReading()

    /// Looks what is at `path`; throws where nothing is, or nothing that can be seen.
    package init(_ path: String) throws(DataError) {
        self.init(path, isFolder: try FileSystem.kind(of: path) == .folder)
    }

    /// What is at `path`, where that is known.
    package init(_ path: String, isFolder: Bool) {
        self.path = path
        name = FileSystem.lastComponent(of: path).lowercased()
        self.isFolder = isFolder
    }

    /// The first bytes of a file, as many as there are up to `count`, for formats that names don't tell.
    package func head(_ count: Int) throws(DataError) -> [UInt8] {
        let file = try FileSystem.open(path)
        return try DataError.reading(try file.read(at: 0, count: min(count, file.size), what: "the file"))
    }

    /// Throws for a web page or a pointer of Git LFS, which no format would name as what it is.
    func refuseForeign() throws(DataError) {
        if isFolder { return }
        let start = try head(512)
        try DataError.reading(try ForeignContent.refuse(start, path: path))
    }

    /// Whether it is a file whose name ends so.
    func isFile(endingWith ending: String) -> Bool { !isFolder && name.hasSuffix(ending) }
}

extension SourceFormat {
    /// None: most files are one thing.
    package static var archiveEndings: [String] { [] }

    /// No: most formats have grey levels.
    package static var holdsFloats: Bool { false }

    /// By the endings among `words`.
    package static func claim(_ place: SourcePlace) throws(DataError) -> FormatClaim {
        let isNamedSo = words.contains { words in
            if case .ending(let ending) = words { return place.isFile(endingWith: ending) }
            return false
        }
        return isNamedSo ? .sure : .no
    }
}
