import ArgumentParser
import GANModels

extension ArchitectureCommand {
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a description, or the text of print(G), and show the shapes that its layers make.",
            discussion: HelpText.discussion(
                examples: .init("A generator", "ganeval architecture check gan.yaml"),
                .init("The text of print(G)", "ganeval architecture check print.txt"),
                .init("A discriminator", "ganeval architecture check gan.yaml --discriminator")))

        @Argument(help: ArgumentHelp("The description.", valueName: "file"))
        var file: String

        @Flag(help: "Check the discriminator instead of the generator.")
        var discriminator = false

        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            let role: Architecture.Role = discriminator ? .discriminator : .generator
            let found = try Architecture(ArchitectureDocument.read(file, role: role), role: role, path: file)
            for line in try found.outline() { Console.result(line) }
        }
    }
}
