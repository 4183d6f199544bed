import ArgumentParser
import Foundation
import Synchronization

/// The signal that asked the program to stop, and the exit code that says so: 128 and its number, 130 of Ctrl-C and 143 of SIGTERM, as shells count.
enum StopSignal {
    private static let number = Atomic<Int32>(SIGINT)

    /// Keeps which signal came.
    static func came(_ signal: Int32) { number.store(signal, ordering: .relaxed) }

    /// How the program ends that was stopped.
    static var code: Int32 { 128 + number.load(ordering: .relaxed) }
    /// The same for a command.
    static var exitCode: ExitCode { ExitCode(code) }
}
