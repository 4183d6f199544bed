import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import GANStore

@Suite struct FolderLockTests {
    @Test func oneHolderAtATime() throws {
        let folder = try TemporaryFolder()
        let holders = Atomic<Int>(0)
        let most = Atomic<Int>(0)
        let finished = DispatchSemaphore(value: 0)
        let path = folder.path
        let failures = Atomic<Int>(0)
        // Threads of their own: a shared pool that is busy would run the holders one after the other by itself.
        for _ in 0..<4 {
            Thread.detachNewThread {
                do {
                    try FolderLock.withLock("lock", in: path) { () throws(StoreError) in
                        let now = holders.add(1, ordering: .relaxed).newValue
                        most.max(now, ordering: .relaxed)
                        usleep(20_000)
                        holders.subtract(1, ordering: .relaxed)
                    }
                } catch {
                    failures.add(1, ordering: .relaxed)
                }
                finished.signal()
            }
        }
        for _ in 0..<4 { finished.wait() }
        #expect(most.load(ordering: .relaxed) == 1)
        #expect(failures.load(ordering: .relaxed) == 0)
    }

    @Test func theLockIsFreeAgainAfterAnError() throws {
        let folder = try TemporaryFolder()
        #expect(throws: StoreError.busy(path: "p")) {
            try FolderLock.withLock("lock", in: folder.path) { () throws(StoreError) in throw .busy(path: "p") }
        }
        #expect(try FolderLock.withLock("lock", in: folder.path) { () throws(StoreError) in 7 } == 7)
    }

    @Test func namesAFolderThatIsNotThere() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("gone")
        do {
            try FolderLock.withLock("lock", in: path) { () throws(StoreError) in }
            Issue.record("locked nothing")
        } catch {
            guard case .notWritable(path, _) = error else { throw error }
        }
    }
}
