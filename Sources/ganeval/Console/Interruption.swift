import Dispatch
import Foundation
import Synchronization

/// Turns the first Ctrl-C into a request to stop at the next whole step; a second one kills as usual.
final class Interruption: Sendable {
    private let requested: Requested
    nonisolated(unsafe) private let source: any DispatchSourceSignal

    private final class Requested: Sendable {
        let flag = Atomic<Bool>(false)
    }

    init() {
        let requested = Requested()
        self.requested = requested
        // The default action must be off, or the signal would end the process before the source hears of it.
        signal(SIGINT, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler {
            requested.flag.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
        source.resume()
    }

    var isRequested: Bool { requested.flag.load(ordering: .relaxed) }
}
