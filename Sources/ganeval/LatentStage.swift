import ArgumentParser
import GANAudit
import GANData
import GANEvaluation
import GANMetrics
import GANModels
import GANNumerics

/// The part of an audit that looks into a generator's latent space.
struct LatentStage {
    /// Rows that were asked for; nil for the usual number, 0 for no look at all.
    let asked: Int?
    let seed: UInt64
    let bar: ProgressBar
    let interruption: Interruption

    /// How many rows of each split are recovered.
    static func rows(of subject: EvaluationSubject, asked: Int?) -> Int {
        guard case .generator(let generator, _, _, _, _) = subject else { return 0 }
        return asked ?? (generator is NetworkGenerator ? LatentOptions.usualRows : 0)
    }

    /// Adds what was found to `findings`; the pictures behind it, where there are any.
    func run(
        _ subject: EvaluationSubject, samples: any SampleSource, training: any SampleSource,
        heldOut: (any SampleSource)?, _ findings: inout AuditFindings
    ) throws -> LatentPictures? {
        guard case .generator(let generator, _, _, _, _) = subject, asked != 0 else { return nil }
        let options = LatentOptions(rows: Self.rows(of: subject, asked: asked), seed: seed)
        if options.rows == 0 {
            findings.diagnostics.append(
                Diagnostic(
                    code: "rows_not_recovered", severity: .note,
                    message:
                        "Training rows were not looked for in the latent space: without gradients each costs up to "
                        + "\(LatentAudit.samplesForEachRow(of: generator, options: options)) samples. --recover "
                        + "\(LatentOptions.usualRows) asks for it."))
        }
        let outcome = try LatentAudit.run(
            findings, generator: generator, samples: samples, training: training, heldOut: heldOut, options: options,
            progress: { bar.update($0.stage, share: $0.share) },
            check: {
                guard interruption.isRequested else { return }
                bar.clear()
                Console.note("Stopped; the same command goes on after the search, where a store kept it.")
                throw ExitCode(130)
            })
        let isEmpty = outcome.findings.recovery == nil && outcome.findings.basins.isEmpty
        if !isEmpty { findings.add(outcome.findings) }
        return outcome.pictures
    }
}
