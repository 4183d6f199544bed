import GANFiles

/// The zip format that `torch.save` writes since PyTorch 1.6: a pickle and one entry for each storage.
///
/// Only entries that the tensors need are read; each is verified by its checksum.
struct PyTorchArchive {
    let contents: PyTorchContents
    /// What a person should know about how the file was read.
    let notes: [String]

    /// The name of the pickle in the archive's folder.
    static let pickleName = "data.pkl"

    init(_ archive: ZipArchive, fileSize: Int) throws(CheckpointError) {
        let place = PicklePlace(path: archive.path, part: Self.pickleName)
        var entries: [String: ZipArchive.Entry] = [:]
        for entry in archive.entries where entries.updateValue(entry, forKey: entry.name) != nil {
            throw place.damaged("the archive has two entries called \(entry.name)")
        }
        let pickles = archive.entries.filter { Self.isPickle($0.name) }
        guard let pickle = pickles.first, pickles.count == 1 else {
            throw place.damaged("the archive has \(pickles.count) entries called \(Self.pickleName)")
        }
        let folder = String(pickle.name.dropLast(Self.pickleName.count))
        let unpackLimit = PyTorchTensors.unpackLimit(fileSize: fileSize)

        func contents(_ entries: [ZipArchive.Entry]) throws(CheckpointError) -> [ArraySlice<UInt8>] {
            do throws(ContentError) {
                return try archive.contents(of: entries, unpackLimit: unpackLimit)
            } catch { throw .content(error) }
        }
        if let order = entries[folder + "byteorder"], let text = try contents([order]).first {
            guard text.elementsEqual("little".utf8) else { throw place.error(.bigEndian, at: 0) }
        }
        let (arena, _) = try PickleMachine.run(try contents([pickle]).first ?? [], place: place)
        let sizes = try PyTorchTensors.sizes(of: arena, place: place)
        var needed: [ZipArchive.Entry] = []
        for (key, bytes) in sizes {
            guard let entry = entries["\(folder)data/\(key)"] else { throw place.error(.storageMissing(key), at: 0) }
            guard entry.size == bytes else {
                throw place.error(.storageSize(key, bytes: entry.size, expected: bytes), at: 0)
            }
            needed.append(entry)
        }
        var storages: [String: ArraySlice<UInt8>] = [:]
        for ((key, _), bytes) in zip(sizes, try contents(needed)) { storages[key] = bytes }
        let tensors = try PyTorchTensors.bind(arena, storages: storages, fileSize: fileSize, place: place)
        self.contents = try PyTorchTree.contents(of: arena, tensors: tensors, place: place)
        var notes: [String] = []
        if archive.lacksChecksums { notes.append("The file was written without checksums, so damage can't be seen.") }
        if entries[folder + "constants.pkl"] != nil {
            notes.append("It is a TorchScript program: its weights were read, its code was left alone.")
        }
        self.notes = notes
    }

    /// Whether an entry is a PyTorch file's pickle: in one folder, or in none.
    static func isPickle(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.last == Substring(pickleName) && parts.count <= 2
    }
}

extension PicklePlace {
    func damaged(_ what: String) -> CheckpointError { error(.damagedFile(what), at: 0) }
}
