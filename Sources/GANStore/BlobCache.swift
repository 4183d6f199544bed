package import GANMetrics

/// Bytes by the contents they were computed from: features, a trained classifier's weights, a table of neighbours.
///
/// Files are written whole, checked in full when read, and removed, the longest unused first, above the capacity. A file
/// that is damaged, half-written or another key's is never used.
package final class BlobCache: Sendable {
    private let files: FileCache

    /// Opens the cache beside `store`'s database; `capacity` in bytes counts all cached files of the store.
    package init(store: Store, capacity: Int = 4 << 30) throws(StoreError) {
        files = try FileCache(store: store, capacity: capacity)
    }

    init(files: FileCache) { self.files = files }

    /// The cached bytes of `key`, or nil; a diagnostic tells of a file that had to be discarded.
    package func find(_ key: CacheKey) throws(StoreError) -> (bytes: [UInt8]?, diagnostics: [Diagnostic]) {
        let (file, diagnostics) = try files.find(key, elementSize: 1)
        return (file.map { Array($0.contents[CacheFile.headerSize...]) }, diagnostics)
    }

    /// Keeps bytes under `key`; a diagnostic says when they are more than the cache may hold.
    @discardableResult
    package func keep(_ bytes: [UInt8], for key: CacheKey) throws(StoreError) -> [Diagnostic] {
        try files.keep(bytes, rows: 1, columns: bytes.count, for: key)
    }
}
