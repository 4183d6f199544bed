import ArgumentParser
import GANModels

extension ArchitectureCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the kinds of layers with their arguments, and the families.",
            discussion: HelpText.discussion(
                examples: .init("For people", "ganeval architecture list"),
                .init("Without colours and progress", "ganeval architecture list --quiet"),
                .init("Then check a description", "ganeval architecture check gan.yaml")))

        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            for (kind, keys) in LayerDescription.catalogue {
                Console.result(keys.isEmpty ? kind : "\(kind)  \(keys.joined(separator: ", "))")
            }
            Console.result("Families: \(Architecture.families.joined(separator: ", ")); \(FamilyVariant.words).")
        }
    }
}
