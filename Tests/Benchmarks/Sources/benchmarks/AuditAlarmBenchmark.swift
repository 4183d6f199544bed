import Foundation
import GANAudit
import GANData
import GANNumerics

/// How often the memorization audit cries wolf: training, held-out and "generated" rows are all real and disjoint.
///
/// Each split is drawn anew from one set of images and audited with the default channels. The alarm's level is 5 %, and
/// p-values of the whole set must be uniform (Kolmogorov and Smirnov's test).
struct AuditAlarmBenchmark {
    let images: String
    let splits: Int
    let training: Int
    let heldOut: Int
    let generated: Int
    let calibration: Int
    let first: Int
    let out: String?

    init(_ options: Options) throws {
        var options = options
        guard let images = options.text("images") else {
            throw BenchmarkError(message: "Name a source of images with --images, of one size, such as an IDX file.")
        }
        self.images = images
        splits = try options.count("splits", default: 200)
        training = try options.count("training", default: 2400)
        heldOut = try options.count("held-out", default: 600)
        generated = try options.count("generated", default: 600)
        calibration = try options.count("calibration", default: 1500)
        first = try options.count("first", default: 1)
        out = options.text("out")
        try options.finish()
    }

    func run() throws {
        let source = try SampleSources.open(images)
        let needed = training + heldOut + generated
        guard source.count >= needed else {
            throw BenchmarkError(message: "\(images) has \(source.count) images; a split takes \(needed).")
        }
        let all = try source.read(rows: 0..<source.count)
        var outcomes: [String: Int] = [:]
        var values: [String: [Double]] = [:]
        var flagged = 0
        for split in first..<first + splits {
            var generator = SeededGenerator(seed: UInt64(split)).split("honest split")
            let rows = generator.sample(needed, below: source.count)
            func part(_ range: Range<Int>, _ name: String) -> ArraySource {
                ArraySource(
                    name: name, rule: "rows of \(images)", shape: source.shape,
                    samples: all.rows(at: Array(rows[range])))
            }
            let findings = try Audit.run(
                samples: part(training + heldOut..<needed, "generated"), training: part(0..<training, "training"),
                heldOut: part(training..<training + heldOut, "held-out"),
                options: AuditOptions(calibrationRows: calibration, seed: UInt64(split)))
            outcomes[findings.verdict.outcome.rawValue, default: 0] += 1
            flagged += findings.copies.count
            var line: [String: Any] = [
                "benchmark": "audit-alarms", "split": split, "verdict": findings.verdict.outcome.rawValue,
                "copies": findings.copies.count,
            ]
            for test in findings.tests {
                if let value = test.parts["randomized_p_value"] ?? test.pValue {
                    values[test.name, default: []].append(value)
                    line[test.name] = value
                }
                if let inflation = test.parts["inflation"] { line["inflation"] = inflation }
            }
            try printLine(line)
        }
        var summary: [String: Any] = [
            "benchmark": "audit-alarms", "splits": splits, "verdicts": outcomes, "training": training,
            "held_out": heldOut, "generated": generated, "calibration": calibration, "images": source.name,
            "flagged_samples": flagged,
            "alarm_rate": Double(outcomes["copying", default: 0]) / Double(splits),
        ]
        for (name, list) in values {
            summary[name + "_uniformity_p"] = Self.uniformity(list)
            summary[name + "_below_0.05"] = Double(list.count { $0 <= 0.05 }) / Double(list.count)
        }
        try printLine(summary)
        if let out {
            let data = try JSONSerialization.data(withJSONObject: summary, options: [.sortedKeys, .prettyPrinted])
            try data.write(to: URL(fileURLWithPath: out), options: .atomic)
        }
    }

    /// The p-value of Kolmogorov and Smirnov's test that the values are uniform; Stephens' form for finite samples.
    static func uniformity(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let count = Double(sorted.count)
        var largest = 0.0
        for (index, value) in sorted.enumerated() {
            largest = max(largest, value - Double(index) / count, Double(index + 1) / count - value)
        }
        let scaled = largest * (count.squareRoot() + 0.12 + 0.11 / count.squareRoot())
        guard scaled > 0.2 else { return 1 }
        var sum = 0.0
        for term in 1...100 {
            sum += (term % 2 == 1 ? 2 : -2) * exp(-2 * Double(term * term) * scaled * scaled)
        }
        return min(1, max(0, sum))
    }
}
