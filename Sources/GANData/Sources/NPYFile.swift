import GANFiles

/// NumPy's format of one array.
package enum NPYFile: LabelFormat, FeatureFormat {
    package static let words = [FormatWords.ending(".npy")]
    package static let labelWords = ".npy"

    package static let holdsFloats = true

    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        try NPYSource.open(place)
    }

    package static func labels(_ place: SourcePlace) throws(DataError) -> [Int] {
        try NPYSource.labels(of: DataError.reading(try ByteRegion(path: place.path)))
    }

    package static func features(_ place: SourcePlace) throws(DataError) -> FeatureFile {
        try FeatureFile.array(DataError.reading(try ByteRegion(path: place.path)), format: "npy", path: place.path)
    }
}
