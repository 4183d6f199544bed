/// A format that people have and that is not read: how it is known, and one line that converts it to one that is.
struct UnreadFormat: Sendable {
    /// With its article: "an HDF5 file".
    let name: String
    /// Endings of its files, in small letters.
    var endings: [String] = []
    /// Names that its folders hold, all of them.
    var members: [String] = []
    /// What to do, with `PATH` for the file's name.
    let remedy: String

    static let all = [
        UnreadFormat(
            name: "a Parquet file", endings: [".parquet"],
            remedy: "Write its images out: python3 -c \"import os, pyarrow.parquet as p; os.makedirs('images'); "
                + "[open(f'images/{i:06}.png', 'wb').write(x['bytes']) for i, x in "
                + "enumerate(p.read_table('PATH')['image'].to_pylist())]\"."),
        UnreadFormat(
            name: "a file of TFRecords", endings: [".tfrecord", ".tfrecords"],
            remedy: "Write its images out as PNG files, or use the tool that made it to pack them as a zip."),
        UnreadFormat(
            name: "a file of PyTorch, and which of its arrays holds samples", endings: [".pt", ".pth"],
            remedy: "Name one behind a colon, PATH:images; `ganeval inspect PATH` shows what it holds."),
        UnreadFormat(
            name: "a compressed tar archive", endings: [".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst"],
            remedy: "Unpack it and name the folder: tar -xf PATH."),
        UnreadFormat(
            name: "a file of MATLAB", endings: [".mat"],
            remedy: "Save its arrays as .npz: python3 -c \"import scipy.io, numpy as n; m = scipy.io.loadmat('PATH'); "
                + "n.savez('data.npz', images=m['X'])\" (list(m) shows their names)."),
    ]

    /// The format of a place; nil where none is known.
    ///
    /// Folders are known by names of the files that they hold.
    static func of(_ place: SourcePlace) throws(DataError) -> UnreadFormat? {
        if !place.isFolder { return all.first { $0.endings.contains(where: place.name.hasSuffix) } }
        let names = Set(try FileSystem.names(in: place.path))
        for format in all where !format.members.isEmpty && format.members.allSatisfy(names.contains) {
            var areFiles = true
            for member in format.members {
                let kind = try FileSystem.kind(of: FileSystem.join(place.path, member))
                if kind == .folder { areFiles = false }
            }
            if areFiles { return format }
        }
        return nil
    }
}

extension DataError {
    /// A format that is known and not read.
    static func unread(path: String, _ format: UnreadFormat) -> DataError {
        .format(
            FormatProblem(
                path, "is \(format.name), which is not read", expected: SourceFormats.words,
                format.remedy.replacing("PATH", with: path)))
    }
}
