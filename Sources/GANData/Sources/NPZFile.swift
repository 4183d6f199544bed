/// NumPy's archive of arrays, which may hold labels beside samples.
package enum NPZFile: FeatureFormat {
    package static let words = [FormatWords.ending(".npz")]

    package static let holdsFloats = true

    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        try NPYSource.openArchive(place)
    }

    package static func features(_ path: String) throws(DataError) -> FeatureFile {
        try FeatureFile.archive(path)
    }
}
