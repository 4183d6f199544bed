public import GANMetrics
public import GANNumerics
import GANText

/// What a cache answered: the value, where it came from, and doubts worth showing.
public struct Cached<Value: Sendable>: Sendable {
    public var value: Value
    /// False when it was computed now.
    public var fromCache: Bool
    /// Notes on a discarded file or on a value that could not be kept.
    public var diagnostics: [Diagnostic]
}

/// Feature matrices by the contents they were computed from.
///
/// Files are written whole, checked in full when read, and removed, the longest unused first, above the capacity. A file
/// that is damaged, half-written or another key's is never used.
public final class FeatureCache: Sendable {
    private let files: FileCache

    /// Opens the cache beside `store`'s database; `capacity` in bytes counts all caches of the store.
    public init(store: Store, capacity: Int = 4 << 30) throws(StoreError) {
        files = try FileCache(store: store, capacity: capacity)
    }

    init(files: FileCache) { self.files = files }

    /// The cached matrix of `key`, or nil; a diagnostic tells of a file that had to be discarded.
    public func find(_ key: CacheKey) throws(StoreError) -> (features: Matrix<Float>?, diagnostics: [Diagnostic]) {
        let (file, diagnostics) = try files.find(key, elementSize: 4)
        guard let file else { return (nil, diagnostics) }
        let features = Matrix<Float>(rows: file.rows, columns: file.columns) { target in
            file.contents.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(target).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: source[CacheFile.headerSize...]))
            }
        }
        return (features, diagnostics)
    }

    /// Keeps a matrix under `key`; a diagnostic says when it is larger than the cache.
    @discardableResult
    public func keep(_ features: Matrix<Float>, for key: CacheKey) throws(StoreError) -> [Diagnostic] {
        try files.keep(features.scalars, rows: features.rows, columns: features.columns, for: key)
    }

    /// The matrix of `key`, from the cache or from `compute`.
    ///
    /// Throws only what `compute` throws: a store that fails costs time, not the result, and a diagnostic tells.
    public func features(for key: CacheKey, compute: () throws -> Matrix<Float>) rethrows -> Cached<Matrix<Float>> {
        try Cached.value(find: { () throws(StoreError) in try find(key) }, compute: compute) {
            (features) throws(StoreError) in try keep(features, for: key)
        }
    }
}

/// Bytes by the contents they were computed from: a trained classifier's weights, a table of neighbours.
///
/// The same rules as `FeatureCache`, in the same folder and under the same capacity.
public final class BlobCache: Sendable {
    private let files: FileCache

    /// Opens the cache beside `store`'s database; `capacity` in bytes counts all caches of the store.
    public init(store: Store, capacity: Int = 4 << 30) throws(StoreError) {
        files = try FileCache(store: store, capacity: capacity)
    }

    init(files: FileCache) { self.files = files }

    /// The cached bytes of `key`, or nil; a diagnostic tells of a file that had to be discarded.
    public func find(_ key: CacheKey) throws(StoreError) -> (bytes: [UInt8]?, diagnostics: [Diagnostic]) {
        let (file, diagnostics) = try files.find(key, elementSize: 1)
        return (file.map { Array($0.contents[CacheFile.headerSize...]) }, diagnostics)
    }

    /// Keeps bytes under `key`; a diagnostic says when they are more than the cache may hold.
    @discardableResult
    public func keep(_ bytes: [UInt8], for key: CacheKey) throws(StoreError) -> [Diagnostic] {
        try files.keep(bytes, rows: 1, columns: bytes.count, for: key)
    }

    /// The bytes of `key`, from the cache or from `compute`; throws only what `compute` throws.
    public func bytes(for key: CacheKey, compute: () throws -> [UInt8]) rethrows -> Cached<[UInt8]> {
        try Cached.value(find: { () throws(StoreError) in try find(key) }, compute: compute) {
            (bytes) throws(StoreError) in try keep(bytes, for: key)
        }
    }
}

extension Cached {
    /// Finds a value, or computes and keeps it; what goes wrong with the cache becomes a diagnostic.
    fileprivate static func value(
        find: () throws(StoreError) -> (Value?, [Diagnostic]), compute: () throws -> Value,
        keep: (Value) throws(StoreError) -> [Diagnostic]
    ) rethrows -> Cached {
        var diagnostics: [Diagnostic] = []
        do throws(StoreError) {
            let (value, notes) = try find()
            if let value { return Cached(value: value, fromCache: true, diagnostics: notes) }
            diagnostics += notes
        } catch {
            diagnostics.append(
                Diagnostic(code: "cache_unreadable", message: "The cache could not be read: \(error.description)"))
        }
        let value = try compute()
        do throws(StoreError) {
            diagnostics += try keep(value)
        } catch {
            diagnostics.append(
                Diagnostic(code: "cache_not_written", message: "The result was not cached: \(error.description)"))
        }
        return Cached(value: value, fromCache: false, diagnostics: diagnostics)
    }
}
