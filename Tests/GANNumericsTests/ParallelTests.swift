import GANNumerics
import Synchronization
import Testing

/// Serialized, because the thread count belongs to the whole process.
@Suite(.serialized) struct ParallelTests {
    @Test(arguments: [0, 1, 2, 7, 1000])
    func eachIndexComesOnce(count: Int) {
        let visits = Mutex([Int](repeating: 0, count: count))
        Parallel.forEach(count) { index in visits.withLock { $0[index] += 1 } }
        #expect(visits.withLock { $0 } == [Int](repeating: 1, count: count))
    }

    @Test func rangesCoverEverythingInFixedCuts() {
        let ranges = Mutex<[Range<Int>]>([])
        Parallel.forEachRange(of: 10, size: 4) { range in ranges.withLock { $0.append(range) } }
        #expect(ranges.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } } == [0..<4, 4..<8, 8..<10])
        Parallel.forEachRange(of: 0, size: 4) { _ in Issue.record("no range expected") }
    }

    @Test func loopsMayBeNested() {
        let sum = Atomic<Int>(0)
        Parallel.forEach(8) { outer in
            Parallel.forEach(8) { inner in sum.wrappingAdd(outer * 8 + inner, ordering: .relaxed) }
        }
        #expect(sum.load(ordering: .relaxed) == 64 * 63 / 2)
    }

    @Test func aLimitHoldsWithinItsBodyAndOnItsThreadsAlone() {
        let before = Parallel.threadCount
        defer { Parallel.threadCount = before }
        Parallel.threadCount = 6
        let seen = Mutex<Set<Int>>([])
        Parallel.withThreads(atMost: 2) {
            // Within pieces of work, too, and whatever is asked for further in.
            Parallel.forEach(8) { _ in
                seen.withLock { _ = $0.insert(Parallel.threadCount) }
                Parallel.withThreads(atMost: 5) { seen.withLock { _ = $0.insert(Parallel.threadCount) } }
            }
        }
        #expect(seen.withLock { $0 } == [2])
        #expect(Parallel.withThreads(atMost: 0) { Parallel.threadCount } == 1)
        #expect(Parallel.withThreads(atMost: 100) { Parallel.threadCount } == 6)
        #expect(Parallel.threadCount == 6)
    }
}
