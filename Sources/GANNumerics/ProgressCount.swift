import Synchronization

/// Tells how many of a known number of equal pieces are done, from whichever thread ends one.
final class ProgressCount: Sendable {
    private let done = Atomic<Int>(0)
    private let total: Int
    private let report: (@Sendable (Double) -> Void)?

    init(total: Int, report: (@Sendable (Double) -> Void)?) {
        self.total = total
        self.report = report
    }

    func finishOne() {
        let finished = done.wrappingAdd(1, ordering: .relaxed).newValue
        report?(Double(finished) / Double(max(1, total)))
    }
}
