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
    /// The names of a table's columns, where it has a header.
    public var columnNames: [String]?

    /// Reads the file at `path`, whose name's ending says its format.
    ///
    /// Beside the matrix an uncompressed array takes a few megabytes.
    ///
    /// `columns` names the columns of a table that are wanted, where the data beside it have names: those of the file are brought into their
    /// order, and refused where they are others.
    public static func read(_ path: String, columns: [String]? = nil) throws(DataError) -> FeatureFile {
        try SourceFormats.features(path, columns: columns)
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

    /// Under which names pytorch-fid and its like keep statistics.
    static let statisticsNames = ["mu", "sigma", "mu_s", "sigma_s"]

    /// The rows or the statistics of a `.npz` file, or the array in it that was named.
    static func archive(_ place: SourcePlace) throws(DataError) -> FeatureFile {
        let path = place.path
        let archive = try NPZArchive(path)
        if let name = place.array { return try array(archive.region(name), format: "npz, array \(name)", path: path) }
        let others = archive.names.filter { !(NPZArchive.labelNames + statisticsNames).contains($0) }
        let hasStatistics = archive.has("mu") && archive.has("sigma")
        var warnings: [String] = []
        if let chosen = archive.has("arr_0") ? "arr_0" : archive.only(of: others) {
            let bytes = try archive.region(chosen)
            let shape = try NPYFeatures.shape(of: bytes)
            guard !NPYFeatures.isMatrix(shape), hasStatistics else {
                return try array(bytes, format: "npz, array \(chosen)", path: path)
            }
            warnings.append(
                "\(path): array \(chosen), shape \(shape), holds images and was left alone; the statistics mu and "
                    + "sigma were read.")
        } else if !others.isEmpty {
            throw .noFeatureArray(path: path, names: archive.names)
        }
        guard hasStatistics else { throw .noFeatureArray(path: path, names: archive.names) }
        let statistics = try FeatureStatistics(mu: archive.array("mu"), sigma: archive.array("sigma"), path: path)
        return FeatureFile(
            path: path, rule: "npz, statistics mu and sigma", content: .statistics(statistics), warnings: warnings)
    }
}
