import GANMetrics

/// Finds what a reader of the findings must know before trusting them.
struct AuditDoubts {
    let pool: AuditPool
    let evidence: CopyEvidence?
    let exchangeability: SplitExchangeability?
    let appearance: AuditAppearance?

    /// Overlap beyond this share of the held-out rows is more than stray duplicates.
    static let largestOverlap = 0.01
    /// Below this share of certain nearest rows the screen may have missed copies.
    static let leastProven = 0.95

    func all(_ findings: AuditFindings) -> [AuditDoubt] {
        var result: [AuditDoubt] = []
        let (sources, poolFound, diversity) = (findings.sources, findings.pool, findings.diversity)
        if pool.heldOutCount == 0 { result.append(.noHeldOutRows(wereGiven: sources.heldOutCount > 0)) }
        if !poolFound.overlap.isEmpty {
            result.append(.heldOutOverlaps(rows: poolFound.overlap.count, heldOut: sources.heldOutCount))
        }
        if poolFound.trainingRepeats > 0 { result.append(.repeatedTrainingRows(poolFound.trainingRepeats)) }
        if diversity.isCollapsed {
            result.append(.collapsed(samples: diversity.effectiveSamples, real: diversity.effectiveReal))
        }
        let repeats = sources.sampleCount - diversity.distinctSamples
        if repeats > 0 { result.append(.repeatedSamples(repeats, samples: sources.sampleCount)) }
        if let exchangeability, !exchangeability.holds {
            result.append(
                .splitNotExchangeable(
                    share: exchangeability.trainingShare, chance: exchangeability.trainingChance,
                    pValue: exchangeability.pValue))
        }
        if let found = appearance?.findings, !found.isAlike {
            result.append(.splitPreparedDifferently(area: found.area, pValue: found.pValue))
        }
        if let evidence {
            let ratio = evidence.rows.ratio
            if let needed = evidence.visibleLeak.byCompetition, ratio > 1 {
                result.append(.fewDecoys(trainingRowsForEach: ratio, copiedRowsNeeded: needed))
            }
            if !evidence.calibrationHolds {
                result.append(.calibrationContradicted(pValue: evidence.contradiction))
            }
            if let scan = evidence.scan, scan.reverse <= evidence.options.level / 2, !evidence.isAlarm {
                result.append(.heldOutRowsPreferred(pValue: scan.reverse))
            }
        }
        // Second looks prove nothing by design: they begin with candidates.
        let second = Set(AuditOptions.Channel.secondLooks.map(\.rawValue))
        for channel in findings.search
        where !channel.isExact && channel.provenShare < Self.leastProven && !second.contains(channel.channel) {
            result.append(.screenedSearch(channel: channel.channel, provenShare: channel.provenShare))
        }
        return result
    }
}
