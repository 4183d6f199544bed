import GANFiles
public import GANNumerics

/// Features that some extractor made before, read from a file for `ganeval measure`.
///
/// - `.npy`: an array `[n, d]` of floats or integers.
/// - `.npz`: the array `arr_0`, else the only one that is neither labels (`labels`, `y`) nor statistics. Without one, or
///   where it holds images, the statistics `mu` `[d]` and `sigma` `[d, d]`; `mu_s` and `sigma_s` are never read.
/// - `.csv`: numbers as `CSVFile` reads them; a column named `label` or `class` is left out.
///
/// Numbers become float32, statistics float64. What can't be read so is refused with its file, row and column; rows and
/// columns of arrays count from 0 as NumPy's do, those of tables from 1 with the header.
public struct FeatureFile: Sendable {
    /// What a file of features holds.
    public enum Content: Sendable, Equatable {
        /// `[n, d]`, finite, n and d at least 1.
        case rows(Matrix<Float>)
        case statistics(FeatureStatistics)
    }

    /// The file, as it was named.
    public let path: String
    /// How the numbers were read: "npz, array arr_0, float64 rounded to float32".
    public let rule: String
    /// Rows, or the statistics that another tool kept of them.
    public let content: Content
    /// What the file holds and was not read although somebody might expect it.
    public let warnings: [String]

    /// Reads the file at `path`, whose name's ending says its format.
    ///
    /// Beside the matrix an uncompressed array takes a few megabytes.
    public static func read(_ path: String) throws(DataError) -> FeatureFile {
        try SourceFormats.features(path)
    }

    /// The rows, or nil where the file holds statistics.
    public var rows: Matrix<Float>? {
        if case .rows(let matrix) = content { return matrix }
        return nil
    }

    /// The statistics, or nil where the file holds rows.
    public var statistics: FeatureStatistics? {
        if case .statistics(let statistics) = content { return statistics }
        return nil
    }

    /// d, the number of features.
    public var columns: Int {
        switch content {
        case .rows(let matrix): return matrix.columns
        case .statistics(let statistics): return statistics.mean.count
        }
    }

    /// SHA-256 of the numbers as read and of their shape, whatever the file's format; 64 hexadecimal digits.
    public func contentDigest() -> String {
        var digest = ContentDigest()
        switch content {
        case .rows(let matrix):
            digest.update("rows [\(matrix.rows), \(matrix.columns)]")
            digest.update(matrix.scalars)
        case .statistics(let statistics):
            digest.update("statistics [\(statistics.mean.count)]")
            digest.update(statistics.mean)
            digest.update(statistics.covariance.scalars)
        }
        return digest.hexadecimal()
    }

    /// One array as rows; `format` is how the rule calls it.
    static func array(_ region: ByteRegion, format: String, path: String) throws(DataError) -> FeatureFile {
        let features = try NPYFeatures(region)
        let type = features.elementType
        // Float32 holds halves, and integers of two bytes, without rounding.
        let isExact = type.width < 4 || type == .float(width: 4)
        return FeatureFile(
            path: path, rule: "\(format), \(type)" + (isExact ? "" : " rounded to float32"),
            content: .rows(features.matrix), warnings: [])
    }

    private static let labelNames = ["labels", "y"]
    private static let statisticsNames = ["mu", "sigma", "mu_s", "sigma_s"]

    /// The rows or the statistics of a `.npz` file.
    static func archive(_ path: String) throws(DataError) -> FeatureFile {
        let archive = try DataError.reading(try ZipArchive(path: path))
        let entries = archive.entries.filter { $0.name.hasSuffix(".npy") }
        func name(_ entry: ZipArchive.Entry) -> String { String(entry.name.dropLast(4)) }
        func region(_ entry: ZipArchive.Entry) throws(DataError) -> ByteRegion {
            try DataError.reading(
                try archive.region(
                    of: entry, limit: NPYSource.greatestUnpackedBytes, name: "\(path), array \(name(entry))"))
        }
        func named(_ wanted: String) -> ZipArchive.Entry? { entries.first { name($0) == wanted } }
        let mean = named("mu")
        let covariance = named("sigma")
        let others = entries.filter { !(labelNames + statisticsNames).contains(name($0)) }
        var warnings: [String] = []
        if let chosen = named("arr_0") ?? (others.count == 1 ? others[0] : nil) {
            let bytes = try region(chosen)
            let shape = try NPYFeatures.shape(of: bytes)
            guard shape.count > 2, mean != nil, covariance != nil else {
                return try array(bytes, format: "npz, array \(name(chosen))", path: path)
            }
            warnings.append(
                "\(path): array \(name(chosen)), shape \(shape), holds images and was left alone; the statistics mu and "
                    + "sigma were read.")
        } else if !others.isEmpty {
            throw .noFeatureArray(path: path, names: entries.map(name))
        }
        guard let mean, let covariance else { throw .noFeatureArray(path: path, names: entries.map(name)) }
        func whole(_ entry: ZipArchive.Entry) throws(DataError) -> NPYArray {
            do throws(ContentError) {
                let bytes = try archive.read(entry, limit: NPYSource.greatestUnpackedBytes)
                return try NPY.decode(bytes, path: "\(path), array \(name(entry))")
            } catch { throw DataError(error) }
        }
        let statistics = try FeatureStatistics(mu: whole(mean), sigma: whole(covariance), path: path)
        return FeatureFile(
            path: path, rule: "npz, statistics mu and sigma", content: .statistics(statistics), warnings: warnings)
    }
}
