import ArgumentParser
import GANModels
import GANReports

extension Extractor {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the extractors and say which can run.")

        @Flag(help: "Print JSON.")
        var json = false

        @OptionGroup var registryOptions: RegistryOptions
        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            let listing = registryOptions.registry.list()
            if json { return Console.raw(ExtractorListing.json(listing)) }
            ExtractorListing.lines(listing).forEach { Console.result($0) }
            for (name, problem) in listing.unreadable {
                Console.result("\(name)  (added; unreadable)")
                Console.warning("\(problem)")
            }
            Console.result("Built in without a network: pixels, pixels-pca64, classifier.")
        }
    }
}
