import GANMetrics
import GANNumerics
import OrderedCollections

/// The tests of the whole set, as findings.
enum AuditTrials {
    static func contests(_ evidence: CopyEvidence, _ exchangeability: SplitExchangeability?) -> [AuditFindings.Test] {
        var tests: [AuditFindings.Test] = []
        if let scan = evidence.scan {
            tests.append(
                .init(
                    name: "clearest_contests", value: Double(scan.clearestTraining) / Double(max(1, scan.clearest)),
                    null: scan.trainingChance, interval: nil, pValue: scan.copying,
                    parts: [
                        "contests": Double(scan.clearest), "reverse_p_value": scan.reverse,
                        "randomized_p_value": scan.randomizedCopying,
                    ]))
            tests.append(
                .init(
                    name: "nearest_training_share", value: scan.trainingShare, null: scan.trainingChance,
                    interval: nil, pValue: scan.overall, parts: [:]))
        }
        tests.append(
            .init(
                name: "calibrated_matches", value: Double(evidence.copies.count), null: 0, interval: nil,
                pValue: evidence.calibrationHolds ? evidence.calibrationPValue : nil,
                parts: [
                    "inflation": evidence.calibration.inflation, "contradiction_p_value": evidence.contradiction,
                    "reference_rows": Double(evidence.calibration.referenceRows),
                ]))
        let exact = evidence.exactCopies
        tests.append(
            .init(
                name: "exact_copies", value: Double(exact.samples.count), null: exact.expected, interval: nil,
                pValue: exact.pValue, parts: ["distinct_training_rows": Double(exact.distinctRows)]))
        tests.append(
            .init(
                name: "copying", value: evidence.share?.value ?? evidence.judgement.labels.estimate, null: 0,
                interval: nil, pValue: evidence.pValue,
                parts: [:]))
        if let exchangeability {
            tests.append(
                .init(
                    name: "split_exchangeability", value: exchangeability.trainingShare,
                    null: exchangeability.trainingChance, interval: nil, pValue: exchangeability.pValue,
                    parts: ["rows": Double(exchangeability.rows)]))
        }
        return tests
    }

    /// Whether nearness to a sample tells training rows from held-out rows.
    static func membership(_ state: AuditSearchState, _ pool: AuditPool) throws -> [AuditFindings.Test] {
        let ambiguous = pool.ambiguous
        let members = state.trainingToSamples.indices.filter {
            pool.trainingKept[$0] && !ambiguous.contains(Int32($0)) && state.trainingToSamples[$0] < .infinity
        }.map { -state.trainingToSamples[$0] }
        let others = state.heldOutToSamples.indices.filter {
            pool.heldOutKept[$0] && state.heldOutToSamples[$0] < .infinity
        }.map { -state.heldOutToSamples[$0] }
        guard members.count >= 2, others.count >= 2 else { return [] }
        let result = try MembershipInference.evaluate(members: members, nonMembers: others)
        return [
            test(
                "membership_inference_auc", result)
        ]
    }

    /// A metric's result as a test.
    static func test(_ name: String, _ result: MetricResult, subject: String? = nil) -> AuditFindings.Test {
        var parts: [String: Double] = [:]
        var pValue: Double?
        for (key, part) in result.parts {
            switch part {
            case .number(let value): if key == "p_value" { pValue = value } else { parts[key] = value }
            case .count(let value): parts[key] = Double(value)
            case .interval(let interval):
                parts[key + "_low"] = interval.low
                parts[key + "_high"] = interval.high
            // One figure a cell; longer lists belong into reports of the metric itself.
            case .numbers(let values) where values.count <= 32:
                for (index, value) in values.enumerated() { parts["\(key)_\(index)"] = value }
            case .counts(let values) where values.count <= 32:
                for (index, value) in values.enumerated() { parts["\(key)_\(index)"] = Double(value) }
            case .text, .numbers, .counts, .texts: break
            }
        }
        return .init(
            name: name, value: result.value, null: result.null?.value,
            interval: result.interval.map {
                .init(value: result.value, low: $0.low, high: $0.high, level: $0.level, method: $0.method)
            }, pValue: pValue, parts: parts, subject: subject)
    }
}
