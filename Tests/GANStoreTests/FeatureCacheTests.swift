import Foundation
import GANMetrics
import GANNumerics
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import GANStore

private let key = CacheKey(samples: "s", extractor: "e", rule: "r")
private let features = Matrix<Float>(rows: 3, columns: 2, scalars: [0, 1, -2, .pi, .infinity, 1e-30])

@Suite struct FeatureCacheTests {
    @Test func whatIsKeptIsFound() throws {
        let folder = try TemporaryFolder()
        let cache = try FeatureCache(store: Store.open(folder: folder.path))
        #expect(try cache.find(key).features == nil)
        #expect(try cache.keep(features, for: key).isEmpty)
        #expect(try cache.find(key).features == features)
        let again = try FeatureCache(store: Store.open(folder: folder.path))
        #expect(try again.find(key).features == features)
        #expect(try again.find(CacheKey(samples: "other", extractor: "e", rule: "r")).features == nil)
    }

    @Test func keepsEmptyMatricesAndBytes() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        let empty = Matrix<Float>(rows: 0, columns: 7)
        try FeatureCache(store: store).keep(empty, for: key)
        #expect(try FeatureCache(store: store).find(key).features == empty)
        let blob = CacheKey(kind: "weights", ingredients: ["a"])
        try BlobCache(store: store).keep([1, 2, 3], for: blob)
        #expect(try BlobCache(store: store).find(blob).bytes == [1, 2, 3])
    }

    @Test func computesOnceAndSaysWhereItCameFrom() throws {
        let folder = try TemporaryFolder()
        let cache = try FeatureCache(store: Store.open(folder: folder.path))
        var computed = 0
        for round in 0..<3 {
            let answer = cache.features(for: key) {
                computed += 1
                return features
            }
            #expect(answer.value == features && answer.fromCache == (round > 0) && answer.diagnostics.isEmpty)
        }
        #expect(computed == 1)
        struct Failure: Error {}
        #expect(throws: Failure.self) {
            try cache.features(for: CacheKey(kind: "k", ingredients: [])) { throw Failure() }
        }
    }

    @Test func everyPrefixIsDiscardedAndComputedAgain() throws {
        let folder = try TemporaryFolder()
        let cache = try FeatureCache(store: Store.open(folder: folder.path))
        let path = folder.file("cache/\(key.digest)")
        try cache.keep(features, for: key)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for length in 0..<whole.count {
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            let (found, diagnostics) = try cache.find(key)
            #expect(found == nil && diagnostics.map(\.code) == ["cache_discarded"], "prefix of \(length) bytes")
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        try (whole + [0]).write(to: URL(fileURLWithPath: path))
        let answer = cache.features(for: key) { features }
        #expect(!answer.fromCache && answer.diagnostics.map(\.code) == ["cache_discarded"])
        #expect(try cache.find(key).features == features)
    }

    @Test func everyFlippedBitIsSeen() throws {
        let folder = try TemporaryFolder()
        let cache = try FeatureCache(store: Store.open(folder: folder.path))
        let path = folder.file("cache/\(key.digest)")
        try cache.keep(features, for: key)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for index in 0..<whole.count {
            var damaged = whole
            damaged[index] ^= 1 << UInt8(index % 8)
            try damaged.write(to: URL(fileURLWithPath: path))
            #expect(try cache.find(key).features == nil, "byte \(index)")
        }
    }

    @Test func anotherKeysFileIsNotUsed() throws {
        let folder = try TemporaryFolder()
        let cache = try FeatureCache(store: Store.open(folder: folder.path))
        try cache.keep(features, for: key)
        let other = CacheKey(samples: "changed", extractor: "e", rule: "r")
        try FileManager.default.copyItem(
            atPath: folder.file("cache/\(key.digest)"), toPath: folder.file("cache/\(other.digest)"))
        let (found, diagnostics) = try cache.find(other)
        #expect(found == nil && diagnostics.map(\.code) == ["cache_discarded"])
    }

    @Test func bytesAreNotTakenForFeatures() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        try BlobCache(store: store).keep([0, 0, 0x80, 0x3F], for: key)
        #expect(try FeatureCache(store: store).find(key).features == nil)
    }

    @Test func aFileWithoutItsRowIsUsedAndARowWithoutItsFileIsAMiss() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        let cache = try FeatureCache(store: store)
        try cache.keep(features, for: key)
        func rows() throws -> Int {
            try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM cached_file") ?? 0 }
        }
        try store.write { try $0.execute(sql: "DELETE FROM cached_file") }
        #expect(try cache.find(key).features == features)
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
        let cache = try FeatureCache(store: Store.open(folder: folder.path), capacity: 100)
        let answer = cache.features(for: key) { features }
        #expect(answer.value == features && answer.diagnostics.map(\.code) == ["cache_too_small"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("cache")).isEmpty)
    }

    @Test func aCacheThatCannotBeWrittenCostsNoResult() throws {
        let folder = try TemporaryFolder()
        let cache = try FeatureCache(store: Store.open(folder: folder.path))
        try FileManager.default.removeItem(atPath: folder.file("cache"))
        let answer = cache.features(for: key) { features }
        #expect(answer.value == features && answer.diagnostics.map(\.code) == ["cache_not_written"])
    }

    @Test func oldLeftoversOfKilledWritersAreRemoved() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        _ = try FeatureCache(store: store)
        for (name, age) in [(".ganeval-1-1.partial", 90_000.0), (".ganeval-1-2.partial", 60.0)] {
            let path = folder.file("cache/\(name)")
            try Data([1]).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes(
                [.modificationDate: Date().addingTimeInterval(-age)], ofItemAtPath: path)
        }
        _ = try FeatureCache(store: store)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("cache")) == [".ganeval-1-2.partial"])
    }
}
