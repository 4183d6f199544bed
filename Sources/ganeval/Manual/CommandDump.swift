import Foundation

/// What ArgumentParser tells of a command and of those below it: the document of `--experimental-dump-help`, as far as manual pages
/// need it.
struct CommandDump: Decodable {
    var command: Command

    /// A command with its options.
    struct Command: Decodable {
        /// The commands above it, the program first.
        var superCommands: [String]?
        var shouldDisplay: Bool?
        var commandName: String
        var abstract: String?
        var discussion: String?
        var defaultSubcommand: String?
        var subcommands: [Command]?
        var arguments: [Argument]?
    }

    /// An argument, an option or a flag.
    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: String
        var shouldDisplay: Bool
        /// The group under whose title it stands.
        var sectionTitle: String?
        var isOptional: Bool
        var isRepeating: Bool
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var allValues: [String]?
        var abstract: String?
    }

    /// The program's commands, from what it dumps of itself.
    init(_ text: String) throws { self = try JSONDecoder().decode(CommandDump.self, from: Data(text.utf8)) }
}
