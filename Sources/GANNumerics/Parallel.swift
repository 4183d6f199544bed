import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Runs pieces of work on several threads.
///
/// The pieces are cut by the caller, by sizes that do not depend on the number of threads; what a piece computes must
/// not depend on when it runs. Then results are the same for any thread count.
public enum Parallel {
    private static let configured = Atomic<Int>(0)

    /// The most threads of the work that runs now, where somebody said it.
    @TaskLocal private static var limit = Int.max

    /// The number of threads in use: what was set, else the number of processors; within `withThreads(atMost:)` no more
    /// than its count.
    ///
    /// No environment variable is read.
    public static var threadCount: Int {
        get {
            let value = configured.load(ordering: .relaxed)
            return min(limit, value > 0 ? value : defaultThreadCount)
        }
        set { configured.store(max(1, newValue), ordering: .relaxed) }
    }

    private static let defaultThreadCount = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    /// Runs `body`, and all that it calls, on at most `count` threads (at least one); other work of the process keeps its own number.
    ///
    /// Limits within limits only get smaller. Throws what `body` throws.
    public static func withThreads<Result>(atMost count: Int, _ body: () throws -> Result) rethrows -> Result {
        try $limit.withValue(min(limit, max(1, count)), operation: body)
    }

    /// Calls `body` once for each index in 0..<count, in any order, on up to `threadCount` threads.
    public static func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
        let threads = min(threadCount, count)
        if threads <= 1 {
            for index in 0..<count { body(index) }
            return
        }
        let next = Atomic<Int>(0)
        // Dispatch's threads know nothing of the caller's limit.
        let limit = limit
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            $limit.withValue(limit) {
                while true {
                    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    if index >= count { return }
                    body(index)
                }
            }
        }
    }

    /// Calls `body` once for each index, as `forEach` does; of several errors the one of the lowest index is thrown.
    public static func forEachThrowing<Failure: Error>(
        _ count: Int, _ body: @Sendable (Int) throws(Failure) -> Void
    ) throws(Failure) {
        let failure = Mutex<(index: Int, error: Failure)?>(nil)
        forEach(count) { index in
            do throws(Failure) {
                try body(index)
            } catch {
                failure.withLock { first in
                    if first.map({ index < $0.index }) ?? true { first = (index, error) }
                }
            }
        }
        if let (_, error) = failure.withLock({ $0 }) { throw error }
    }

    /// Cuts 0..<count into ranges of `size` (the last may be shorter) and calls `body` once for each.
    public static func forEachRange(of count: Int, size: Int, _ body: @Sendable (Range<Int>) -> Void) {
        precondition(size > 0, "range size \(size)")
        forEach((count + size - 1) / size) { index in
            body(index * size..<min(count, (index + 1) * size))
        }
    }
}
