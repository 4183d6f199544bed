import Foundation
public import GANCheckpoints
import GANFiles
public import GANMetrics
import GANNumerics
import GANText
import OrderedCollections

/// The file beside a report: safetensors, with vectors of float32 `METRIC.generated` and `METRIC.reference`.
///
/// Texts say the schema, the run that it belongs to and the prior. Float32 is enough: contributions only weigh noise.
extension ReportContributions {
    /// Its name in a report's folder.
    public static let fileName = "contributions.safetensors"
    static let schema = "ganeval.contributions/1"

    /// What a report has to say about its samples' contributions.
    public enum Kept: Sendable, Equatable {
        case contributions(ReportContributions)
        /// None that can be used, for this reason.
        case none(String)
    }

    /// Writes the file of the run called `run`; metrics whose numbers are beyond float32 are left out.
    ///
    /// Throws what writing throws.
    public func write(to path: String, run: String) throws(CheckpointError) {
        var tensors: [String: Tensor] = [:]
        for (name, rows) in metrics {
            let (generated, reference) = (Self.tensor(rows.generated), Self.tensor(rows.reference))
            guard generated.scalars.allSatisfy(\.isFinite), reference.scalars.allSatisfy(\.isFinite) else { continue }
            tensors["\(name).generated"] = generated
            if !rows.reference.isEmpty { tensors["\(name).reference"] = reference }
        }
        let texts = [
            "schema": Self.schema, "run": run, "latent_size": "\(prior.size)",
            "latent_distribution": prior.distribution,
        ]
        try SafetensorsFile.write(tensors: tensors, metadata: texts, to: path)
    }

    /// Whether the file at `path` is one of contributions, of whichever report; false where there is none.
    package static func isOwn(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        // Texts stand at the beginning of the header, which is a few kilobytes.
        let head = (try? file.read(upToCount: 1 << 16)) ?? nil
        return head?.range(of: Data("ganeval.contributions/".utf8)) != nil
    }

    /// Where the contributions of the report at `path` lie.
    package static func path(besideReport path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(fileName).path
    }

    private static func tensor(_ values: [Double]) -> Tensor {
        Tensor(shape: [values.count], scalars: values.map { Float($0) })
    }

    /// The contributions that lie beside the report at `path` of the run called `run`.
    ///
    /// A file that is not there, of another run or of a newer schema is a reason. Throws `unreadableDocument` for one that is damaged
    /// or has other numbers of rows than `samples`, or more than `referenceCount`, the report's.
    public static func read(
        besideReport path: String, run: String?, samples: Int?, referenceCount: Int?
    ) throws(GateError) -> Kept {
        let file = Self.path(besideReport: path)
        guard let run, FileManager.default.fileExists(atPath: file) else {
            return .none("there is no \(fileName) beside \(path), which reports of generators have")
        }
        func damaged(_ problem: String) -> GateError {
            .unreadableDocument(
                path: file, problem: problem,
                expected:
                    "what `ganeval report` wrote beside \((path as NSString).lastPathComponent); without the file "
                    + "reports are compared unpaired")
        }
        guard let samples, samples > 1, let referenceCount, referenceCount >= 0 else {
            throw damaged("the report does not say how many samples and reference rows it has")
        }
        let weights: SafetensorsFile
        do {
            weights = try SafetensorsFile(
                contents: try BoundedFile.read(file, limit: limit(samples: samples, referenceCount: referenceCount)),
                path: file)
        } catch let error as any ExplainedError {
            throw damaged(error.fact)
        } catch {
            throw damaged("\(error)")
        }
        guard weights.metadata["run"] == run else { return .none("\(file) belongs to another run") }
        guard weights.metadata["schema"] == schema else {
            return .none("\(file) is of the schema \(PrintableText.of(weights.metadata["schema"] ?? "–", limit: 40))")
        }
        guard let size = weights.metadata["latent_size"].flatMap({ Int($0) }), size > 0,
            let distribution = weights.metadata["latent_distribution"], distribution.utf8.count <= 100
        else { throw damaged("it does not say what the latents are drawn from") }
        let known = Set(MetricSet.paired.names.flatMap { ["\($0).generated", "\($0).reference"] })
        if let strange = weights.names.first(where: { !known.contains($0) }) {
            throw damaged("it holds \(PrintableText.of(strange, limit: 80)), which is of no metric that it can hold")
        }
        var metrics: OrderedDictionary<String, RowContributions> = [:]
        for name in MetricSet.paired.names where weights.tensors["\(name).generated"] != nil {
            let generated = try vector("\(name).generated", in: weights, counts: samples...samples, damaged)
            let reference = try vector("\(name).reference", in: weights, counts: 2...max(2, referenceCount), damaged)
            metrics[name] = RowContributions(
                metric: name, value: 0, generated: generated ?? [], reference: reference ?? [])
        }
        let prior = LatentPrior(distribution: distribution, shape: [size])
        return .contributions(ReportContributions(prior: prior, metrics: metrics))
    }

    /// The most bytes that a file of so many rows can have: its numbers, and a header of a few kilobytes.
    private static func limit(samples: Int, referenceCount: Int) -> Int {
        let (rows, overflow) = samples.addingReportingOverflow(referenceCount)
        return overflow || rows > 1 << 26 ? 1 << 30 : 4 * MetricSet.paired.names.count * rows + 1 << 16
    }

    /// nil where the file has none of this name.
    private static func vector(
        _ name: String, in file: SafetensorsFile, counts: ClosedRange<Int>, _ damaged: (String) -> GateError
    ) throws(GateError) -> [Double]? {
        guard let tensor = file.tensors[name] else { return nil }
        guard tensor.type == .float32, tensor.shape.count == 1 else {
            throw damaged("\(name) is no vector of float32")
        }
        guard counts.contains(tensor.shape[0]) else {
            let expected =
                counts.lowerBound == counts.upperBound
                ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
            throw damaged("\(name) has \(tensor.shape[0]) rows; the report's counts allow \(expected)")
        }
        let scalars = tensor.floats()
        guard scalars.allSatisfy(\.isFinite) else { throw damaged("\(name) holds numbers that are not finite") }
        return scalars.map { Double($0) }
    }
}
