import ArgumentParser
import GANGate
import GANModels
import GANStore

/// Errors of libraries that are mistakes in the command's arguments.
enum ArgumentMistake {
    /// The mistake in the words of the command line; nil for an error that is none, or that has its own words.
    static func validationError(_ error: any Error) -> ValidationError? {
        switch error {
        case let error as BaselineError: validationError(error)
        case GateError.ownBaseline(_, let run):
            ValidationError("--baseline is the report's own run, than which nothing is worse: \(run).")
        default: nil
        }
    }

    private static func validationError(_ error: BaselineError) -> ValidationError {
        switch error {
        case .unknownMetric: ValidationError("T\(error.fact.dropFirst()) `ganeval metrics` lists them.")
        case .noBest(let name): ValidationError("--baseline best:\(name): \(error.fact).")
        case .noStore: ValidationError("--baseline best:METRIC and last look into the store; leave --no-store out.")
        }
    }
}
