import ArgumentParser
import GANModels
import GANReports

extension Extractor {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the extractors and say which can run.",
            discussion: HelpText.discussion(
                examples: .init("For people", "ganeval extractor list"),
                .init("For machines", "ganeval extractor list --json"),
                .init("Of another store", "ganeval extractor list --store /data/ganeval")))

        @Flag(help: "Print JSON.")
        var json = false

        @OptionGroup var registryOptions: RegistryOptions
        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            let listing = registryOptions.registry.list()
            if json { return Console.document(ExtractorListing.json(listing)) }
            ExtractorListing.lines(listing).forEach { Console.result($0) }
            for (name, problem) in listing.unreadable {
                Console.result("\(name)  (added; unreadable)")
                Console.warning("\(problem)")
            }
            Console.result("Built in without a network: pixels, pixels-pca64, classifier.")
        }
    }
}
