import Foundation
import Testing

@Suite struct MetricsTests {
    @Test func metricsAreListedAndExplained() throws {
        let program = try Program()
        let list = try program.run("metrics")
        #expect(list.code == 0 && list.errors.isEmpty)
        #expect(list.outputLines.allSatisfy { $0.count <= 80 })
        let names = list.outputLines.filter { !$0.hasPrefix(" ") }
        #expect(names.count >= 11 && names.allSatisfy { !$0.contains(" ") })
        for name in names {
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

    @Test func aMisspeltNameIsAnErrorWithASuggestion() throws {
        let outcome = try Program().run("metrics", "precison")
        #expect(outcome.code == 64 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("There is no metric 'precison'. Did you mean 'precision'?"))
    }
}
