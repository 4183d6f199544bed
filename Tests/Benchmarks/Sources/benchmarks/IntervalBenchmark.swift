import Foundation
import GANMetrics
import GANNumerics

/// Whether nominal 95 % intervals hold the truth 92 to 98 times in a hundred.
///
/// Each scenario draws data and samples from distributions with a known truth, many times over, and counts.
struct IntervalBenchmark {
    let repeats: Int
    let folder: String?
    /// Part of the names of the scenarios to run; nil for all.
    let only: String?

    init(_ options: Options) throws {
        var options = options
        repeats = try options.count("repeats", default: 400)
        folder = options.text("out")
        only = options.text("only")
        try options.finish()
    }

    func run() throws {
        let scenarios = IntervalPairScenarios.all + IntervalGivenScenarios.all + IntervalCountScenarios.all
        var tallies: [IntervalTally] = []
        for scenario in scenarios where only.map({ scenario.name.contains($0) }) ?? true {
            for tally in measure(scenario) {
                try printLine(tally.json)
                tallies.append(tally)
            }
        }
        let order = MetricRegistry.all.map(\.name)
        func place(_ tally: IntervalTally) -> Int {
            order.firstIndex { tally.metric == $0 || tally.metric.hasPrefix($0 + " ") } ?? order.count
        }
        tallies = tallies.enumerated().sorted { (place($0.1), $0.1.metric, $0.0) < (place($1.1), $1.1.metric, $1.0) }
            .map(\.element)
        guard let folder else { return }
        let target = URL(fileURLWithPath: folder, isDirectory: true)
        try page(tallies).write(to: target.appendingPathComponent("intervals.md"), atomically: true, encoding: .utf8)
        var lines = Data()
        for tally in tallies {
            lines += try JSONSerialization.data(withJSONObject: tally.json, options: [.sortedKeys]) + Data("\n".utf8)
        }
        try lines.write(to: target.appendingPathComponent("intervals.jsonl"), options: .atomic)
    }

    /// Repeats run side by side; each depends on its number alone.
    private func measure(_ scenario: IntervalScenario) -> [IntervalTally] {
        var outcomes = [[IntervalObservation]](repeating: [], count: repeats)
        outcomes.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer
            let observe = scenario.prepare()
            Parallel.forEach(repeats) { target[$0] = observe($0) }
        }
        var byName: [String: [IntervalObservation]] = [:]
        for observation in outcomes.joined() { byName[observation.name, default: []].append(observation) }
        return outcomes[0].map { IntervalTally($0.name, byName[$0.name] ?? [], scenario: scenario) }
    }

    private func page(_ tallies: [IntervalTally]) -> String {
        let names = Set(tallies.filter { $0.printed > 0 }.map(\.metric))
        let silent = MetricRegistry.all.map(\.name).filter { name in
            !names.contains { $0 == name || $0.hasPrefix(name + " ") }
        }
        let outside = tallies.filter { ["too narrow", "too wide"].contains($0.verdict) }
        let judged = tallies.filter { ["holds", "may hold", "too narrow", "too wide"].contains($0.verdict) }
        return """
            # Coverage of intervals

            How often nominal 95 % intervals hold the truth, in \(repeats) repeats of each scenario. The target is 92 to 98 %.
            Of \(judged.count) pairs of interval and scenario \(judged.count { $0.verdict == "holds" }) are inside, \
            \(judged.count { $0.verdict == "may hold" }) more may be by the binomial error of
            the repeats ("may hold"), and \(outside.count) are outside. \
            \(tallies.count { $0.verdict == "prints few" }) more printed too few intervals to be judged;
            those few, at or near equality, often miss the truth. Made by

                swift run -c release --package-path Tests/Benchmarks benchmarks intervals --repeats \(repeats) --out reports/benchmarks

            with fixed seeds; the rows are in [intervals.jsonl](intervals.jsonl).

            Rows are Gaussian or mixtures of Gaussians. The truth is

            - for `kernel_distance` and `mmd_rbf` the discrepancy of the distributions, in closed form;
            - for `authenticity`, `distance_ratio`, `distance_to_closest_record_share`, `data_copying` and `rarity`, whose
              intervals take the real rows as given, what 20,000 fresh samples score against the same rows, for 40 sets of them;
            - for `birthday_support` and `mode_coverage` the probability or the number that was drawn from;
            - for all others the metric's own mean over the repeats: the intervals are about the value at these counts.

            "Printed" counts the repeats that gave an interval; coverage is among them. "Relative width" is the mean width by
            that of ±1.96 root mean squared errors of the value: an interval of the right shape has about 1. "Prints few" is
            said where fewer than 50 repeats gave an interval.

            Distances print no interval that holds the value of equal distributions, and `vendi_score` none that holds the score
            of rows in all directions alike: there it would be too wide (up to 100 %). The few that are printed for equal
            distributions are the false alarms among them, and therefore seldom hold the truth.

            | interval | scenario | n | m | columns | printed | coverage, % | its 95 % interval | mean width | relative width | truth | verdict |
            | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
            \(tallies.map(\.markdown).joined(separator: "\n"))

            Print no interval in any scenario: \(silent.map { "`\($0)`" }.joined(separator: ", ")).

            """
    }
}
