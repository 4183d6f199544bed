import GANEvaluation
import Synchronization

/// What evaluations of one draw have in common, such as a classifier of the reference: computed once, kept in memory.
final class MemoryCache: EvaluationCache {
    private let kept = Mutex<[[String]: [UInt8]]>([:])

    func find(kind: String, ingredients: [String]) -> [UInt8]? { kept.withLock { $0[[kind] + ingredients] } }

    func keep(_ bytes: [UInt8], kind: String, ingredients: [String]) {
        kept.withLock { $0[[kind] + ingredients] = bytes }
    }
}
