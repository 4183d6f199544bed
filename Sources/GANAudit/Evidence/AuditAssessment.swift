import GANData
import GANEvaluation
import GANMetrics
import GANNumerics

/// Turns what a search found into findings.
struct AuditAssessment {
    let search: AuditSearch
    let state: AuditSearchState
    let looks: [AuditSecondLook]
    let samples: any SampleSource
    let options: AuditOptions
    let cache: any EvaluationCache

    private var pool: AuditPool { search.pool }
    private var channels: [AuditChannel] { search.channels }
    private var values: Matrix<Float> { search.queries.rows.rows(in: 0..<search.samples) }

    /// The contests of samples and reference rows, channel by channel, in the pool and in held-out rows alone.
    private func contests() -> CopyEvidence.Contests {
        var result = CopyEvidence.Contests(samples: [], reference: [])
        var alone: (samples: [CopyContests], training: [CopyContests]) = ([], [])
        let trainingReferences = pool.reference.indices.filter { pool.reference[$0].isTraining }
        for (number, channel) in channels.enumerated() {
            let training = search.split(state.training[number])
            let heldOut = pool.heldOutCount > 0 ? search.split(state.heldOut[number]) : nil
            let mask = channel.takesPart
            let seed = options.seed
            func contests(
                _ training: TransformedTable, _ heldOut: TransformedTable?, _ range: Range<Int>
            ) -> CopyContests {
                CopyContests(
                    channel: channel.name, training: training, heldOut: heldOut,
                    takesPart: mask.map { Array($0[range]) },
                    seed: seed)
            }
            let (ours, theirs) = (0..<search.samples, search.samples..<search.queries.rows.rows)
            result.samples.append(contests(training.samples, heldOut?.samples, ours))
            result.reference.append(contests(training.reference, heldOut?.reference, theirs))
            if let heldOut {
                alone.samples.append(contests(heldOut.samples, nil, ours))
                alone.training.append(contests(heldOut.reference, nil, theirs).picked(trainingReferences))
            }
        }
        for look in looks {
            func contests(
                _ training: TransformedTable, _ heldOut: TransformedTable?,
                _ part: (AuditSearch.Split) -> TransformedTable
            ) -> CopyContests {
                CopyContests(
                    channel: look.name, training: part(search.split(training)),
                    heldOut: heldOut.map { part(search.split($0)) }, seed: options.seed)
            }
            let heldOut = pool.heldOutCount > 0 ? look.heldOut : nil
            result.samples.append(contests(look.training, heldOut) { $0.samples })
            result.reference.append(contests(look.training, heldOut) { $0.reference })
            if heldOut != nil {
                alone.samples.append(contests(look.heldOutAlone, nil) { $0.samples })
                alone.training.append(
                    contests(look.heldOutAlone, nil) { $0.reference }.picked(trainingReferences))
            }
        }
        let exactChannels = result.samples.filter { ["identity", "mirrored"].contains($0.channel) }
        result.exactness = .init(
            isExact: (0..<search.samples).map { sample in exactChannels.contains { $0.distances[sample] == 0 } },
            twins: pool.twins, rows: pool.rows)
        // With fewer the scores are of other kinds of neighbours.
        if pool.heldOutCount > 10 * AuditOptions.neighbours, trainingReferences.count >= 100 {
            result.againstHeldOut = alone
        }
        return result
    }

