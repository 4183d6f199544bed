import ArgumentParser
import Foundation
import GANAudit
import GANData
import GANEvaluation
import GANFiles
import GANMetrics
import GANModels
import GANNumerics
import GANReports
import GANStore

/// One audit with its progress bar, from names to files.
struct AuditSession {
    private let arguments: AuditArguments
    private let search: AuditOptions
    private let store: Store?
    private let clock = StageClock()
    private let bar: ProgressBar

    init(_ arguments: AuditArguments, search: AuditOptions, store: Store?) {
        self.arguments = arguments
        self.search = search
        self.store = store
        bar = ProgressBar(quiet: arguments.shared.quiet)
    }

    /// Audits and writes the files; throws what that throws, and `ExitCode` after Ctrl-C.
    func run() throws -> AuditReport {
        defer { bar.clear() }
        try EarlierFiles.audit(in: arguments.out).check()
        let plan = try plan()
        let interruption = Interruption()
        let run = AuditRun(
            plan, cache: try StoreOptions.cache(store),
            listener: .init(
                progress: { [bar] in bar.update($0.stage, share: $0.share) }, finished: { clock.finish($0) },
                told: { $0.isWarning ? Console.warning(AuditWords.said($0)) : Console.note(AuditWords.said($0)) },
                shouldStop: { interruption.isRequested }))
        let outcome: AuditRun.Outcome
        do { outcome = try run.run() } catch let stopped as AuditRun.Stopped { throw end(stopped) }
        // From here Ctrl-C ends the program as usual; one that came too late to be asked for stops it here.
        if interruption.end() { throw end(.afterTheSearch) }
        bar.update("writing", share: 0)
        let report = try AuditReport(
            outcome, plan: plan, limits: arguments.limits, withImages: !arguments.noImages,
            run: clock.record(command: CommandText.quoted(CommandLine.arguments)))
        let kept = try UnfinishedFiles.whole {
            let kept = try EarlierFiles.audit(in: arguments.out).keepAside()
            try GateFiles.removeStale(in: arguments.out)
            try AuditWriter.write(report, to: URL(fileURLWithPath: arguments.out, isDirectory: true))
            return kept
        }
        OutputFolder.tell(kept: kept, quiet: arguments.shared.quiet)
        return report
    }

    /// Opens everything that was named.
    private func plan() throws -> AuditRun.Plan {
        let reading = try arguments.conversion.reading()
        let training = try SampleSources.open(
            arguments.training, labels: arguments.trainingLabels, reading: reading)
        var beside = reading
        beside.columns = training.columnNames
        let heldOut = try arguments.heldOut.map { try SampleSources.open($0, reading: beside) }
        SourceNotes.tell([training, heldOut], reading: reading, quiet: arguments.shared.quiet)
        var subjectReading = try arguments.subjectReading()
        subjectReading.columns = training.columnNames
        var shared = SharedModelOptions()
        let opened = try arguments.subject.open(
            try arguments.model.stated().takingLabels(from: training), sharing: &shared, seed: arguments.seed,
            count: arguments.samples, reading: subjectReading)
        tell(opened.notes)
        let named = try arguments.judge.open(
            try arguments.model.stated(), sharing: &shared, shape: training.shape, told: { tell([$0]) })
        let discriminator = named?.0 ?? opened.usableDiscriminator(heldOut)
        try shared.finish().forEach { Console.note($0) }
        return AuditRun.Plan(
            subject: opened.subject, training: training, heldOut: heldOut, options: search,
            extractor: arguments.extractor.map { ExtractorChoice(named: $0) }, extractors: arguments.registry,
            discriminator: discriminator, memory: arguments.memory?.bytes, recoveredRows: arguments.recover,
            classNames: CommandText.list(arguments.classNames))
    }

    /// Says what was guessed when files were read.
    private func tell(_ notes: [String]) { if !arguments.shared.quiet { notes.forEach { Console.note($0) } } }

    private func end(_ stopped: AuditRun.Stopped) -> ExitCode {
        bar.clear()
        switch stopped {
        case .whileSearching where store == nil: Console.note("Stopped; without a store the search begins anew.")
        case .whileSearching: Console.note("Stopped; the same command goes on where it was.")
        case .afterTheSearch: Console.note("Stopped; the same command goes on after the search, where a store kept it.")
        }
        return StopSignal.exitCode
    }
}
