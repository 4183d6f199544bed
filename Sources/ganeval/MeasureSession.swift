import GANData
import GANEvaluation
import GANMetrics
import GANNumerics
import GANText
import OrderedCollections

/// One run of `measure` from files to figures.
struct MeasureSession {
    var real: String?
    var generated: String?
    var heldOut: String?
    var probabilities: String?
    var realProbabilities: String?
    var metrics: [String]
    /// Whether a metric that its input does not suffice for ends the run.
    var requiresAll: Bool
    var options: MetricOptions
    var convention: String
    var quiet: Bool

    struct Measurement {
        var evaluationProtocol: EvaluationProtocol
        var metrics: OrderedDictionary<String, MeasuredMetric>
        /// Metrics that were asked for, and what they need.
        var omitted: OrderedDictionary<String, String>
    }

    /// The files by their roles, in the protocol's order.
    private struct Files {
        var real: FeatureFile?
        var generated: FeatureFile?
        var heldOut: FeatureFile?
        var probabilities: FeatureFile?
        var realProbabilities: FeatureFile?
    }

    func run() throws -> Measurement {
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        bar.update("reading", share: 0)
        let files = try read()
        let evaluationProtocol = self.evaluationProtocol(of: files)
        let outcome = try MetricCatalogue.evaluate(
            metrics, inputs: inputs(of: files), options: options,
            progress: { stage, share in bar.update(stage, share: share) })
        // Who asks for a metric by name is told why it can't be had; `all` takes what there is.
        if requiresAll, let failure = outcome.failures.values.first { throw failure }
        let measured = outcome.results.map {
            ($0.key, MeasuredMetric(name: $0.key, extractor: "features", result: $0.value))
        }
        return Measurement(
            evaluationProtocol: evaluationProtocol, metrics: OrderedDictionary(uniqueKeysWithValues: measured),
            omitted: outcome.omitted)
    }

    private func read() throws -> Files {
        let files = Files(
            real: try real.map { path throws(DataError) in try FeatureFile.read(path) },
            generated: try generated.map { path throws(DataError) in try FeatureFile.read(path) },
            heldOut: try heldOut.map { path throws(DataError) in try FeatureFile.read(path) },
            probabilities: try probabilities.map { path throws(DataError) in try FeatureFile.read(path) },
            realProbabilities: try realProbabilities.map { path throws(DataError) in try FeatureFile.read(path) })
        for file in [
            files.real, files.generated, files.heldOut, files.probabilities, files.realProbabilities,
        ].compactMap({ $0 }) {
            if !quiet { file.warnings.forEach { Console.warning($0) } }
        }
        if !quiet, let real = files.real, let heldOut = files.heldOut, let rows = heldOut.rows, real.rows == rows {
            Console.warning(
                "\(heldOut.path) holds the same features as \(real.path): held-out data must be others than the "
                    + "real data, or no comparison with them tells copying from learning.")
        }
        // Files know their names; metrics know roles only.
        if let generated = files.generated {
            for other in [files.real, files.heldOut].compactMap({ $0 }) where other.columns != generated.columns {
                throw MeasureError.widthsDiffer(
                    path: other.path, columns: other.columns, generated: generated.path,
                    generatedColumns: generated.columns)
            }
        }
        for (file, role) in [
            (files.heldOut, "--held-out"), (files.probabilities, "--probabilities"),
            (files.realProbabilities, "--real-probabilities"),
        ] {
            if let file, file.rows == nil { throw MeasureError.statisticsInsteadOfRows(path: file.path, role: role) }
        }
        if let probabilities = files.probabilities?.rows, let generated = files.generated, let samples = generated.rows,
            probabilities.rows != samples.rows
        {
            throw MeasureError.rowsDiffer(
                path: files.probabilities?.path ?? "", rows: probabilities.rows, generated: generated.path,
                generatedRows: samples.rows)
        }
        return files
    }

    private func inputs(of files: Files) -> MetricInputs {
        func statistics(_ file: FeatureFile?) -> GaussianStatistics? {
            file?.statistics.map { GaussianStatistics(mean: $0.mean, covariance: $0.covariance) }
        }
        return MetricInputs(
            real: files.real?.rows, generated: files.generated?.rows, heldOut: files.heldOut?.rows,
            probabilities: files.probabilities?.rows,
            realProbabilities: files.realProbabilities?.rows,
            realStatistics: statistics(files.real), generatedStatistics: statistics(files.generated))
    }

    /// Contents, counts and options; which other metrics are asked for moves no number and is no part of it.
    private func evaluationProtocol(of files: Files) -> EvaluationProtocol {
        var fields: OrderedDictionary<String, String> = ["tool": "ganeval \(ToolVersion.current)"]
        let roles = [
            ("real", files.real), ("generated", files.generated), ("held_out", files.heldOut),
            ("probabilities", files.probabilities), ("real_probabilities", files.realProbabilities),
        ]
        for (role, file) in roles {
            guard let file else { continue }
            fields["\(role)_sha256"] = file.contentDigest()
            fields["\(role)_rows"] = file.rows.map { "\($0.rows)" } ?? "statistics"
            fields["\(role)_columns"] = "\(file.columns)"
        }
        fields["convention"] = convention
        for (name, value) in options.protocolFields { fields[name] = value }
        return EvaluationProtocol(fields: fields)
    }
}

/// Files that are each in order but do not belong together.
enum MeasureError: ExplainedError, Equatable {
    case widthsDiffer(path: String, columns: Int, generated: String, generatedColumns: Int)
    case rowsDiffer(path: String, rows: Int, generated: String, generatedRows: Int)
    case statisticsInsteadOfRows(path: String, role: String)

    var location: String {
        switch self {
        case .widthsDiffer(let path, _, _, _), .rowsDiffer(let path, _, _, _), .statisticsInsteadOfRows(let path, _):
            return path
        }
    }

    var fact: String {
        switch self {
        case .widthsDiffer(_, let columns, let generated, let generatedColumns):
            return "has \(columns) columns but \(generated) has \(generatedColumns)"
        case .rowsDiffer(_, let rows, let generated, let generatedRows):
            return "has \(rows) rows but \(generated) has \(generatedRows)"
        case .statisticsInsteadOfRows: return "holds the statistics mu and sigma"
        }
    }

    var expectation: String {
        switch self {
        case .widthsDiffer: return "features of one extractor, equally wide"
        case .rowsDiffer: return "one row of probabilities for each generated sample"
        case .statisticsInsteadOfRows(_, let role): return "rows for \(role)"
        }
    }

    var remedy: String {
        switch self {
        case .widthsDiffer: return "Extract all of them with the same extractor."
        case .rowsDiffer: return "Give the probabilities of the same samples, in the same order."
        case .statisticsInsteadOfRows: return "Give the features that the statistics were made of."
        }
    }
}