    /// All findings; `progress` hears how far the measures of the whole set are.
    func findings(progress: @escaping @Sendable (Double) -> Void) throws -> AuditFindings {
        let contests = contests()
        let queries = search.queries.rows
        let variety = AuditVariety(queries: queries, samples: search.samples, shape: samples.shape)
        var findings = AuditFindings(
            sources: sources(), pool: poolFindings(), copies: [], copiedShare: nil,
            extraction: .init(distinctTrainingRows: 0, rate: 0, estimatedRows: 0, mostCopied: []), tests: [],
            diversity: .init(
                distinctSamples: Set(RowDigest.all(of: values)).count, effectiveSamples: variety.effective,
                effectiveReal: variety.effectiveOfReal, isCollapsed: variety.isCollapsed),
            sensitivity: nil,
            search: contests.samples.enumerated().map { number, contests in
                .init(
                    channel: contests.channel, isExact: channels.indices.contains(number) && channels[number].isExact,
                    provenShare: Double(contests.isCertain.count { $0 }) / Double(max(1, contests.count)))
            }, doubts: [], verdict: AuditVerdict(outcome: .inconclusive, reasons: []))
        findings.notSearched = notSearched()
        findings.scores = AuditFindings.Scores(contests)
        var exchangeability: SplitExchangeability?
        var evidence: CopyEvidence?
        var appearance: AuditAppearance?
        if pool.heldOutCount > 0, pool.trainingCount > pool.ambiguous.count {
            exchangeability = SplitExchangeability(
                halves: search.halves(state), trainingRows: pool.trainingCount,
                placed: search.trainingRowsAsSamples(state), seed: options.seed)
            appearance = AuditAppearance(
                rows: queries,
                training: pool.reference.indices.filter { pool.reference[$0].isTraining }.map { search.samples + $0 },
                heldOut: pool.exchangeabilityRows, shape: samples.shape)
            findings.appearance = appearance?.findings
            evidence = CopyEvidence(
                contests, trainingRows: pool.trainingCount, heldOutRows: pool.heldOutCount, leavingOut: pool.ambiguous,
                options: .init(
                    level: options.level, falseDiscoveryRate: options.falseDiscoveryRate, seed: options.seed))
        }
        findings.checks = try AuditChecks.run(
            samples: values, training: search.training, heldOut: search.heldOut,
            heldOutNeighbours: heldOutNeighbours(), preparation: appearance?.check, cache: cache)
        let judge = AuditJudge(evidence: evidence, exchangeability: exchangeability, appearance: appearance)
        let standing = judge.standing(findings)
        switch standing {
        // Matches are facts where nothing is known of chance.
        case .withoutHeldOut, .refused: findings.copies = matches(contests)
        case .copying, .quiet:
            if let evidence { fill(&findings, evidence, contests) }
        }
        if let evidence {
            findings.sensitivity = .init(
                smallestVisibleShare: evidence.visibleLeak.share,
                smallestVisibleExactShare: evidence.visibleLeak.exactShare, leakOfInterest: options.leakOfInterest,
                samplesNeeded: evidence.visibleLeak.samplesToSee(share: options.leakOfInterest))
            findings.tests = AuditTrials.contests(evidence, exchangeability)
        }
        findings.tests += try AuditTrials.membership(state, pool)
        let measures = try wholeSet(progress)
        findings.tests += measures.tests
        findings.extraction = extraction(findings.copies)
        findings.doubts =
            AuditDoubts(pool: pool, evidence: evidence, exchangeability: exchangeability, appearance: appearance)
            .all(findings) + measures.doubts
        findings.typicalDistance = typicalDistance(listed: Set(findings.copies.map(\.sample)))
        findings.verdict = judge.verdict(findings)
        return findings
    }

    /// The training rows nearest to held-out rows that test the split, where these have as many as are looked for.
    private func heldOutNeighbours() -> NeighbourTable? {
        let found = state.exchangeability
        guard found.queries > 0, !found.indices.contains(-1) else { return nil }
        return NeighbourTable(
            queries: found.queries, count: found.count, indices: found.indices, distances: found.distances)
    }

