import Foundation
import GANNumerics
import GANONNX

/// What environment variables say to the program; libraries are told by its calls and read none.
enum ProgramEnvironment {
    /// GANEVAL_ONNX_SECONDS: seconds after which a run of an ONNX model is ended.
    static let secondsPerRun = seconds(ProcessInfo.processInfo.environment)

    /// Tells the libraries, before their first use, what GANEVAL_THREADS and GANEVAL_ONNXRUNTIME say, and that models may take
    /// no more memory than is free; a variable that can't be read is said.
    static func apply(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
        for problem in problems(environment) { Console.warning(problem) }
        if let threads = threads(environment) { Parallel.threadCount = threads }
        // Everything that is written is whole or not there, so that the end of the process is what stops a model best.
        ONNXRuntime.prepare(
            library: environment["GANEVAL_ONNXRUNTIME"], boundsMemory: true, mostMemory: memory(environment),
            whenStuck: { error in
                Console.error(error)
                _exit(1)
            })
    }

    /// GANEVAL_ONNX_MEMORY, as `--memory`: the most that the program may take more once it opens ONNX Runtime; nil where it is
    /// missing or no number of bytes.
    static func memory(_ environment: [String: String]) -> Int? {
        environment["GANEVAL_ONNX_MEMORY"].flatMap { ByteCount(argument: $0)?.bytes }
    }

    /// GANEVAL_THREADS, as `--threads`; nil where it is missing or no count of threads.
    static func threads(_ environment: [String: String]) -> Int? {
        environment["GANEVAL_THREADS"].flatMap(Int.init).flatMap { (1...1024).contains($0) ? $0 : nil }
    }

    /// The usual limit where the variable is missing or no number of seconds up to a million.
    static func seconds(_ environment: [String: String]) -> Double {
        readableSeconds(environment) ?? ONNXSession.usualTimeLimit
    }

    private static func readableSeconds(_ environment: [String: String]) -> Double? {
        environment["GANEVAL_ONNX_SECONDS"].flatMap(Double.init).flatMap { $0 > 0 && $0 <= 1e6 ? $0 : nil }
    }

    /// A sentence for each variable that is set, is not empty, and holds no value that it can have.
    static func problems(_ environment: [String: String]) -> [String] {
        func isSet(_ name: String) -> Bool { environment[name]?.isEmpty == false }
        var problems: [String] = []
        if isSet("GANEVAL_THREADS"), threads(environment) == nil {
            problems.append(
                "GANEVAL_THREADS is no whole number from 1 to 1024 and is ignored; all processors are used without --threads."
            )
        }
        if isSet("GANEVAL_ONNX_SECONDS"), readableSeconds(environment) == nil {
            problems.append(
                "GANEVAL_ONNX_SECONDS is no number of seconds above 0 and up to 1000000 and is ignored; a run of a model may take "
                    + "\(Int(ONNXSession.usualTimeLimit)) seconds.")
        }
        if isSet("GANEVAL_ONNX_MEMORY"), memory(environment) == nil {
            problems.append(
                "GANEVAL_ONNX_MEMORY is no number of bytes such as 500M or 4G and is ignored; models may take what is free."
            )
        }
        return problems
    }
}
