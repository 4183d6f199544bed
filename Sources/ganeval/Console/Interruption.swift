import Dispatch
import Foundation
import Synchronization

/// Turns the first Ctrl-C, or the SIGTERM by which clusters and containers end what they run, into a request to stop at the next whole
/// step; a second one kills as usual.
///
/// So it is until `end()`, or until the interruption is gone: then the signals mean again what they meant before. Whoever stops
/// asking must end it, or Ctrl-C is dead.
final class Interruption: Sendable {
    private static let signals = [SIGINT, SIGTERM]

    private let state: State
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]
    private let before: [(@convention(c) (Int32) -> Void)?]

    private final class State: Sendable {
        let isRequested = Atomic<Bool>(false)
        let hasEnded = Atomic<Bool>(false)
    }

    init() {
        let state = State()
        self.state = state
        // The default action must be off, or the signal would end the process before the source hears of it.
        before = Self.signals.map { signal($0, SIG_IGN) }
        sources = Self.signals.map { DispatchSource.makeSignalSource(signal: $0, queue: .global()) }
        for (number, source) in zip(Self.signals, sources) {
            source.setEventHandler {
                StopSignal.came(number)
                state.isRequested.store(true, ordering: .relaxed)
                for number in Self.signals { signal(number, SIG_DFL) }
            }
            source.resume()
        }
    }

    deinit { end() }

    var isRequested: Bool { state.isRequested.load(ordering: .relaxed) }

    /// Gives the signals back; whether one came until then.
    @discardableResult
    func end() -> Bool {
        if !state.hasEnded.exchange(true, ordering: .relaxed) {
            sources.forEach { $0.cancel() }
            for (number, action) in zip(Self.signals, before) { signal(number, action) }
            Self.unblock()
        }
        return isRequested
    }

    /// Lets the signals reach this thread again: a source of signals blocks its signal and leaves it blocked.
    private static func unblock() {
        var set = sigset_t()
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }
}
