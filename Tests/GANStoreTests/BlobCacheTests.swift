import Foundation
import GANMetrics
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import GANStore

private let key = CacheKey(kind: "features", ingredients: ["s", "e"])
private let bytes: [UInt8] = [0, 1, 0xFF, 0x80, 0x3F, 7, 0, 0, 42]

@Suite struct BlobCacheTests {
    @Test func whatIsKeptIsFound() throws {
        let folder = try TemporaryFolder()
        let cache = try BlobCache(store: Store.open(folder: folder.path))
        #expect(try cache.find(key).bytes == nil)
        #expect(try cache.keep(bytes, for: key).isEmpty)
        #expect(try cache.find(key).bytes == bytes)
        let again = try BlobCache(store: Store.open(folder: folder.path))
        #expect(try again.find(key).bytes == bytes)
        #expect(try again.find(CacheKey(kind: "features", ingredients: ["other", "e"])).bytes == nil)
    }

    @Test func keepsNoBytesToo() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        try BlobCache(store: store).keep([], for: key)
        #expect(try BlobCache(store: store).find(key).bytes == [])
    }

    @Test func everyPrefixIsDiscarded() throws {
        let folder = try TemporaryFolder()
        let cache = try BlobCache(store: Store.open(folder: folder.path))
        let path = folder.file("cache/\(key.digest)")
        try cache.keep(bytes, for: key)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for length in 0..<whole.count {
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            let (found, diagnostics) = try cache.find(key)
            #expect(found == nil && diagnostics.map(\.code) == ["cache_discarded"], "prefix of \(length) bytes")
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        try (whole + [0]).write(to: URL(fileURLWithPath: path))
        #expect(try cache.find(key).diagnostics.map(\.code) == ["cache_discarded"])
        try cache.keep(bytes, for: key)
        #expect(try cache.find(key).bytes == bytes)
    }

    @Test func everyFlippedBitIsSeen() throws {
        let folder = try TemporaryFolder()
        let cache = try BlobCache(store: Store.open(folder: folder.path))
        let path = folder.file("cache/\(key.digest)")
        try cache.keep(bytes, for: key)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for index in 0..<whole.count {
            var damaged = whole
            damaged[index] ^= 1 << UInt8(index % 8)
            try damaged.write(to: URL(fileURLWithPath: path))
            #expect(try cache.find(key).bytes == nil, "byte \(index)")
        }
    }

    @Test func anotherKeysFileIsNotUsed() throws {
        let folder = try TemporaryFolder()
        let cache = try BlobCache(store: Store.open(folder: folder.path))
        try cache.keep(bytes, for: key)
        let other = CacheKey(kind: "features", ingredients: ["changed", "e"])
        try FileManager.default.copyItem(
            atPath: folder.file("cache/\(key.digest)"), toPath: folder.file("cache/\(other.digest)"))
        let (found, diagnostics) = try cache.find(other)
        #expect(found == nil && diagnostics.map(\.code) == ["cache_discarded"])
    }

    @Test func elementsOfAnotherSizeAreNotTaken() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        try BlobCache(store: store).keep([0, 0, 0x80, 0x3F], for: key)
        let (file, diagnostics) = try FileCache(store: store, capacity: 1 << 20).find(key, elementSize: 4)
        #expect(file == nil && diagnostics.map(\.code) == ["cache_discarded"])
    }

    @Test func aFileWithoutItsRowIsUsedAndARowWithoutItsFileIsAMiss() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        let cache = try BlobCache(store: store)
        try cache.keep(bytes, for: key)
        func rows() throws -> Int {
            try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM cached_file") ?? 0 }
        }
        try store.write { try $0.execute(sql: "DELETE FROM cached_file") }
        #expect(try cache.find(key).bytes == bytes)
        #expect(try rows() == 1)
        try FileManager.default.removeItem(atPath: folder.file("cache/\(key.digest)"))
        let (found, diagnostics) = try cache.find(key)
        #expect(found == nil && diagnostics.isEmpty)
        #expect(try rows() == 0)
    }

    @Test func theLongestUnusedGoFirst() throws {
        let folder = try TemporaryFolder()
        let time = Mutex<Int64>(0)
        let size = CacheFile.headerSize + 100
        let files = try FileCache(store: Store.open(folder: folder.path), capacity: 3 * size) {
            time.withLock { value in
                value += 1
                return value
            }
        }
        let cache = BlobCache(files: files)
        // In the order of their digests, so that removing by key would take another one than removing by use does.
        let keys = (0..<4).map { CacheKey(kind: "test", ingredients: ["\($0)"]) }.sorted { $0.digest < $1.digest }
        let bytes = [UInt8](repeating: 7, count: 100)
        for index in 0..<3 { try cache.keep(bytes, for: keys[index]) }
        #expect(try cache.find(keys[0]).bytes == bytes)
        try cache.keep(bytes, for: keys[3])
        #expect(try keys.map { try cache.find($0).bytes != nil } == [true, false, true, true])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("cache")).count == 3)
    }

    @Test func whatIsLargerThanTheCacheIsNotKeptAndSaid() throws {
        let folder = try TemporaryFolder()
        let cache = try BlobCache(store: Store.open(folder: folder.path), capacity: 100)
        #expect(try cache.keep(bytes, for: key).map(\.code) == ["cache_too_small"])
        #expect(try cache.find(key).bytes == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("cache")).isEmpty)
    }

    @Test func aCacheThatCannotBeWrittenIsSaid() throws {
        let folder = try TemporaryFolder()
        let cache = try BlobCache(store: Store.open(folder: folder.path))
        try FileManager.default.removeItem(atPath: folder.file("cache"))
        let error = #expect(throws: StoreError.self) { try cache.keep(bytes, for: key) }
        guard case .file? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func leftoversOfKilledWritersAreRemoved() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        _ = try BlobCache(store: store)
        try Data([1]).write(to: URL(fileURLWithPath: folder.file("cache/.ganeval-1-1.partial")))
        _ = try BlobCache(store: store)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("cache")).isEmpty)
    }
}
