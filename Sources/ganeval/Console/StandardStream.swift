import Foundation
import Synchronization

/// Standard output or standard error: a text is written whole, or the stream is given up and remembers why.
///
/// A full disk, a closed stream or a reader that went away never ends the program, whose work and exit code may matter more
/// than its words.
final class StandardStream: Sendable {
    static let output = StandardStream(descriptor: STDOUT_FILENO)
    static let errors = StandardStream(descriptor: STDERR_FILENO)

    private let descriptor: Int32
    /// The number of the error that ended it.
    private let failure = Mutex<Int32?>(nil)

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// What the program does about its streams before it opens anything.
    ///
    /// A file must not get the number of a closed stream, or messages would be written into it: of what can't be written takes
    /// its place. And a reader that went away shall be an error of writing, not a signal that ends the work.
    static func prepare() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
            _ = open("/dev/null", O_RDONLY)
        }
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes a text, unless the stream was given up.
    func write(_ text: String) {
        let bytes = Array(text.utf8)
        failure.withLock { failure in
            var done = 0
            while failure == nil, done < bytes.count {
                let (written, code) = bytes.withUnsafeBytes { memory in
                    let piece = UnsafeRawBufferPointer(rebasing: memory[done...])
                    let written = Foundation.write(descriptor, piece.baseAddress, piece.count)
                    return (written, errno)
                }
                if written > 0 {
                    done += written
                } else if written < 0, code == EAGAIN {
                    // Somebody made the terminal or pipe that we share one that doesn't wait.
                    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&ready, 1, -1)
                } else if written == 0 || code != EINTR {
                    failure = written == 0 ? EIO : code
                }
            }
        }
    }

    /// Why texts were lost; nil where none were, or where the reader had seen enough (`| head`).
    var loss: String? {
        failure.withLock { $0 }.flatMap { code in
            switch code {
            case EPIPE: return nil
            case EBADF: return "it is closed"
            case ENOSPC: return "the disk is full"
            default: return String(cString: strerror(code))
            }
        }
    }
}
