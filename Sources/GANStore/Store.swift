import Foundation
import GRDB

/// The runs of one person or project: an SQLite database, with cached files beside it.
///
/// A run is written in one transaction, after it is complete. The database keeps a rollback journal instead of a
/// write-ahead log: it is one file, needs no shared memory (so it works on network folders and in containers), and
/// whatever a killed process left half-written is undone at the next opening. Two processes may use one store; each
/// waits up to `busySeconds` for the other.
package final class Store: Sendable {
    /// The folder that holds the database and the caches.
    package let folder: String
    /// The database file.
    package var path: String { "\(folder)/\(Self.fileName)" }

    /// Whether it can only be read.
    package let isReadOnly: Bool

    private let queue: DatabaseQueue

    package static let fileName = "ganeval.sqlite"
    static let lockName = "ganeval.lock"
    static let busySeconds = 20.0

    /// Opens the store in `folder`, making the folder and the database where they are missing, and brings an older
    /// database up to date.
    ///
    /// Throws `cannotMakeFolder`, `notWritable`, `cannotOpen`, `notAStore`, `newerSchema`, `damaged` or `busy`; a
    /// database that is refused is not changed.
    package static func open(folder: String) throws(StoreError) -> Store {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotMakeFolder(path: folder, reason: Self.reason(of: error))
        }
        // Two first openings at once would both find an empty database and both make its tables.
        return try FolderLock.withLock(lockName, in: folder) { () throws(StoreError) in
            try Store(folder: folder, isReadOnly: false)
        }
    }

    /// Opens the store in `folder`, which must be there, for a reader: where it can't be written to, it is only read.
    ///
    /// Throws as `open` does, and `notWritable` for an older database that only writing could bring up to date.
    package static func openForReading(folder: String) throws(StoreError) -> Store {
        do throws(StoreError) { return try open(folder: folder) } catch {
            switch error {
            case .cannotMakeFolder, .cannotOpen, .notWritable, .noSpace:
                // What keeps even a reader out says more than what keeps a writer out.
                return try Store(folder: folder, isReadOnly: true)
            default: throw error
            }
        }
    }

    private init(folder: String, isReadOnly: Bool) throws(StoreError) {
        self.folder = folder
        self.isReadOnly = isReadOnly
        let path = "\(folder)/\(Self.fileName)"
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(Self.busySeconds)
            configuration.readonly = isReadOnly
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { database in try Self.checkIdentity(of: database, path: path) }
            guard !isReadOnly else {
                guard try queue.read({ try StoreSchema.migrator.hasCompletedMigrations($0) }) else {
                    throw StoreError.notWritable(
                        path: path, reason: "an older version wrote it, which must be brought up to date")
                }
                return
            }
            try StoreSchema.migrator.migrate(queue)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    private static func checkIdentity(of database: Database, path: String) throws {
        let identifier = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        // A process killed at its very first opening leaves the list of migrations behind and nothing else.
        let tables =
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'") ?? 0
        if tables > 0, identifier != StoreSchema.applicationIdentifier {
            throw StoreError.notAStore(path: path, reason: "it is another program's database")
        }
        let migrator = StoreSchema.migrator
        if try migrator.hasBeenSuperseded(database) {
            let known = Set(migrator.migrations)
            let unknown = try migrator.appliedIdentifiers(database).filter { !known.contains($0) }
            throw StoreError.newerSchema(path: path, unknown: unknown.sorted())
        }
    }

    /// Runs `body` in a read transaction.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try queue.read(body) } catch { throw StoreError(error, path: path) }
    }

    /// Runs `body` in one write transaction: all of it happens, or nothing.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try queue.write(body) } catch { throw StoreError(error, path: path) }
    }

    /// The operating system's own words for a Foundation error, where it has them.
    private static func reason(of error: any Error) -> String {
        let outer = error as NSError
        guard let inner = outer.userInfo[NSUnderlyingErrorKey] as? NSError, inner.domain == NSPOSIXErrorDomain else {
            return outer.localizedDescription
        }
        return String(cString: strerror(Int32(inner.code)))
    }
}
