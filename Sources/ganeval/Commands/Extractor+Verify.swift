import ArgumentParser
import Foundation
import GANModels
import GANText

extension Extractor {
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run an extractor on built-in images and compare with its recorded fingerprint.",
            discussion: HelpText.discussion(
                examples: .init("All that have their weights", "ganeval extractor verify"),
                .init("One", "ganeval extractor verify my-encoder"),
                .init("A description that was not added", "ganeval extractor verify my-encoder.yaml")))

        @Argument(help: "Names or description files; all that have their weights when left out.")
        var names: [String] = []

        @OptionGroup var registryOptions: RegistryOptions
        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            let registry = registryOptions.registry
            let chosen =
                names.isEmpty ? registry.list().entries.filter { $0.file != nil }.map(\.description.name) : names
            var failed = false
            for name in chosen {
                let verification: ExtractorRegistry.Verification
                do {
                    verification = try registry.verify(name)
                } catch let error as any ExplainedError {
                    // The others are verified all the same.
                    Console.error(error)
                    failed = true
                    continue
                }
                switch verification.difference {
                case .some(let difference):
                    Console.result(
                        "\(name): as recorded; the largest difference is \(String(format: "%.1e", difference)) of its features' size."
                    )
                case nil: Console.result("\(name): runs; nothing is recorded to compare with.")
                }
                if let note = verification.note { Console.result("    \(note)") }
            }
            if chosen.isEmpty {
                Console.result("No extractor has its weights; `ganeval extractor list` says what is missing.")
            }
            throw Verdict(code: failed ? 1 : 0)
        }
    }
}
