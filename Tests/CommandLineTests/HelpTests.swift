import ArgumentParser
import Foundation
import GANData
import TestSupport
import Testing

@testable import ganeval

/// What `--help` says, of every command.
@Suite struct HelpTests {
    /// Every command that does something, with its words.
    static let commands: [String] = leaves(GANEvalCommand.self, "ganeval")

    private static func leaves(_ command: any ParsableCommand.Type, _ name: String) -> [String] {
        let below = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
        return (name == "ganeval" ? [] : [name])
            + below.flatMap { leaves($0, name + " " + $0._commandName) }
    }

    /// The help of each command, made once: that of the largest takes a third of a second.
    private static let helps = Dictionary(uniqueKeysWithValues: commands.map { ($0, try? rendered($0)) })

    private static func help(_ name: String) throws -> String { try #require(helps[name] ?? nil) }

    private static func rendered(_ name: String) throws -> String {
        var command: any ParsableCommand.Type = GANEvalCommand.self
        for word in name.split(separator: " ").dropFirst() {
            command = try #require(command.configuration.subcommands.first { $0._commandName == word })
        }
        return GANEvalCommand.helpMessage(for: command, columns: 80)
    }

    /// The lines of commands under EXAMPLES, each whole again.
    private static func examples(_ help: String) throws -> [String] {
        let start = try #require(help.range(of: "EXAMPLES:\n"))
        let end = try #require(help.range(of: "\n\nUSAGE:", range: start.upperBound..<help.endIndex))
        let text = help[start.upperBound..<end.lowerBound].replacing(#/ \\\n +/#, with: " ")
        return text.split(separator: "\n").filter { $0.hasPrefix("    ") }.map { String($0.dropFirst(4)) }
    }

    @Test(arguments: commands) func hasThreeExamplesThatParse(name: String) throws {
        let examples = try Self.examples(Self.help(name))
        #expect((3...4).contains(examples.count))
        for example in examples {
            #expect(
                example.hasPrefix(name + " ") || example == name || name.split(separator: " ").count == 3, "\(example)")
            let words = example.split(separator: " ").dropFirst().map(String.init)
            try ArgumentSpelling.checkCommand(words, of: GANEvalCommand.self)
            _ = try GANEvalCommand.parseAsRoot(words)
        }
    }

    /// No line is longer than the terminal, and none in a paragraph ends before it must: the text was broken once.
    @Test(arguments: commands) func textIsBrokenOnce(name: String) throws {
        let help = try Self.help(name)
        let overview = help.prefix(upTo: try #require(help.range(of: "\n\nUSAGE:")).lowerBound)
        let lines = overview.split(separator: "\n", omittingEmptySubsequences: false)
        for (line, next) in zip(lines, lines.dropFirst()) {
            #expect(line.count <= 80, "\(line)")
            guard !line.isEmpty, !next.isEmpty, !line.hasPrefix(" "), !next.hasPrefix(" "), line != "EXAMPLES:" else {
                continue
            }
            let word = next.prefix { $0 != " " }
            #expect(line.count + 1 + word.count >= 79, "\(line)|\(next)")
        }
        // Lines that stay whole: examples, tables, YAML to be copied.
        for line in lines where line.hasPrefix(" ") { #expect(line.count <= HelpText.width + 2, "\(line)") }
    }

    @Test(arguments: [
        ("report", "AGAINST WHAT:"), ("audit", "AGAINST WHAT:"), ("series", "AGAINST WHAT:"),
        ("compare", "AGAINST WHAT:"),
        ("selftest", "AGAINST WHAT:"), ("measure", "FILES OF FEATURES:"), ("score", "WHAT IS SCORED:"),
        ("export", "READING THE MODEL'S FILE:"),
    ])
    func optionsStandInGroups(name: String, first: String) throws {
        let help = try Self.help("ganeval " + name)
        let sections = help.split(separator: "\n").filter { $0.hasSuffix(":") && $0 == $0.uppercased() }
        let last = name == "export" ? "WHAT IS WRITTEN:" : "OUTPUT AND STORE:"
        #expect(sections.contains(Substring(first)) && sections.contains(Substring(last)), "\(sections)")
        #expect(Set(sections).count == sections.count)
        // What is left without a title are the two of every command.
        let rest = try #require(help.range(of: "\nOPTIONS:\n"))
        #expect(help[rest.upperBound...].split(separator: "\n").filter { $0.hasPrefix("  -") }.count == 2)
    }

    /// Images can be converted wherever they are read.
    @Test(arguments: ["train", "score", "report", "audit", "selftest"]) func imagesCanBeConverted(name: String) throws {
        let help = try Self.help("ganeval " + name)
        for option in ["--resize", "--resize-rule", "--crop", "--as", "--clip"] {
            #expect(help.contains("  \(option)"), "\(option)")
        }
    }

    /// Classes that were guessed are said before anything is made of them.
    @Test func guessedClassesAreSaid() throws {
        let source = try SampleSources.open(Fixture.url("data/same/folder").path)
        #expect(SourceNotes.notes(source) == ["folder: 3 classes guessed from its folders: 0, 1, 2."])
        #expect(SourceNotes.notes(try SampleSources.open("builtin:shapes")).isEmpty)
    }
}
