import Foundation
import GANEvaluation
import GANNumerics
import GANText
import GRDB
import TestSupport
import Testing

@testable import GANStore

/// The case of a store error, where the reason is the system's own wording.
private func failure(_ body: () throws(StoreError) -> Void) -> StoreError? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}

@Suite struct StoreOpeningTests {
    @Test func makesFolderAndDatabaseAndOpensThemAgain() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a/b")
        try Store.open(folder: path).save(sampleReport(), folder: "report")
        #expect(try Store.open(folder: path).runs().map(\.identifier) == ["run-1"])
    }

    @Test func migratesFromEveryOlderVersion() throws {
        let names = StoreSchema.migrator.migrations
        #expect(names == ["1 runs", "2 cached files", "3 levels of intervals", "4 reach near the null", "5 checks"])
        for name in names {
            let folder = try TemporaryFolder()
            do {
                let queue = try DatabaseQueue(path: folder.file(Store.fileName))
                try StoreSchema.migrator.migrate(queue, upTo: name)
                try queue.close()
            }
            let store = try Store.open(folder: folder.path)
            #expect(try store.read { try StoreSchema.migrator.hasCompletedMigrations($0) })
            try store.save(sampleReport(), folder: "report")
        }
    }

    /// A verdict that a failed check decided is not to be understood without it.
    @Test func keepsChecksAndKnowsNoneOfOlderRuns() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        var report = sampleReport()
        report.checks = [
            Check(name: .sampleCount, outcome: .failed, figure: 60, limit: 200, spoils: [.quality, .diversity])
        ]
        try store.save(report, folder: "report")
        #expect(try store.runs().first?.checks == report.checks)
        // What the column holds in a store of before.
        try store.write { try $0.execute(sql: "UPDATE run SET checks = NULL") }
        #expect(try store.runs().map(\.checks) == [nil])
    }

    @Test func refusesANewerSchemaInWordsAndLeavesItAlone() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        try store.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 wonders')") }
        let before = try Data(contentsOf: URL(fileURLWithPath: store.path))
        let error = failure { () throws(StoreError) in _ = try Store.open(folder: folder.path) }
        #expect(error == .newerSchema(path: store.path, unknown: ["9 wonders"]))
        #expect(error?.description.contains("newer ganeval") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: store.path)) == before)
    }

    @Test func refusesAnotherProgramsDatabaseAndLeavesItAlone() throws {
        let folder = try TemporaryFolder()
        do {
            let queue = try DatabaseQueue(path: folder.file(Store.fileName))
            try queue.write { try $0.execute(sql: "CREATE TABLE stamp (year INTEGER)") }
            try queue.close()
        }
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file(Store.fileName)))
        guard case .notAStore = failure({ () throws(StoreError) in _ = try Store.open(folder: folder.path) }) else {
            Issue.record("wrote into another program's database")
            return
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file(Store.fileName))) == before)
    }

    @Test func refusesAFileThatIsNoDatabase() throws {
        let folder = try TemporaryFolder()
        try Data(repeating: 0x41, count: 5000).write(to: URL(fileURLWithPath: folder.file(Store.fileName)))
        guard case .notAStore = failure({ () throws(StoreError) in _ = try Store.open(folder: folder.path) }) else {
            Issue.record("took a text for a database")
            return
        }
    }

    @Test func aDamagedDatabaseIsNamed() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        for index in 0..<50 { try store.save(sampleReport("run-\(index)"), folder: "report") }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: store.path))
        for index in 4096..<bytes.count { bytes[index] = 0xA5 }
        try bytes.write(to: URL(fileURLWithPath: store.path))
        let error = failure { () throws(StoreError) in _ = try Store.open(folder: folder.path).runs() }
        guard case .damaged = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func aFirstOpeningThatWasKilledCanBeRepeated() throws {
        let folder = try TemporaryFolder()
        do {
            let queue = try DatabaseQueue(path: folder.file(Store.fileName))
            try queue.write {
                try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            }
            try queue.close()
        }
        #expect(try Store.open(folder: folder.path).runs().isEmpty)
    }

    @Test func namesAFolderThatCannotBeMade() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(fileURLWithPath: folder.file("file")))
        let path = folder.file("file/store")
        guard case .cannotMakeFolder(path, _) = failure({ () throws(StoreError) in _ = try Store.open(folder: path) })
        else {
            Issue.record("made a folder inside a file")
            return
        }
    }

    @Test(.enabled(if: getuid() != 0, "the superuser may write everywhere"))
    func namesAnUnwritableFolder() throws {
        let folder = try TemporaryFolder()
        chmod(folder.path, 0o555)
        guard case .notWritable = failure({ () throws(StoreError) in _ = try Store.open(folder: folder.path) }) else {
            Issue.record("opened a store in a read-only folder")
            return
        }
    }

    @Test func manyFirstOpeningsAtOnceAllSucceed() async throws {
        let folder = try TemporaryFolder()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<8 {
                group.addTask {
                    try Store.open(folder: folder.path).save(sampleReport("run-\(index)"), folder: "report")
                }
            }
            try await group.waitForAll()
        }
        #expect(try Store.open(folder: folder.path).runs().count == 8)
    }

    @Test func everyResultCodeHasItsCase() {
        func mapped(_ code: ResultCode) -> StoreError {
            StoreError(DatabaseError(resultCode: code, message: "m"), path: "p")
        }
        #expect(mapped(.SQLITE_BUSY) == .busy(path: "p"))
        #expect(mapped(.SQLITE_FULL) == .noSpace(path: "p", reason: "m"))
        #expect(mapped(.SQLITE_READONLY_DIRECTORY) == .notWritable(path: "p", reason: "m"))
        #expect(mapped(.SQLITE_CORRUPT) == .damaged(path: "p", reason: "m"))
        #expect(mapped(.SQLITE_NOTADB) == .notAStore(path: "p", reason: "m"))
        #expect(mapped(.SQLITE_CANTOPEN) == .cannotOpen(path: "p", reason: "m"))
        #expect(mapped(.SQLITE_CONSTRAINT_CHECK) == .refused(path: "p", reason: "m"))
        #expect(mapped(.SQLITE_IOERR) == .failed(path: "p", reason: "m"))
    }
}

