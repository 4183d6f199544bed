import ArgumentParser
import Foundation
import GANModels
import GANText

/// The command line: arguments to a plan, a plan to library calls, results to text and exit codes.
///
/// Exit codes: 0 done, 1 failed to run, 3 a limit exceeded, 4 can't tell, 64 a mistake in the arguments, 130 interrupted, 143 by SIGTERM.
@main
struct GANEvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ganeval",
        abstract: "Can I ship this checkpoint? Measures what a trained generator makes, and says so in a report.",
        version: ToolVersion.current,
        subcommands: [
            Demo.self, Train.self, Sequences.self, Course.self, Sample.self, Report.self, Audit.self, Gate.self,
            Series.self,
            Compare.self, SelfTest.self, History.self, Measure.self, Inspect.self, Score.self, Export.self,
            ArchitectureCommand.self, Extractor.self,
            Metrics.self, Doctor.self, Manual.self,
        ])

    static func main() {
        StandardStream.prepare()
        PromptEnd.prepare()
        ProgramEnvironment.apply()
        let arguments = ArgumentSpelling.normal(Array(CommandLine.arguments.dropFirst()))
        var parsed: (any ParsableCommand.Type)?
        do {
            try ArgumentSpelling.checkCommand(arguments, of: self)
            var command = try parseAsRoot(arguments)
            parsed = type(of: command)
            try command.run()
            Console.end(0)
        } catch let verdict as Verdict {
            Console.end(verdict.code, isVerdict: true)
        } catch let error as any ExplainedError {
            if let mistake = ArgumentMistake.validationError(error) { end(mistake, in: parsed) }
            Console.error(error)
            // An option that says nothing about its model is a mistake in the arguments.
            Console.end(error is ModelOptionError ? 64 : 1)
        } catch let error as ExitCode {
            Console.end(error.rawValue)
        } catch let error as ValidationError {
            end(error, in: parsed)
        } catch {
            end(error, hint: MisplacedModel.hint(arguments))
        }
    }

    /// Ends with a mistake in the arguments, and the usage of the command that was asked for.
    private static func end(_ mistake: ValidationError, in command: (any ParsableCommand.Type)?) -> Never {
        guard let command, command != self else { end(mistake) }
        let usage = usageString(for: command)
        let name = usage.split(separator: " ").prefix { !"[<-".contains($0.first ?? " ") }.joined(separator: " ")
        Console.note(
            "Error: \(mistake.message)\nUsage: \(usage)\n  See '\(name) --help' for more information.")
        Console.end(ExitCode.validationFailure.rawValue)
    }

    /// Ends with what the parser has to say: help on standard output, a mistake on standard error.
    private static func end(_ error: any Error, hint: String? = nil) -> Never {
        let (text, code) = (fullMessage(for: error), exitCode(for: error))
        if !text.isEmpty { code.isSuccess ? Console.result(text) : Console.note(text) }
        if let hint, !code.isSuccess { Console.note(hint) }
        Console.end(code.rawValue)
    }
}
