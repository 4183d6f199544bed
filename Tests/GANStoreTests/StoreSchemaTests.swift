import GRDB
import TestSupport
import Testing

@testable import GANStore

/// The schema refuses what must never be in it, whoever writes.
@Suite struct StoreSchemaTests {
    @Test(arguments: [
        "UPDATE run SET subject_digest = 'abc'",
        "UPDATE run SET subject_digest = upper(subject_digest)",
        "UPDATE run SET reference_digest = NULL",
        "UPDATE run SET grade = 'superb'",
        "UPDATE run SET verdict = ''",
        "UPDATE run SET protocol = '{'",
        "UPDATE run SET protocol_fingerprint = '0123'",
        "UPDATE run SET started_at = '1 March 2024'",
        "UPDATE run SET finished_at = '2024-02-01T00:00:00Z'",
        "UPDATE run SET checkpoint = subject_digest",
        "UPDATE metric_value SET value = NULL",
        "UPDATE metric_value SET value = 9e999",
        "UPDATE metric_value SET value = -9e999",
        "UPDATE metric_value SET value = 'high'",
        "UPDATE metric_value SET low = 9e999",
        "UPDATE metric_value SET low = NULL WHERE name = 'frechet_distance'",
        "UPDATE metric_value SET low = high + 1 WHERE name = 'frechet_distance'",
        "UPDATE metric_value SET level = 1",
        "UPDATE metric_value SET reach = -1",
        "UPDATE metric_value SET reach = 9e999",
        "UPDATE metric_value SET name = 'coverage'",
        "UPDATE metric_value SET run = 'no such run'",
        "UPDATE metric_value SET diagnostics = 'none'",
        "UPDATE metric_value SET position = 0",
        "UPDATE neighbour SET distance = -1",
        "UPDATE neighbour SET training_row = 1.5",
        "UPDATE neighbour SET ratio = 9e999",
        "UPDATE neighbour SET run = 'no such run'",
        "UPDATE cached_file SET bytes = 0",
        "UPDATE cached_file SET file_name = '../store'",
        "UPDATE cached_file SET key = 'short'",
        "UPDATE cached_file SET last_used_at = created_at - 1",
        "INSERT INTO run SELECT * FROM run",
    ])
    func refuses(statement: String) throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        try store.save(sampleReport(), folder: "report")
        _ = try BlobCache(store: store).keep([1], for: CacheKey(kind: "test", ingredients: []))
        do {
            try store.write { try $0.execute(sql: statement) }
            Issue.record("accepted: \(statement)")
        } catch {
            guard case .refused = error else { throw error }
        }
    }

    @Test func aRunTakesItsValuesWithIt() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        try store.save(sampleReport(), folder: "report")
        try store.write { try $0.execute(sql: "DELETE FROM run") }
        #expect(try store.metrics(ofRun: "run-1").isEmpty)
        #expect(try store.neighbours(ofRun: "run-1").isEmpty)
    }
}
