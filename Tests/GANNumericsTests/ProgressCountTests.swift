import Synchronization
import Testing

@testable import GANNumerics

@Suite struct ProgressCountTests {
    @Test func sharesReachOne() {
        let shares = Mutex<[Double]>([])
        let count = ProgressCount(total: 4) { share in shares.withLock { $0.append(share) } }
        Parallel.forEach(4) { _ in count.finishOne() }
        #expect(shares.withLock { $0.sorted() } == [0.25, 0.5, 0.75, 1])
    }
}
