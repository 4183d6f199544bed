import GANFiles

/// NumPy's format of one array.
package enum NPYFile: LabelFormat, FeatureFormat {
    package static let words = [FormatWords.ending(".npy")]
    package static let labelWords = ".npy"

    package static let holdsFloats = true

    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        try NPYSource.open(place)
    }

    package static func labels(_ path: String) throws(DataError) -> [Int] {
        try NPYSource.labels(of: DataError.reading(try ByteRegion(path: path)))
    }

    package static func features(_ path: String) throws(DataError) -> FeatureFile {
        try FeatureFile.array(DataError.reading(try ByteRegion(path: path)), format: "npy", path: path)
    }
}
