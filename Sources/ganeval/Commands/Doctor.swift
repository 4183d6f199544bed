import ArgumentParser
import Foundation
import GANData
import GANModels
import GANNumerics
import GANONNX
import GANReports
import GANStore
import GANText
import OrderedCollections

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what this machine offers, and measure it.",
        discussion: HelpText.discussion(
            examples: .init("For people", "ganeval doctor"),
            .init("For machines", "ganeval doctor --json"),
            .init("With another store", "ganeval doctor --store /data/ganeval")))

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var shared: SharedOptions

    func run() throws {
        shared.apply()
        let setup = OpenBLAS.setup
        let rate = OpenBLAS.measureGigaflops()
        var facts: OrderedDictionary<String, String> = [
            "ganeval": ToolVersion.current, "processor": MachineDescription.processor,
            "system": MachineDescription.system, "threads": "\(Parallel.threadCount)",
            "OpenBLAS": setup.configuration.trimmingCharacters(in: .whitespaces),
            "OpenBLAS kernel": setup.exchanged
                ? "\(setup.kernel), the one for this processor; OpenBLAS itself would have taken \(setup.detectedKernel)"
                : setup.kernel,
            "matrix product": String(format: "%.0f GFLOP/s in float32 on %d threads", rate, Parallel.threadCount),
        ]
        var needs: [Need] = []
        do {
            let runtime = try ONNXRuntime.shared()
            facts["ONNX Runtime"] = "\(runtime.version), \(runtime.path)"
            facts["execution providers"] = runtime.providers.joined(separator: ", ")
        } catch {
            facts["ONNX Runtime"] = "not usable: \(error.fact)"
            needs.append(Need("ONNX models and extractors that are networks can't run", error.remedy))
        }
        let extractors = RegistryOptions.registry(store: storeOptions.store).list()
        for entry in extractors.entries {
            let name = entry.description.name
            facts["extractor \(name)"] = entry.file ?? "its weights are missing"
            guard entry.file == nil else { continue }
            let remedy =
                BuiltinNetwork(rawValue: name)?.remedy ?? "Add it again: ganeval extractor add \(name).yaml."
            needs.append(Need("--extractor \(name) can't be used", remedy))
        }
        for (name, problem) in extractors.unreadable {
            facts["extractor \(name)"] = "unreadable: \(problem)"
            needs.append(Need("--extractor \(name) can't be used", "Add it again: ganeval extractor add \(name).yaml."))
        }
        let hasFashion = DemoData.found() == DemoData.fashion()
        facts["Fashion-MNIST"] = hasFashion ? "installed" : "not installed"
        if !hasFashion {
            needs.append(
                Need("the demo trains on drawn shapes", "sudo apt-get install dataset-fashion-mnist (Debian, Ubuntu)."))
        }
        if !storeOptions.noStore {
            let store = try storeFact()
            facts["store"] = store.fact
            if let remedy = store.remedy { needs.append(Need("runs and features can't be kept", remedy)) }
        }
        try show(facts, rate, needs)
    }

    /// Something that is missing: what can't be done without it, and what mends that.
    private struct Need {
        let loss: String
        let remedy: String

        init(_ loss: String, _ remedy: String) {
            self.loss = loss
            self.remedy = remedy
        }
    }

    /// The whole in a sentence.
    private static func verdict(_ needs: [Need]) -> String {
        needs.isEmpty
            ? "Everything that ganeval can use is here."
            : "ganeval works here; \(FigureText.count(needs.count, "thing")) that it can use "
                + "\(FigureText.noun(needs.count, "is", "are")) missing:"
    }

    /// Where the store is and whether it can be used; a look makes none.
    private func storeFact() throws -> (fact: String, remedy: String?) {
        do {
            let found = try storeOptions.openExisting(isNamedOnlyIfThere: false)
            if let found, found.isReadOnly {
                return (
                    "\(found.path), which can only be read",
                    "Change its permissions, or choose another folder by --store."
                )
            }
            return (found?.path ?? "\(storeOptions.path), not there yet", nil)
        } catch let error as any ExplainedError {
            return ("\(storeOptions.path), not usable: \(error.fact)", error.remedy)
        }
    }

    private func show(_ facts: OrderedDictionary<String, String>, _ rate: Double, _ needs: [Need]) throws {
        if json {
            let document =
                [("schema", "ganeval.doctor/1"), ("gigaflops", String(format: "%.1f", rate))]
                + facts.map { ($0.key, $0.value) }
            let missing = needs.map { JSONValue.object([("loss", .text($0.loss)), ("remedy", .text($0.remedy))]) }
            let ends: [(String, JSONValue)] = [
                ("verdict", .text(needs.isEmpty ? "complete" : "usable")), ("missing", .list(missing)),
            ]
            Console.document(JSONValue.object(document.map { ($0.0, JSONValue.text($0.1)) } + ends).serialized())
        } else {
            for line in TextTable([.left, .left]).lines(facts.map { [$0.key, $0.value] }) { Console.result(line) }
            Console.result("\n" + Self.verdict(needs))
            for need in needs { Console.result("  \(need.loss): \(need.remedy)") }
        }
    }
}
