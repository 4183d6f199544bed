import GANNumerics
import OrderedCollections
import Testing

@testable import GANMetrics

@Suite struct MembershipInferenceTests {
    private func normals(_ count: Int, seed: UInt64, shift: Double = 0) -> [Double] {
        SeededGenerator(seed: seed).normalRows(count, columns: 1).scalars.map { Double($0) + shift }
    }

    private func number(_ result: MetricResult, _ key: String) -> Double? {
        if case .number(let value)? = result.parts[key] { value } else { nil }
    }

    @Test func separatedScoresGiveOneAndSwappedOnesZero() throws {
        let result = try MembershipInference.evaluate(members: [3, 4, 5], nonMembers: [0, 1, 2])
        #expect(result.value == 1)
        #expect(number(result, "true_positive_rate_at_0.01") == 1)
        #expect(try MembershipInference.evaluate(members: [0, 1, 2], nonMembers: [3, 4, 5]).value == 0)
        #expect(try MembershipInference.evaluate(members: [1, 1], nonMembers: [1, 1]).value == 0.5)
    }

    @Test func ignorantScoresSitOnTheNull() throws {
        var (low, covered) = (0, 0)
        for seed in 0..<200 as Range<UInt64> {
            let result = try MembershipInference.evaluate(
                members: normals(300, seed: 2 * seed), nonMembers: normals(200, seed: 2 * seed + 1))
            if let p = number(result, "p_value"), p <= 0.05 { low += 1 }
            if let interval = result.interval, interval.low <= 0.5, interval.high >= 0.5 { covered += 1 }
        }
        // 10 ± 3.1 and 190 ± 3.1.
        #expect(low <= 22)
        #expect(covered >= 178)
    }

    @Test func aFewSureMembersShowAtSmallRates() throws {
        var members = normals(2000, seed: 1)
        for index in 0..<100 { members[index] = 50 }
        let result = try MembershipInference.evaluate(members: members, nonMembers: normals(2000, seed: 2))
        let atThousandth = try #require(number(result, "true_positive_rate_at_0.001"))
        #expect(atThousandth >= 0.05 && atThousandth < 0.06)
        #expect(result.value < 0.56)
        let passing = try #require(number(result, "false_positive_rate_at_0.001"))
        #expect(passing <= 0.001)
    }

    @Test func fewNonMembersAreSaidToBeFew() throws {
        let result = try MembershipInference.evaluate(members: [1, 2, 3], nonMembers: [0, 0.5])
        #expect(result.diagnostics.contains { $0.code == "too_few_non_members" })
    }

    @Test func badScoresAreRefused() {
        #expect(throws: MetricError.tooFewRows(metric: "membership_inference_auc", role: "members", rows: 1, needed: 2))
        {
            try MembershipInference.evaluate(members: [1], nonMembers: [1, 2])
        }
        #expect(
            throws: MetricError.nonFinite(metric: "membership_inference_auc", role: "non-members", row: 1, column: 0)
        ) {
            try MembershipInference.evaluate(members: [1, 2], nonMembers: [1, .nan])
        }
    }
}
