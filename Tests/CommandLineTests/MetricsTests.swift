import Foundation
import Testing

@Suite struct MetricsTests {
    @Test func metricsAreListedAndExplained() throws {
        let program = try Program()
        let list = try program.run("metrics")
        #expect(list.code == 0 && list.errors.isEmpty)
        #expect(list.outputLines.allSatisfy { $0.count <= 80 })
        let names = list.outputLines.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }.map {
            String($0.dropFirst(2).prefix { $0 != " " })
        }
        #expect(names.count >= 11)
        #expect(list.outputLines.first == "Are the samples like real data?")
        #expect(list.output.contains("Fréchet distance (FID"))
        // One of each question stands for all: MetricExplanationTests look at each entry.
        for name in ["frechet_distance", "coverage", "distance_ratio"] {
            #expect(names.contains(name))
            let entry = try program.run("metrics", name)
            #expect(entry.code == 0 && entry.outputLines.first?.hasSuffix("(\(name))") == true)
            #expect(entry.outputLines.allSatisfy { $0.count <= 80 })
            for label in [
                "better:", "range:", "formula:", "needs:", "sees:", "blind to:", "reading:", "null:", "interval:",
                "conventions:", "paper:",
            ] {
                #expect(entry.output.contains("  \(label) "), "\(name) \(label)")
            }
        }
    }

    @Test func machinesReadTheSame() throws {
        let program = try Program()
        let all = try object(program.run("metrics", "--json").output)
        #expect(all["schema"] as? String == "ganeval.metrics/1")
        let entries = try #require(all["metrics"] as? [[String: Any]])
        #expect(entries.count >= 11)
        let one = try object(program.run("metrics", "coverage", "--json").output)
        let entry = try #require((one["metrics"] as? [[String: Any]])?.first)
        #expect(entry["direction"] as? String == "higher" && entry["needs"] as? [String] == ["real"])
    }

    /// What other tools call a metric is answered with its name here, and with when it may be called so.
    @Test func otherToolsNamesAreAnswered() throws {
        let program = try Program()
        let explained = try program.run("metrics", "KID")
        #expect(explained.code == 0 && explained.output.contains("(kernel_distance)"))
        #expect(explained.output.contains("(kernel_distance_subsets)"))
        #expect(explained.errors.contains("Only with the features of Inception-v3"))
        for (name, answer) in [
            ("fid", "FID is frechet_distance here"), ("is", "IS is inception_score here"),
            ("sFID", "sFID is spatial_frechet_distance here"), ("P&R", "P&R is precision and recall here"),
        ] {
            let report = ["report", "--generated", "a", "--reference", "b", "--out", "c", "--metrics", name]
            for arguments in [
                report, ["measure", "--generated", "a", "--metrics", name], ["history", "--metric", name],
            ] {
                let outcome = try program.run(arguments)
                #expect(outcome.code == 64 && outcome.errors.contains(answer), "\(arguments) \(outcome.errors)")
            }
        }
    }

    @Test func aMisspeltNameIsAnErrorWithASuggestion() throws {
        let outcome = try Program().run("metrics", "precison")
        #expect(outcome.code == 64 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("There is no metric 'precison'. Did you mean 'precision'?"))
    }
}