    /// The list and the share as the evidence is judged.
    private func fill(_ findings: inout AuditFindings, _ evidence: CopyEvidence, _ contests: CopyEvidence.Contests) {
        let judgement = evidence.judgement
        findings.copies = copies(evidence, contests.samples)
        findings.listedBy = judgement.basis.map {
            .init(basis: $0, falseDiscoveryRate: evidence.competitionRate ?? options.falseDiscoveryRate)
        }
        findings.copiedShare = judgement.share.map { share in
            .init(
                value: share.value, low: share.interval.low, high: share.interval.high, level: share.interval.level,
                method: share.interval.method)
        }
        let labels = judgement.labels
        findings.sureShare = .init(
            low: judgement.atLeast,
            byLabels: .init(
                value: labels.estimate, low: labels.low, high: labels.high, level: labels.level,
                method: LabelledShare.method))
    }

    /// Measures of the whole set, where there are held-out rows to hold them to; and what a discriminator says.
    private func wholeSet(_ progress: @escaping @Sendable (Double) -> Void) throws -> AuditSetMeasures.Outcome {
        guard let heldOut = search.heldOut, pool.heldOutCount > 0, pool.trainingCount > pool.ambiguous.count else {
            return AuditSetMeasures.Outcome()
        }
        var outcome = try AuditSetMeasures(
            samples: values, training: search.training, heldOut: heldOut, pool: pool, options: options,
            progress: progress
        ).measure()
        if let judge = options.discriminator {
            let scores = try AuditDiscriminatorScores(
                judge, training: search.training, heldOut: heldOut, pool: pool, options: options)
            outcome.tests += try scores.tests()
        }
        return outcome
    }

    private func typicalDistance(listed: Set<Int>) -> Double? {
        let tables = search.split(state.training[0])
        func distances(_ table: TransformedTable, without: Set<Int>) -> [Double] {
            (0..<(table.count > 0 ? table.queries : 0)).filter { !without.contains($0) }
                .map { table.distance(query: $0, rank: 0) }.filter(\.isFinite)
        }
        let ordinary = distances(tables.samples, without: listed)
        let chosen = ordinary.count >= 10 ? ordinary : distances(tables.reference, without: [])
        return chosen.isEmpty ? nil : Statistics.median(chosen)
    }

    private func sources() -> AuditFindings.Sources {
        .init(
            samples: samples.name, sampleCount: samples.count, training: search.training.name,
            trainingCount: search.training.count, heldOut: search.heldOut?.name,
            heldOutCount: search.heldOut?.count ?? 0, shape: samples.shape)
    }

    private func poolFindings() -> AuditFindings.Pool {
        .init(
            trainingRepeats: pool.trainingRepeats.values.reduce(0, +), heldOutRepeats: pool.heldOutRepeats,
            overlap: pool.overlap.map { .init(heldOutRow: $0.heldOut, trainingRow: $0.training) },
            trainingCompeting: pool.trainingCount, heldOutCompeting: pool.heldOutCount,
            calibrationRows: pool.reference.count)
    }

    /// What no comparison would have shown; vectors have no such changes.
    private func notSearched() -> [AuditFindings.Unsearched] {
        guard case .image(_, _, let imageChannels) = samples.shape else { return [] }
        let names = Set(channels.flatMap { channel in channel.transformations.map(\.name) })
        let found: [(AuditFindings.Unsearched, Bool)] = [
            (.mirrored, names.contains("mirrored")), (.moved, names.contains("shifted")),
            (.contrast, names.contains("contrast")), (.patches, names.contains("patch")),
            (.inverted, names.contains("inverted")), (.recoloured, imageChannels < 3 || names.contains("recoloured")),
            (.rotated, names.contains("rotated")), (.largerMoves, false),
            (.erased, looks.contains { $0.name == "erased" }), (.blended, looks.contains { $0.name == "blended" }),
            (.features, names.contains("features")),
        ]
        return found.filter { !$0.1 }.map(\.0)
    }

