/// A manual page of section 1, written in roff's `man` macros.
struct ManualPage {
    /// "ganeval-report.1".
    let fileName: String
    let text: String

    /// The pages of a command and of all below it that are shown, the command's own first.
    static func all(of command: CommandDump.Command, version: String) -> [ManualPage] {
        let below = (command.subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
        return [ManualPage(command, below: below, version: version)] + below.flatMap { all(of: $0, version: version) }
    }

    private init(_ command: CommandDump.Command, below: [CommandDump.Command], version: String) {
        let words = (command.superCommands ?? []) + [command.commandName]
        let name = words.joined(separator: "-")
        fileName = name + ".1"
        let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
        var lines = [
            ".TH \(name.uppercased()) 1 \"\" \"ganeval \(version)\" \"ganeval\"", ".SH NAME",
            "\(Self.escaped(name)) \\- \(Self.escaped(command.abstract ?? ""))", ".SH SYNOPSIS",
            ".B \(Self.escaped(words.joined(separator: " ")))", Self.synopsis(arguments, hasCommands: !below.isEmpty),
        ]
        lines += Self.description(command.discussion ?? "")
        lines += Self.options(arguments)
        if !below.isEmpty {
            lines.append(".SH COMMANDS")
            for other in below {
                lines += [
                    ".TP", ".BR \(Self.escaped(name + "-" + other.commandName)) (1)",
                    Self.escaped(other.abstract ?? ""),
                ]
            }
        }
        lines += Self.seeAlso(words, below)
        text = lines.joined(separator: "\n") + "\n"
    }

    /// What must be given, and that there is more.
    private static func synopsis(_ arguments: [CommandDump.Argument], hasCommands: Bool) -> String {
        var parts: [String] = []
        if hasCommands { parts.append("\\fIcommand\\fR") }
        if arguments.contains(where: { $0.kind != "positional" && $0.isOptional }) { parts.append("[\\fIoptions\\fR]") }
        for argument in arguments where argument.kind == "positional" {
            let word = "\\fI\(escaped(argument.valueName ?? "value"))\\fR" + (argument.isRepeating ? " ..." : "")
            parts.append(argument.isOptional ? "[\(word)]" : word)
        }
        for argument in arguments where argument.kind != "positional" && !argument.isOptional {
            parts.append(label(argument))
        }
        return parts.joined(separator: " ")
    }

    /// Paragraphs, lines that stay as they are, and the examples under a heading of their own.
    private static func description(_ discussion: String) -> [String] {
        guard !discussion.isEmpty else { return [] }
        var lines = discussion.hasPrefix("EXAMPLES:") ? [] : [".SH DESCRIPTION"]
        var isKept = false
        for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
            let keeps = line.hasPrefix(" ")
            if keeps != isKept, !line.isEmpty {
                lines.append(keeps ? ".nf" : ".fi")
                isKept = keeps
            }
            if line == "EXAMPLES:" {
                lines.append(".SH EXAMPLES")
            } else if line.isEmpty {
                lines.append(isKept ? "" : ".PP")
            } else {
                lines.append(escaped(String(line)))
            }
        }
        return lines + (isKept ? [".fi"] : [])
    }

    /// Arguments, then each group under its title, then what has none.
    private static func options(_ arguments: [CommandDump.Argument]) -> [String] {
        var titles: [String] = []
        var groups: [String: [CommandDump.Argument]] = [:]
        for argument in arguments {
            let title = argument.sectionTitle ?? (argument.kind == "positional" ? "Arguments" : "Options")
            if groups[title] == nil { titles.append(title) }
            groups[title, default: []].append(argument)
        }
        let ordered =
            titles.filter { $0 == "Arguments" } + titles.filter { $0 != "Arguments" && $0 != "Options" }
            + titles.filter { $0 == "Options" }
        return ordered.flatMap { title in
            [".SH \(escaped(title.uppercased()))"]
                + (groups[title] ?? []).flatMap { [".TP", label($0), escaped(text(of: $0))] }
        }
    }

    private static func text(of argument: CommandDump.Argument) -> String {
        var said = argument.abstract ?? ""
        if let values = argument.allValues, !values.isEmpty { said += " (values: \(values.joined(separator: ", ")))" }
        if let value = argument.defaultValue { said += " (default: \(value))" }
        return said.isEmpty ? "-" : said
    }

    /// "\fB--out\fR \fIfolder\fR".
    private static func label(_ argument: CommandDump.Argument) -> String {
        let names = (argument.names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }
        let value = "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
        guard !names.isEmpty else { return value }
        let flags = names.map { "\\fB\(escaped($0))\\fR" }.joined(separator: ", ")
        return argument.kind == "option" ? "\(flags) \(value)" : flags
    }

    private static func seeAlso(_ words: [String], _ below: [CommandDump.Command]) -> [String] {
        guard words.count > 1 else { return [] }
        return [".SH SEE ALSO", ".BR \(escaped(words.dropLast().joined(separator: "-"))) (1)"]
    }

    /// Text that roff shows as it is: no line of it is taken for a request.
    static func escaped(_ text: String) -> String {
        var text = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("\n", with: " ")
        if text.hasPrefix(".") || text.hasPrefix("'") { text = "\\&" + text }
        return text
    }
}
