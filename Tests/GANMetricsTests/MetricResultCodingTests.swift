import Foundation
import GANMetrics
import OrderedCollections
import Testing

@Suite struct MetricResultCodingTests {
    private static let result = MetricResult(
        value: 0.1 + 0.2, interval: MetricInterval(low: 0.25, high: 1 / 3, level: 0.9, method: "jackknife, 20 blocks"),
        null: MetricReference(value: 1e-9, basis: "closed form"),
        ceiling: MetricReference(value: .pi, basis: "held-out data"),
        diagnostics: [
            Diagnostic(code: "few", severity: .note, message: "Few – “samples”."),
            Diagnostic(code: "tied", message: "m"),
        ],
        parts: [
            "zeta": .number(1e-300), "whole": .number(5), "tail_share": .number(1), "count": .count(-3),
            "text": .text("α\n\""), "numbers": .numbers([0.1, 2, 1e300]), "whole_numbers": .numbers([1, 2]),
            "none": .numbers([]), "no_counts": .counts([]), "counts": .counts([1, 2]), "texts": .texts(["a", ""]),
            "tail_interval": .interval(MetricInterval(low: 0, high: 0, level: 0.99, method: "Clopper-Pearson")),
            "two": .numbers([0, 1]),
        ])

    private func decoded(_ text: String) throws -> MetricResult {
        try JSONDecoder().decode(MetricResult.self, from: Data(text.utf8))
    }

    /// Parts come back in their order and of their type, whole numbers and intervals with their level and method included.
    @Test func whatIsEncodedIsDecoded() throws {
        var matched = Self.result
        matched.matched = MatchedValue(
            value: 0.3, interval: MetricInterval(low: 0.2, high: 0.4, level: 0.9, method: "m"), basis: "5 of 9 samples")
        var bare = Self.result
        bare.matched = MatchedValue(value: 0.3, basis: "5 of 9 samples")
        for result in [
            Self.result, matched, bare, MetricResult(value: 0), MetricResult(value: -1, parts: ["a": .text("b")]),
        ] {
            let back = try JSONDecoder().decode(MetricResult.self, from: JSONEncoder().encode(result))
            #expect(back == result)
            #expect(Array(back.parts.keys) == Array(result.parts.keys))
        }
    }

    @Test func whatJSONCannotHoldComesBackAsNotANumber() throws {
        let result = MetricResult(value: 1, parts: ["a": .number(.infinity), "b": .numbers([1, .nan])])
        let back = try JSONDecoder().decode(MetricResult.self, from: JSONEncoder().encode(result))
        guard case .number(let a)? = back.parts["a"], case .numbers(let b)? = back.parts["b"] else {
            Issue.record("\(back.parts)")
            return
        }
        #expect(a.isNaN && b[0] == 1 && b[1].isNaN)
    }

    /// A whole number with an interval of its own is measured, not counted; so is what chance may reach.
    @Test func measuredPartsOfOldReportsAreNoCounts() throws {
        let result = try decoded(
            """
            {"value": 0.5, "difference": 0, "difference_interval": [-0.03, 0.03], "reach_at_most": 0, "held_out": 1}
            """)
        #expect(result.parts["difference"] == .number(0) && result.parts["reach_at_most"] == .number(0))
        #expect(result.parts["held_out"] == .count(1))
    }

    /// A report of 0.1.0 does not say what its parts are.
    @Test func partsOfOldReportsAreToldByTheirLooks() throws {
        let result = try decoded(
            """
            {"extractor": "pixels", "value": 0.5, "interval": [0.4, 0.6], "interval_method": "m", "level": 0.95, "null": null,
             "null_basis": null, "ceiling": 0.7, "ceiling_basis": "held-out data", "diagnostics": [],
             "tail_share": 1, "tail_interval": [0, 0.5], "p_value": 0, "exact_copies": 3, "mean": 0.25, "word": "yes",
             "missing_classes": [2, 5], "shares": [0.5, 1], "levels": [], "names": ["a"], "held_out_interval": null}
            """)
        #expect(result.interval == MetricInterval(low: 0.4, high: 0.6, method: "m") && result.null == nil)
        #expect(
            result.parts == [
                "exact_copies": .count(3), "levels": .counts([]), "mean": .number(0.25),
                "missing_classes": .counts([2, 5]),
                "names": .texts(["a"]), "p_value": .number(0), "shares": .numbers([0.5, 1]),
                "tail_interval": .interval(MetricInterval(low: 0, high: 0.5, method: "")), "tail_share": .number(1),
                "word": .text("yes"),
            ])
    }

    /// A damaged figure must not pass for one that nobody knows.
    @Test(arguments: [
        ("\"value\": 1", "\"value\": null"), ("\"value\": 1", "\"value\": \"1\""), ("\"value\": 1,", ""),
        ("[0, 2]", "[2, 0]"), ("[0, 2]", "[0]"), ("[0, 2]", "[null, 2]"), ("[0, 2]", "\"wide\""),
        ("\"level\": 0.95", "\"level\": 0.2"), ("\"level\": 0.95", "\"level\": 1"),
        ("\"level\": 0.95", "\"level\": null"),
        ("[0, 1]", "[1, 0]"), ("[0, 1]", "null"), ("\"level\": 0.9}", "\"level\": 7}"),
        ("\"type\": \"count\"", "\"type\": \"counts\""), ("\"type\": \"count\"", "\"type\": \"share\""),
        ("\"name\": \"copies\"", "\"name\": \"missing\""), ("\"name\": \"copies\"", "\"name\": \"value\""),
        ("\"name\": \"copies\"", "\"name\": \"tail_interval\""),
    ])
    func damageIsRefused(part: String, other: String) throws {
        let text = """
            {"value": 1, "interval": [0, 2], "interval_method": "m", "level": 0.95,
             "parts": [{"name": "copies", "type": "count"}, {"name": "tail_interval", "type": "interval", "level": 0.9}],
             "copies": 3, "tail_interval": [0, 1]}
            """
        #expect(try decoded(text).parts["copies"] == .count(3))
        let changed = text.replacing(part, with: other, maxReplacements: 1)
        #expect(changed != text)
        #expect(throws: DecodingError.self) { try decoded(changed) }
    }
}
