import Synchronization

/// Adds up what work items found in the order of their numbers, whatever the order in which they end.
///
/// Sums of floating-point numbers then do not depend on the threads. Few items wait at a time: as many as there are threads.
final class OrderedSums<Part: Sendable>: Sendable {
    private struct State {
        var next = 0
        var waiting: [Int: Part] = [:]
    }

    private let state = Mutex(State())
    private let add: @Sendable (Part) -> Void

    /// `add` is called with each part once, in order, never from two threads at a time.
    init(add: @escaping @Sendable (Part) -> Void) { self.add = add }

    /// Hands over the part of item `number`; numbers count from 0 without gaps.
    func finish(_ number: Int, _ part: Part) {
        state.withLock { state in
            state.waiting[number] = part
            while let part = state.waiting.removeValue(forKey: state.next) {
                add(part)
                state.next += 1
            }
        }
    }
}
