import Foundation
import GANReports

extension GateOutput {
    /// Writes what was asked for, and the step's summary where GitHub Actions offers one.
    ///
    /// A summary that can't be written does not change the outcome.
    func publish(
        _ record: GateRecord, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        try write(record)
        guard let path = environment["GITHUB_STEP_SUMMARY"], !path.isEmpty else { return }
        do throws(ReportError) { try Self.append(record, toSummary: path) } catch {
            guard case .cannotWrite(let path, let reason) = error else { return }
            Console.warning("\(path): the step's summary can't be written: \(reason)")
        }
    }

    /// The table on standard output, in GitHub Actions with the annotations after it; beside a document the headline alone.
    static func show(
        _ record: GateRecord, besideJSON: Bool = false,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        guard !besideJSON else { return Console.note("Gates: \(record.headline)") }
        GateTable.lines(record, width: Console.width).forEach { Console.result($0) }
        if environment["GITHUB_ACTIONS"] == "true" { GateAnnotations.lines(record).forEach { Console.command($0) } }
    }
}
