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
        abstract: "Say what this machine offers, and measure it.")

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
                ? "\(setup.kernel), exchanged for \(setup.detectedKernel), which does not fit this processor"
                : setup.kernel,
            "matrix product": String(format: "%.0f GFLOP/s in float32 on %d threads", rate, Parallel.threadCount),
        ]
        do {
            let runtime = try ONNXRuntime.shared()
            facts["ONNX Runtime"] = "\(runtime.version), \(runtime.path)"
            facts["execution providers"] = runtime.providers.joined(separator: ", ")
        } catch {
            facts["ONNX Runtime"] = "not usable: \(error.fact). \(error.remedy)"
        }
        let extractors = RegistryOptions.registry(store: storeOptions.store).list()
        for entry in extractors.entries {
            facts["extractor \(entry.description.name)"] = entry.file ?? "its weights are missing"
        }
        for (name, problem) in extractors.unreadable { facts["extractor \(name)"] = "unreadable: \(problem)" }
        facts["Fashion-MNIST"] =
            DemoData.found() == DemoData.fashion()
            ? "installed" : "not installed (Debian package dataset-fashion-mnist)"
        if !storeOptions.noStore { facts["store"] = try storeFact() }
        try show(facts, rate)
    }

    /// Where the store is and whether it can be used; a look makes none.
    private func storeFact() throws -> String {
        do {
            let found = try storeOptions.openExisting(isNamedOnlyIfThere: false)
            return found?.path ?? "\(storeOptions.path), not there yet"
        } catch let error as any ExplainedError {
            return "\(storeOptions.path), not usable: \(error.fact). \(error.remedy)"
        }
    }

    private func show(_ facts: OrderedDictionary<String, String>, _ rate: Double) throws {
        if json {
            let document =
                [("schema", "ganeval.doctor/1"), ("gigaflops", String(format: "%.1f", rate))]
                + facts.map { ($0.key, $0.value) }
            Console.raw(JSONValue.object(document.map { ($0.0, .text($0.1)) }).serialized())
        } else {
            for line in TextTable([.left, .left]).lines(facts.map { [$0.key, $0.value] }) { Console.result(line) }
        }
    }
}
