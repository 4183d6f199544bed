import ArgumentParser
import Foundation
import GANEvaluation
import GANMetrics
import GANNumerics
import GANStore

/// Options that mean the same in every command.
struct SharedOptions: ParsableArguments {
    @Flag(help: "Print results and errors only.")
    var quiet = false

    @Option(help: "Threads to use; results do not depend on it. Default: all processors, or GANEVAL_THREADS.")
    var threads: Int?

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads is \(threads); expected 1 to 1024.")
        }
    }

    func apply() {
        if let threads { Parallel.threadCount = threads }
    }
}

/// Where runs and cached features are kept.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder of the store: runs in SQLite, features cached by content. Default: GANEVAL_STORE, else ganeval in XDG_DATA_HOME or ~/.local/share.",
            valueName: "folder"))
    var store: String?

    @Flag(help: "Keep and reuse nothing.")
    var noStore = false

    func validate() throws {
        if noStore && store != nil { throw ValidationError("--store and --no-store exclude each other.") }
    }

    static func defaultFolder(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
        if let folder = environment["GANEVAL_STORE"], !folder.isEmpty { return folder }
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/ganeval" }
        return (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share/ganeval"
    }

    private var folder: String { store ?? Self.defaultFolder() }

    /// The database's file, whether it is there or not.
    var path: String { "\(folder)/\(Store.fileName)" }

    /// The store for a command that only looks, which makes none: nil where there is none yet.
    ///
    /// Throws a validation error where `isNamedOnlyIfThere` for a folder that was named and holds none.
    func openExisting(isNamedOnlyIfThere: Bool = true) throws -> Store? {
        guard FileManager.default.fileExists(atPath: path) else {
            if let store, isNamedOnlyIfThere {
                throw ValidationError(
                    "\(store) holds no store of runs; name the folder that --store named when they were saved.")
            }
            return nil
        }
        return try Store.openForReading(folder: folder)
    }

    /// The store, made where there is none; nil with --no-store.
    ///
    /// What a command finds out doesn't depend on where it is kept: unless the store `isNeeded`, since something is read from it, one
    /// that can't be used is said, and the work is done without.
    func open(isNeeded: Bool = false) throws -> Store? {
        if noStore { return nil }
        do throws(StoreError) { return try Store.open(folder: folder) } catch {
            if isNeeded { throw error }
            Console.warning("the store can't be used: \(error.location): \(error.fact); nothing of this run is kept.")
            return nil
        }
    }
}

extension StoreOptions {
    /// The store's cache, of which trouble is told on standard error; one that keeps nothing without a store.
    static func cache(_ store: Store?) throws -> any EvaluationCache {
        guard let store else { return NoCache() }
        do { return try StoreCache(store: store) { message in Console.warning(message) } } catch let error as StoreError
        {
            Console.warning("\(error.location): \(error.fact); nothing is cached.")
            return NoCache()
        }
    }
}
