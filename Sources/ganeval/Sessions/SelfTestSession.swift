import Foundation
import GANData
import GANEvaluation
import GANFiles
import GANNumerics
import GANReports
import GANSelfTest
import GANStore

/// One self-test with its progress bar, from names to files.
struct SelfTestSession {
    private let arguments: SelfTestArguments
    private let store: Store?
    private let command: String

    init(_ arguments: SelfTestArguments, store: Store?, command: String) {
        self.arguments = arguments
        self.store = store
        self.command = command
    }

    /// Tests and writes the files.
    func run() throws -> SelfTestReport {
        try EarlierFiles.selfTest(in: arguments.out).check()
        let clock = StageClock()
        let bar = ProgressBar(quiet: arguments.shared.quiet)
        defer { bar.clear() }
        let plan = try arguments.plan()
        let measuring = try plan.open()
        var reading = plan.reading
        reading.columns = measuring.reference.columnNames
        let heldOut = try SampleSources.open(arguments.data.heldOut, reading: reading)
        SourceNotes.tell([measuring.reference, heldOut], reading: reading, quiet: arguments.shared.quiet)
        let run = SelfTestRun(
            .init(
                measuring, heldOut: heldOut, samples: arguments.samples, audits: !arguments.measured.noAudits),
            cache: try StoreOptions.cache(store),
            progress: { bar.update($0.stage, share: $0.share, count: $0.count) }, finished: { clock.finish($0) })
        var report = try run.run(record: clock.record(command: command))
        report.run = clock.record(command: command)
        bar.update("writing", share: 0)
        if !arguments.shared.quiet, report.samples < arguments.samples {
            bar.clear()
            Console.note(
                "Each set has \(report.samples) samples, not \(arguments.samples): at most half of the reference is taken out of it."
            )
        }
        let kept = try UnfinishedFiles.whole {
            let kept = try EarlierFiles.selfTest(in: arguments.out).keepAside()
            try SelfTestWriter.write(report, to: URL(fileURLWithPath: arguments.out, isDirectory: true))
            return kept
        }
        OutputFolder.tell(kept: kept, quiet: arguments.shared.quiet)
        return report
    }
}
