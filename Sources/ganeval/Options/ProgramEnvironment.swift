import Foundation
import GANONNX

/// What environment variables say to the program; libraries are told by its calls.
enum ProgramEnvironment {
    /// GANEVAL_ONNX_SECONDS: seconds after which a run of an ONNX model is ended.
    static let secondsPerRun = seconds(ProcessInfo.processInfo.environment)

    /// The usual limit where the variable is missing or no number of seconds up to a million.
    static func seconds(_ environment: [String: String]) -> Double {
        let text = environment["GANEVAL_ONNX_SECONDS"]
        guard let seconds = text.flatMap(Double.init), seconds > 0, seconds <= 1e6 else {
            return ONNXSession.usualTimeLimit
        }
        return seconds
    }
}
