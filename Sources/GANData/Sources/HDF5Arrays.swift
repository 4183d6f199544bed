import GANFiles

/// Arrays in an HDF5 file: samples, labels or features, as BigGAN's `make_hdf5.py` and h5py write them.
///
/// One is named behind a colon by the names that lead to it, `data.h5:train/images`; else `imgs` or `images` is taken, or the only one that
/// is not labels. `labels` or `y` beside it are its labels. An array is held in memory, up to 4 GiB of it.
package enum HDF5Arrays: LabelFormat, FeatureFormat {
    package static let words = [FormatWords.ending(".h5"), .ending(".hdf5")]
    package static let labelWords = ".h5:ARRAY"
    package static let archiveEndings = [".h5", ".hdf5"]
    package static let holdsFloats = true

    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        let file = try open(place.path)
        let names = file.datasets.map(\.name)
        let others = names.filter { !NPZArchive.labelNames.contains($0) }
        let usual = ["imgs", "images"].first(where: names.contains) ?? (others.count == 1 ? others[0] : nil)
        guard let chosen = place.array ?? usual else { throw .noArraySelected(path: place.path, names: names) }
        let prefix = chosen.lastIndex(of: "/").map { String(chosen[...$0]) } ?? ""
        let beside = findLabels ? NPZArchive.labelNames.map { prefix + $0 }.first(where: names.contains) : nil
        let labels = try beside.map { (name) throws(DataError) in try NPYSource.labels(of: region(name, of: file)) }
        return try NPYSource.open(
            try region(chosen, of: file),
            name: FileSystem.lastComponent(of: place.path) + (place.array.map { ":" + $0 } ?? ""),
            format: "hdf5 array \(chosen)", place.reading, labels: labels)
    }

    package static func labels(_ place: SourcePlace) throws(DataError) -> [Int] {
        try NPYSource.labels(of: region(place.array ?? "labels", of: try open(place.path)))
    }

    package static func features(_ place: SourcePlace) throws(DataError) -> FeatureFile {
        let file = try open(place.path)
        let names = file.datasets.map(\.name).filter { !NPZArchive.labelNames.contains($0) }
        guard let name = place.array ?? (names.count == 1 ? names[0] : nil) else {
            throw .noArraySelected(path: place.path, names: names)
        }
        return try FeatureFile.array(region(name, of: file), format: "hdf5, array \(name)", path: place.path)
    }

    private static func open(_ path: String) throws(DataError) -> HDF5File {
        try DataError.reading(try HDF5File(path: path))
    }

    /// An array as a `.npy` file has it.
    private static func region(_ name: String, of file: HDF5File) throws(DataError) -> ByteRegion {
        if let unread = file.unread.first(where: { $0.name == name }) {
            throw .content(.notHDF5(path: file.path, reason: "\(name) \(unread.reason)"))
        }
        guard let dataset = file.datasets.first(where: { $0.name == name }) else {
            let names = file.datasets.prefix(8).map(\.name).joined(separator: ", ")
            throw .noSuchArray(path: file.path, name: name, list: names.isEmpty ? "(none)" : names)
        }
        let bytes = try DataError.reading(
            try file.elements(of: dataset, limit: NPYSource.greatestUnpackedBytes))
        return ByteRegion(
            bytes: NPY.bytes(type: dataset.type, shape: dataset.shape, elements: bytes[...]),
            path: "\(file.path), array \(name)")
    }
}
