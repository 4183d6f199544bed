import GANEvaluation
import GANMetrics
import Synchronization

/// The store's cache as the evaluation sees it; what goes wrong with it is said once, and the work goes on.
package final class StoreCache: EvaluationCache {
    private let cache: BlobCache
    private let tell: @Sendable (String) -> Void
    /// What was told: a full disk is the same trouble for every file.
    private let told = Mutex<Set<String>>([])

    /// A cache in the store's folder; `warn` hears in words of what can't be read or written.
    ///
    /// Throws `StoreError` where the folder can't be used.
    package init(store: Store, warn: @escaping @Sendable (String) -> Void) throws {
        cache = try BlobCache(store: store)
        tell = warn
    }

    private func warn(_ message: String) {
        if told.withLock({ $0.insert(message).inserted }) { tell(message) }
    }

    /// The bytes kept under these ingredients; nil where there are none or they can't be read, which is told.
    package func find(kind: String, ingredients: [String]) -> [UInt8]? {
        do {
            let (bytes, diagnostics) = try cache.find(CacheKey(kind: kind, ingredients: ingredients))
            diagnostics.forEach { warn($0.message) }
            return bytes
        } catch {
            warn("\(error)")
            return nil
        }
    }

    /// Keeps bytes; what goes wrong is told.
    package func keep(_ bytes: [UInt8], kind: String, ingredients: [String]) {
        do {
            try cache.keep(bytes, for: CacheKey(kind: kind, ingredients: ingredients)).forEach { warn($0.message) }
        } catch {
            warn("\(error)")
        }
    }
}
