import ArgumentParser
import Foundation

/// A command as somebody would type it.
enum CommandText {
    /// The items of "a,b,c", without the spaces around them.
    static func list(_ text: String?) -> [String]? {
        text?.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// The names of "a,b,c", nil without any; throws where one is empty or comes twice.
    static func names(_ text: String?, option: String) throws -> [String]? {
        guard let names = list(text) else { return nil }
        if names.contains("") { throw ValidationError("\(option) holds an empty name: '\(text ?? "")'.") }
        var seen: Set<String> = []
        if let twice = names.first(where: { !seen.insert($0).inserted }) {
            throw ValidationError("\(option) names '\(twice)' twice; each class has a name of its own.")
        }
        return names
    }

    static func quoted(_ arguments: [String]) -> String {
        let words = arguments.enumerated().map { index, word in
            let word = index == 0 ? (word as NSString).lastPathComponent : word
            let plain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./:=,+@%".contains($0) }
            return plain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
        }
        return words.joined(separator: " ")
    }

    /// A command without what decides nothing about its results: waiting, threads, the store, what is printed.
    static func reproducing(_ arguments: [String]) -> String {
        let flags: Set = ["--watch", "--quiet", "--json", "--no-store", "--keep-going"]
        let options: Set = ["--poll", "--threads", "--store"]
        var kept: [String] = []
        var skipsNext = false
        for argument in arguments {
            if skipsNext {
                skipsNext = false
            } else if options.contains(argument) {
                skipsNext = true
            } else if !flags.contains(argument), !options.contains(where: { argument.hasPrefix($0 + "=") }) {
                kept.append(argument)
            }
        }
        return quoted(kept)
    }
}
