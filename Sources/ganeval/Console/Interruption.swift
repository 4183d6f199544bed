import Dispatch
import Foundation
import Synchronization

/// Turns the first Ctrl-C into a request to stop at the next whole step; a second one kills as usual.
///
/// So it is until `end()`, or until the interruption is gone: then Ctrl-C means again what it meant before. Whoever stops
/// asking must end it, or Ctrl-C is dead.
final class Interruption: Sendable {
    private let state: State
    nonisolated(unsafe) private let source: any DispatchSourceSignal
    private let before: (@convention(c) (Int32) -> Void)?

    private final class State: Sendable {
        let isRequested = Atomic<Bool>(false)
        let hasEnded = Atomic<Bool>(false)
    }

    init() {
        let state = State()
        self.state = state
        // The default action must be off, or the signal would end the process before the source hears of it.
        before = signal(SIGINT, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler {
            state.isRequested.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
        source.resume()
    }

    deinit { end() }

    var isRequested: Bool { state.isRequested.load(ordering: .relaxed) }

    /// Gives Ctrl-C back; whether it was pressed until then.
    @discardableResult
    func end() -> Bool {
        if !state.hasEnded.exchange(true, ordering: .relaxed) {
            source.cancel()
            signal(SIGINT, before)
            Self.unblock()
        }
        return isRequested
    }

    /// Lets SIGINT reach this thread again: a source of signals blocks its signal and leaves it blocked.
    private static func unblock() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
}
