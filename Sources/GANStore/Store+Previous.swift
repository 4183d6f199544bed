import Foundation
package import GANEvaluation
import GANMetrics

extension Store {
    /// The newest run before `report` by the same protocol, but for what was sampled, that judged something else; nil where there is
    /// none.
    package func previousRun(before report: EvaluationReport) throws(StoreError) -> PreviousRun? {
        let found = try runs().first { run in
            run.subjectDigest != report.subject.digest && run.identifier != report.run.identifier
                && (report.run.startedAt.isEmpty || run.startedAt <= report.run.startedAt)
                && run.evaluationProtocol.differences(
                    from: report.evaluationProtocol, ignoring: EvaluationProtocol.subjectFields
                ).isEmpty
        }
        guard let found else { return nil }
        let page = found.reportFolder + "/index.html"
        return PreviousRun(
            subject: found.subjectName, startedAt: found.startedAt,
            folder: FileManager.default.fileExists(atPath: page) ? found.reportFolder : nil,
            figures: try metrics(ofRun: found.identifier).map {
                PreviousRun.Figure(metric: $0.name, extractor: $0.extractor, value: $0.value, interval: $0.interval)
            })
    }
}
