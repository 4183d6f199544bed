import Foundation
import GANFiles
import GANMetrics
import GRDB

/// The part that all caches share: files in one folder beside the database, a row for each, and a cap on their size.
///
/// The files vouch for themselves; the rows only know sizes and last uses. So a row without a file is a miss, and a file
/// without a row (its writer was killed in between) is used and gets its row.
final class FileCache: Sendable {
    let store: Store
    let folder: String
    /// The most bytes that all cached files of the store may have together.
    let capacity: Int
    private let now: @Sendable () -> Int64

    static let folderName = "cache"

    init(
        store: Store, capacity: Int,
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
    ) throws(StoreError) {
        precondition(capacity >= 0, "capacity \(capacity)")
        self.store = store
        self.capacity = capacity
        self.now = now
        folder = "\(store.folder)/\(Self.folderName)"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotMakeFolder(path: folder, reason: error.localizedDescription)
        }
        UnfinishedFiles.clear(folder)
    }

    func path(of key: CacheKey) -> String { "\(folder)/\(key.digest)" }

    /// The file of `key`, checked; nil when there is none, and a diagnostic when there was one that could not be used.
    func find(_ key: CacheKey, elementSize: Int) throws(StoreError) -> (file: CacheFile?, diagnostics: [Diagnostic]) {
        let outcome = Result { () throws(CacheFile.Fault) in
            let limit = max(capacity, CacheFile.headerSize)
            return try CacheFile(path: path(of: key), key: key, elementSize: elementSize, limit: limit)
        }
        switch outcome {
        case .success(let file):
            try record(key, file.rows, file.columns, bytes: file.contents.count, sha256: file.sha256)
            return (file, [])
        case .failure(.absent):
            try forget(key)
            return (nil, [])
        case .failure(.unusable(let reason)):
            // Removing it at once means that a file which can't be used is met once, not at every run.
            unlink(path(of: key))
            try forget(key)
            let message = "A cached file was discarded because \(reason); its content is computed again."
            return (nil, [Diagnostic(code: "cache_discarded", severity: .note, message: message)])
        }
    }

    /// Writes the file of `key` and makes room for it; a file above the cap is not kept, which a diagnostic says.
    func keep<Element: BitwiseCopyable>(
        _ elements: [Element], rows: Int, columns: Int, for key: CacheKey
    ) throws(StoreError) -> [Diagnostic] {
        let size = CacheFile.size(elementSize: MemoryLayout<Element>.size, rows: rows, columns: columns) ?? .max
        guard size <= capacity else {
            let message = "\(size) bytes were not cached: the cache may hold \(capacity)."
            return [Diagnostic(code: "cache_too_small", severity: .note, message: message)]
        }
        let sha256: String
        do {
            sha256 = try CacheFile.write(elements, rows: rows, columns: columns, key: key, to: path(of: key))
        } catch {
            throw .file(error)
        }
        try record(key, rows, columns, bytes: size, sha256: sha256)
        try evict(sparing: key)
        return []
    }

    private func record(_ key: CacheKey, _ rows: Int, _ columns: Int, bytes: Int, sha256: String) throws(StoreError) {
        let time = max(0, now())
        try store.write { database in
            try database.execute(
                sql: """
                    INSERT INTO cached_file (key, file_name, rows, columns, bytes, sha256, created_at, last_used_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (key) DO UPDATE SET
                        rows = excluded.rows, columns = excluded.columns, bytes = excluded.bytes,
                        sha256 = excluded.sha256, last_used_at = max(last_used_at, excluded.last_used_at)
                    """,
                arguments: [key.digest, key.digest, rows, columns, bytes, sha256, time, time])
        }
    }

    private func forget(_ key: CacheKey) throws(StoreError) {
        try store.write { database in
            try database.execute(sql: "DELETE FROM cached_file WHERE key = ?", arguments: [key.digest])
        }
    }

    /// Removes the files that were used longest ago until the rest fits; never the one of `key`.
    private func evict(sparing key: CacheKey) throws(StoreError) {
        try store.write { database in
            var total = try Int.fetchOne(database, sql: "SELECT sum(bytes) FROM cached_file") ?? 0
            let rows = try Row.fetchAll(
                database, sql: "SELECT file_name, bytes FROM cached_file WHERE key <> ? ORDER BY last_used_at, key",
                arguments: [key.digest])
            for row in rows where total > capacity {
                let name: String = row["file_name"]
                unlink("\(folder)/\(name)")
                try database.execute(sql: "DELETE FROM cached_file WHERE file_name = ?", arguments: [name])
                total -= row["bytes"]
            }
        }
    }
}