/// What a process leaves that dies in the middle of writing.
@Suite struct StoreInterruptionTests {
    @Test func aHalfWrittenTransactionIsUndone() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        try store.save(sampleReport("complete"), folder: "report")
        let copy = try TemporaryFolder()
        struct Interruption: Error {}
        #expect(throws: StoreError.self) {
            try store.write { database in
                // A cache of one page makes SQLite write into the database file before the transaction's end.
                try database.execute(sql: "PRAGMA cache_size = 1")
                let filler = String(repeating: "x", count: 3000)
                for index in 0..<200 {
                    try database.execute(
                        sql: "INSERT INTO checkpoint (digest, path) VALUES (?, ?)",
                        arguments: [digest("\(index)"), filler])
                }
                try database.execute(sql: "UPDATE run SET verdict = 'overwritten'")
                for name in [Store.fileName, Store.fileName + "-journal"] {
                    try FileManager.default.copyItem(atPath: folder.file(name), toPath: copy.file(name))
                }
                throw Interruption()
            }
        }
        let whole = try FileManager.default.attributesOfItem(atPath: copy.file(Store.fileName))[.size] as? Int ?? 0
        #expect(whole > 200_000, "the copy must really hold the half-written pages")
        let reopened = try Store.open(folder: copy.path)
        #expect(try reopened.runs().map(\.verdict) == ["Sharp and varied."])
        #expect(try reopened.checkpoints().isEmpty)
        #expect(try reopened.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    #if os(Linux)
        private static let childVariable = "GANEVAL_TEST_KILLED_WRITER"

        /// The child of the test below: it saves runs until it is killed.
        @Test(.enabled(if: ProcessInfo.processInfo.environment[childVariable] != nil, "runs in a process of its own"))
        func killedWriter() throws {
            guard let path = ProcessInfo.processInfo.environment[Self.childVariable] else { return }
            let store = try Store.open(folder: path)
            for index in 0... { try store.save(sampleReport("\(getpid())-\(index)"), folder: "report") }
        }

        @Test(.enabled(if: ProcessInfo.processInfo.environment[childVariable] == nil, "is the parent"))
        func aKilledWriterLeavesWholeRunsOnly() throws {
            let folder = try TemporaryFolder()
            var previous = 0
            for round in 0..<4 {
                let child = Process()
                child.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
                child.arguments = ["--testing-library", "swift-testing", "--filter", "killedWriter"]
                child.environment = ProcessInfo.processInfo.environment.merging([Self.childVariable: folder.path]) {
                    $1
                }
                child.standardOutput = FileHandle.nullDevice
                child.standardError = FileHandle.nullDevice
                try child.run()
                // Killed once it has written something, however long that takes.
                while child.isRunning {
                    usleep(useconds_t(20_000 + 3_700 * round))
                    if let store = try? Store.open(folder: folder.path), try store.runs().count > previous + round {
                        break
                    }
                }
                #expect(child.isRunning, "the child ended by itself")
                kill(child.processIdentifier, SIGKILL)
                child.waitUntilExit()

                let store = try Store.open(folder: folder.path)
                let runs = try store.runs()
                #expect(runs.count > previous)
                for run in runs {
                    #expect(try store.metrics(ofRun: run.identifier).count == 2)
                    #expect(try store.neighbours(ofRun: run.identifier).count == 1)
                }
                #expect(try store.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
                previous = runs.count
            }
        }
    #endif
}
