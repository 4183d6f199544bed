import Synchronization

/// A cache in memory that counts what it was asked for; tests that evaluate declare it an `EvaluationCache`.
public final class MemoryCache: Sendable {
    private struct State {
        var entries: [[String]: [UInt8]] = [:]
        var hits: [String] = []
        var kept: [String] = []
    }

    private let state = Mutex(State())

    /// An empty cache.
    public init() {}

    /// The kinds of what was asked for and found, in order.
    public var hits: [String] { state.withLock { $0.hits } }
    /// The kinds of what was kept, in order.
    public var kept: [String] { state.withLock { $0.kept } }

    /// What was kept under the same words.
    public func find(kind: String, ingredients: [String]) -> [UInt8]? {
        state.withLock { state in
            let found = state.entries[[kind] + ingredients]
            if found != nil { state.hits.append(kind) }
            return found
        }
    }

    /// Keeps bytes, in the place of what was kept under the same words before.
    public func keep(_ bytes: [UInt8], kind: String, ingredients: [String]) {
        state.withLock { state in
            state.entries[[kind] + ingredients] = bytes
            state.kept.append(kind)
        }
    }
}