    /// The samples that the evidence lists, the surest first.
    private func copies(_ evidence: CopyEvidence, _ channels: [CopyContests]) -> [AuditFindings.Copy] {
        let (combined, qValues) = (evidence.combined, evidence.qValues)
        let order = evidence.copies.sorted { (combined.strengths[$0], $0) < (combined.strengths[$1], $1) }
        return order.enumerated().map { place, sample in
            var copy = copy(rank: place + 1, sample, combined, channels)
            copy.pValue = evidence.calibrationHolds ? evidence.calibration.pValues[sample] : nil
            copy.qValue = qValues[sample]
            copy.competitionQValue = evidence.competitionQValues[sample]
            return copy
        }
    }

    /// At most half as far as the next rows, by half of what the clearest match of real rows has: no chance match of many samples.
    private static let nearExactScore = 0.5

    /// Without held-out rows: exact copies, and near-exact ones.
    ///
    /// A near-exact match is at most half as far as the next rows, and twice as clear as any training row's to another in that
    /// channel.
    private func matches(_ contests: CopyEvidence.Contests) -> [AuditFindings.Copy] {
        let combined = CombinedContests(contests.samples, reference: contests.reference)
        let reference = CombinedContests(contests.reference, reference: contests.reference)
        let closest = reference.strengths.min() ?? 0
        let found = (0..<combined.count).filter { sample in
            guard combined.isTraining[sample] else { return false }
            let channel = combined.channels[sample]
            let contest = contests.samples[channel]
            let clearest = contests.reference[channel].scores.min() ?? 0
            return contest.distances[sample] == 0 && comparesWhole(channel)
                || combined.strengths[sample] < closest
                    && contest.scores[sample] <= Self.nearExactScore * min(1, clearest)
        }
        return found.sorted { (combined.strengths[$0], $0) < (combined.strengths[$1], $1) }.enumerated()
            .map { copy(rank: $0 + 1, $1, combined, contests.samples) }
    }

    private func copy(
        rank: Int, _ sample: Int, _ combined: CombinedContests, _ contests: [CopyContests]
    ) -> AuditFindings.Copy {
        let row = combined.rows[sample]
        let strongest = combined.channels[sample]
        let best = contests[strongest]
        // The simplest transformation that finds the same row about as clearly names the copy.
        let named =
            contests.indices.first { number in
                let channel = contests[number]
                return channel.rows[sample] == row && channel.isTraining[sample]
                    && channel.scores[sample] <= max(1.5 * best.scores[sample], 0.02)
            } ?? strongest
        let channel = contests[named]
        return AuditFindings.Copy(
            rank: rank, sample: sample, trainingRow: Int(row), origin: search.training.origin(of: Int(row)),
            transformation: transformation(named, sample: sample, view: Int(channel.views[sample])),
            distance: channel.distances[sample], score: channel.scores[sample], pValue: nil, qValue: nil,
            competitionQValue: nil, isExact: channel.distances[sample] == 0 && comparesWhole(named),
            occurrences: 1 + pool.trainingRepeats[Int(row), default: 0])
    }

    /// What a view says was done, of the channels and, after them, of the second looks.
    private func transformation(_ number: Int, sample: Int, view: Int) -> AuditTransformation {
        guard channels.indices.contains(number) else {
            return looks[number - channels.count].transformation(sample, view)
        }
        let known = channels[number].transformations
        return known.indices.contains(view) ? known[view] : .identity
    }

    /// Whether equal values in a channel make equal rows.
    private func comparesWhole(_ number: Int) -> Bool {
        channels.indices.contains(number) && !channels[number].comparesPart
    }

    private func extraction(_ copies: [AuditFindings.Copy]) -> AuditFindings.Extraction {
        let rate = ExtractionRate(copies: copies.map(\.trainingRow), trainingRows: search.training.count)
        return .init(
            distinctTrainingRows: rate.rows.count, rate: rate.rate, estimatedRows: rate.estimatedRows,
            mostCopied: rate.rows.prefix(100).map {
                .init(
                    trainingRow: $0.row, origin: search.training.origin(of: $0.row), samples: $0.samples,
                    occurrences: 1 + pool.trainingRepeats[$0.row, default: 0])
            })
    }
}
