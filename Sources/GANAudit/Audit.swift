public import GANData
public import GANEvaluation
import GANMetrics
public import GANNumerics

/// The memorization audit: finds copied training data among samples, and says how sure that is.
///
/// Samples compete for rows of the pool of training and held-out rows, in pixels and through transformations (`AuditChannel`);
/// `CopyEvidence` weighs the outcome. The pool streams through in blocks; memory is the samples, the reference rows, one block,
/// the neighbours, and then `AuditOptions.setBytes` for measures of the whole set. The same seed gives the same findings for any number of threads.
public enum Audit {
    /// Audits `samples` against the rows a generator was trained on, and rows of the same kind that it was not trained on.
    ///
    /// Without held-out rows no p-value is possible: exact and near-exact matches are still found.
    ///
    /// - Parameters:
    ///   - resuming: what `saved` got from an interrupted audit of the same input, as `AuditSearchState.bytes()`.
    ///   - cache: keeps what is known of whole sources for checks of the data.
    ///   - saved: called after each block of rows with the search's state; again with the finished one while erased parts and blends are
    ///     looked for, which begin anew when an audit goes on.
    /// - Throws: `AuditError` for sources that do not fit together, and what reading and embedding throw.
    public static func run(
        samples: any SampleSource, training: any SampleSource, heldOut: (any SampleSource)?,
        options: AuditOptions = AuditOptions(), resuming: [UInt8]? = nil, cache: any EvaluationCache = NoCache(),
        progress: @escaping @Sendable (StageProgress) -> Void = { _ in },
        saved: (AuditSearchState) throws -> Void = { _ in }
    ) throws -> AuditFindings {
        try options.check()
        for source in [samples, training] where source.count == 0 { throw AuditError.noRows(source: source.name) }
        // Zero held-out rows are no held-out set.
        let heldOut = heldOut.flatMap { $0.count > 0 ? $0 : nil }
        for source in [samples] + (heldOut.map { [$0] } ?? []) where source.shape != training.shape {
            throw AuditError.shapesDiffer(
                source: source.name, found: source.shape, training: training.name, expected: training.shape)
        }
        let values = try samples.read(rows: 0..<samples.count)
        if let place = values.firstNonFinite { throw AuditError.nonFinite(source: samples.name, row: place.row) }
        let geometry = training.shape.imageShape
        var pool = try AuditPool(training: training, heldOut: heldOut, geometry: geometry, options: options) {
            progress(StageProgress(stage: "reading training and held-out rows", share: $0))
        }
        let queries = AuditQueries(values.appendingRows(of: pool.takeReferenceRows()))
        let channels = try AuditChannel.all(
            queries: queries, samples: samples.count, geometry: geometry, options: options)
        let search = AuditSearch(
            channels: channels, queries: queries, samples: samples.count, pool: pool, training: training,
            heldOut: heldOut, blockBytes: options.blockBytes)
        var state = search.freshState(
            fingerprint: try fingerprint(samples, training, heldOut, channels: channels, options: options))
        if let resuming { state = try AuditSearchState(bytes: resuming, like: state) }
        let looksAgain = geometry != nil && !options.channels.isDisjoint(with: AuditOptions.Channel.secondLooks)
        let first = looksAgain ? 0.8 : 1
        state = try search.run(
            from: state, progress: { progress(StageProgress(stage: "searching", share: first * $0)) }, saved: saved)
        let finished = state
        let looks = try search.secondLooks(
            state, geometry: geometry, options: options,
            progress: { progress(StageProgress(stage: "searching", share: first + (1 - first) * $0)) },
            stopping: { try saved(finished) })
        progress(StageProgress(stage: "weighing the evidence", share: 0))
        let assessment = AuditAssessment(
            search: search, state: state, looks: looks, samples: samples, options: options, cache: cache)
        let findings = try assessment.findings { share in
            progress(StageProgress(stage: "measuring the whole set", share: share))
        }
        progress(StageProgress(stage: "weighing the evidence", share: 1))
        return findings
    }

    /// What decides a search's state.
    private static func fingerprint(
        _ samples: any SampleSource, _ training: any SampleSource, _ heldOut: (any SampleSource)?,
        channels: [AuditChannel], options: AuditOptions
    ) throws -> String {
        var digest = ContentDigest()
        for source in [samples, training] + (heldOut.map { [$0] } ?? []) { digest.update(try source.contentDigest()) }
        digest.update(channels.map { "\($0.name) \($0.width) \($0.transformations.count)" }.joined(separator: "\n"))
        digest.update(
            "\(options.calibrationRows) \(options.exchangeabilityRows) \(options.blockBytes) \(options.seed)")
        return digest.hexadecimal()
    }
}
