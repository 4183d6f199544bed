import Foundation
import GANFiles

/// Ends the program at the first Ctrl-C or SIGTERM, with 130 or 143 and a word, where the work has no steps to stop at.
///
/// What was begun is removed first, and files that belong together are put in place before it; a second signal kills as usual.
/// While there is an `Interruption`, the signals are that one's.
enum PromptEnd {
    /// The end of the pipe by which the handler, which may do next to nothing, wakes the thread that ends the program.
    nonisolated(unsafe) private static var wakingEnd: Int32 = -1

    /// Waits for the signals from now on; where there are no means for it, they kill as usual.
    static func prepare() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let wakened = ends[0]
        wakingEnd = ends[1]
        Thread.detachNewThread {
            // Whoever starts programs may have blocked the signals, and what it starts inherits that: here they arrive.
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, SIGINT)
            sigaddset(&signals, SIGTERM)
            pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            var byte: UInt8 = 0
            while read(wakened, &byte, 1) != 1 { if errno != EINTR { return } }
            StopSignal.came(Int32(byte))
            end()
        }
        for number in [SIGINT, SIGTERM] {
            let before = signal(number) { number in
                signal(number, SIG_DFL)
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(PromptEnd.wakingEnd, &byte, 1)
            }
            // A shell that starts something in the background wants it left alone.
            if let before, unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
                signal(number, SIG_IGN)
            }
        }
    }

    private static func end() {
        UnfinishedFiles.end {
            if Console.drawsProgress { Console.redraw("") }
            Console.note("Stopped; nothing half-written is left.")
            _exit(StopSignal.code)
        }
    }
}
