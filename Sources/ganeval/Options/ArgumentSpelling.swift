import ArgumentParser
import Foundation
import GANText

/// Arguments as people type them, before they are parsed.
enum ArgumentSpelling {
    /// The arguments with a negative value tied to its option: `--range -1,1` is `--range=-1,1`, which would pass for an option.
    static func normal(_ arguments: [String]) -> [String] {
        arguments.reduce(into: []) { words, word in
            if let option = words.last, isLongOption(option), isNegative(word) {
                words[words.count - 1] = option + "=" + word
            } else {
                words.append(word)
            }
        }
    }

    private static func isLongOption(_ word: String) -> Bool {
        word.hasPrefix("--") && word.count > 2 && !word.contains("=")
    }

    /// "-5", "-1,1", "-.5".
    private static func isNegative(_ word: String) -> Bool {
        guard word.hasPrefix("-"), let next = word.dropFirst().first, next.isNumber || next == "." else { return false }
        return word.split(separator: ",").allSatisfy { Double($0) != nil }
    }

    /// Throws for a command that there is none of, with the one that was meant.
    ///
    /// Where a group has a usual command, as `gate` has, a word may be that command's own argument: only a word that is nearly a
    /// command, and no file, is a mistake then.
    static func checkCommand(_ arguments: [String], of root: any ParsableCommand.Type) throws {
        var command = root
        for word in arguments {
            let commands = command.configuration.subcommands
            guard !commands.isEmpty, !word.hasPrefix("-"), word != "help" else { return }
            if let next = commands.first(where: { $0._commandName == word }) {
                command = next
                continue
            }
            let names = commands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
            let question = NearestName.question(word, in: names)
            let usual = command.configuration.defaultSubcommand
            let mayBeArgument = usual != nil && (question.isEmpty || FileManager.default.fileExists(atPath: word))
            if mayBeArgument { return }
            throw ValidationError(
                "There is no command '\(word)'.\(question) Commands: \(names.joined(separator: ", ")).")
        }
    }
}
