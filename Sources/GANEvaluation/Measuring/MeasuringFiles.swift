public import GANData
import GANMetrics
import GANNumerics

/// Files of features by what they are, for `Measuring`.
public struct MeasuringFiles: Sendable {
    /// Features of the real data that the samples are compared with.
    public var real: FeatureFile?
    /// Features of the generated samples.
    public var generated: FeatureFile?
    /// Features of real data that the generator was not trained on.
    public var heldOut: FeatureFile?
    /// Class probabilities of the generated samples, one row each.
    public var probabilities: FeatureFile?
    /// Class probabilities of real rows, by the same classifier.
    public var realProbabilities: FeatureFile?

    /// Reads the files at the paths that are given; throws `DataError`.
    ///
    /// Columns of tables are matched with the real ones' by their names.
    public init(
        real: String? = nil, generated: String? = nil, heldOut: String? = nil, probabilities: String? = nil,
        realProbabilities: String? = nil
    ) throws(DataError) {
        func read(_ path: String?, columns: [String]? = nil) throws(DataError) -> FeatureFile? {
            guard let path else { return nil }
            return try FeatureFile.read(path, columns: columns)
        }
        let real = try read(real)
        let generated = try read(generated, columns: real?.columnNames)
        self.real = real
        self.generated = generated
        self.heldOut = try read(heldOut, columns: real?.columnNames ?? generated?.columnNames)
        self.probabilities = try read(probabilities)
        self.realProbabilities = try read(realProbabilities)
    }

    /// The files by their roles, in a protocol's order.
    var byRole: [(role: ProtocolKey.Role, file: FeatureFile)] {
        let files: [(ProtocolKey.Role, FeatureFile?)] = [
            (.real, real), (.generated, generated), (.heldOut, heldOut), (.probabilities, probabilities),
            (.realProbabilities, realProbabilities),
        ]
        return files.compactMap { role, file in file.map { (role: role, file: $0) } }
    }

    /// What a person should know about the files, in words.
    public var warnings: [String] {
        var found = byRole.flatMap(\.file.warnings)
        if let real, let heldOut, let rows = heldOut.rows, real.rows == rows {
            found.append(
                "\(heldOut.path) holds the same features as \(real.path): held-out data must be others than the "
                    + "real data, or no comparison with them tells copying from learning.")
        }
        return found
    }

    /// Throws where files do not belong together: they know their names, and metrics know roles only.
    func check() throws(MeasuringError) {
        if let generated {
            for other in [real, heldOut].compactMap({ $0 }) where other.columns != generated.columns {
                throw .widthsDiffer(
                    path: other.path, columns: other.columns, generated: generated.path,
                    generatedColumns: generated.columns)
            }
        }
        for (file, role) in [
            (heldOut, "--held-out"), (probabilities, "--probabilities"), (realProbabilities, "--real-probabilities"),
        ] {
            if let file, file.rows == nil { throw .statisticsInsteadOfRows(path: file.path, role: role) }
        }
        if let probabilities, let rows = probabilities.rows, let generated, let samples = generated.rows,
            rows.rows != samples.rows
        {
            throw .rowsDiffer(
                path: probabilities.path, rows: rows.rows, generated: generated.path, generatedRows: samples.rows)
        }
    }
}
