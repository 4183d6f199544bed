import Foundation
import GANNumerics

/// Measures the parts of ganeval that promise a speed, and prints one JSON object a line.
@main
enum Benchmarks {
    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        let name = arguments.isEmpty ? "" : arguments.removeFirst()
        if let threads = ProcessInfo.processInfo.environment["GANEVAL_THREADS"].flatMap(Int.init) {
            Parallel.threadCount = threads
        }
        do {
            switch name {
            case "neighbours": try NeighbourBenchmark(Options(arguments)).run()
            case "products": try ProductBenchmark(Options(arguments)).run()
            case "moments": try MomentsBenchmark(Options(arguments)).run()
            case "frechet": try FrechetBenchmark(Options(arguments)).run()
            case "metrics": try MetricsBenchmark(Options(arguments)).run()
            case "training": try TrainingBenchmark(Options(arguments)).run()
            case "extraction": try ExtractionBenchmark(Options(arguments)).run()
            case "decoding": try DecodingBenchmark(Options(arguments)).run()
            case "sampling": try SamplingBenchmark(Options(arguments)).run()
            case "opening": try OpeningBenchmark(Options(arguments)).run()
            case "checkpoint": try CheckpointBenchmark(Options(arguments)).run()
            case "intervals": try IntervalBenchmark(Options(arguments)).run()
            case "audit-alarms": try AuditAlarmBenchmark(Options(arguments)).run()
            case "audit-power": try AuditPowerBenchmark(Options(arguments)).run()
            case "comparison": try ComparisonBenchmark(Options(arguments)).run()
            case "audit-search": try AuditSearchBenchmark(Options(arguments)).run()
            case "critics": try CriticBenchmark(Options(arguments)).run()
            case "discriminators": try DiscriminatorBenchmark(Options(arguments)).run()
            case "verdicts": try VerdictBenchmark(Options(arguments)).run()
            default:
                throw BenchmarkError(
                    message:
                        "Name a benchmark: neighbours, products, moments, frechet, metrics, training, extraction, decoding, "
                        + "sampling, opening, checkpoint, intervals, comparison, audit-alarms, audit-power, audit-search, critics, discriminators or verdicts."
                )
            }
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }
}

struct BenchmarkError: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
}

/// Options of the form `--name value`; each benchmark takes those it knows and refuses the rest.
struct Options {
    private var values: [String: String] = [:]

    init(_ arguments: [String]) throws {
        var index = 0
        while index < arguments.count {
            guard arguments[index].hasPrefix("--"), index + 1 < arguments.count else {
                throw BenchmarkError(message: "Expected --name value, found \(arguments[index]).")
            }
            values[String(arguments[index].dropFirst(2))] = arguments[index + 1]
            index += 2
        }
    }

    mutating func text(_ name: String) -> String? { values.removeValue(forKey: name) }

    mutating func count(_ name: String, default standard: Int) throws -> Int {
        guard let text = values.removeValue(forKey: name) else { return standard }
        guard let value = Int(text), value > 0 else {
            throw BenchmarkError(message: "--\(name) \(text): expected a positive whole number.")
        }
        return value
    }

    func finish() throws {
        if let name = values.keys.sorted().first { throw BenchmarkError(message: "Unknown option --\(name).") }
    }
}

/// What a body took at its best.
struct Timing {
    /// Time on the wall.
    var seconds = Double.infinity
    /// Time on all processors together, which depends less on what else the machine does.
    var processorSeconds = Double.infinity
}

/// Runs each body once a round, all of them in every round, and keeps each one's shortest times.
///
/// Interleaving spreads whatever else the machine does over all of them.
func shortestTimes(
    rounds: Int, only: String? = nil, _ bodies: [(name: String, body: () -> Void)]
) -> [String: Timing] {
    var shortest: [String: Timing] = [:]
    let wall = ContinuousClock()
    for _ in 0..<rounds {
        for (name, body) in bodies where only == nil || name == only {
            let start = clock()
            let seconds = wall.measure(body) / .seconds(1)
            let processorSeconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
            var timing = shortest[name] ?? Timing()
            timing.seconds = min(timing.seconds, seconds)
            timing.processorSeconds = min(timing.processorSeconds, processorSeconds)
            shortest[name] = timing
        }
    }
    return shortest
}

/// Prints one JSON object on one line, keys in alphabetical order.
func printLine(_ object: [String: Any]) throws {
    let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
    FileHandle.standardOutput.write(data + Data("\n".utf8))
}
