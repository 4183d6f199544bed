import Testing

@testable import ganeval

@Suite struct ProgressBarTests {
    @Test(arguments: [(0.2, "0:01"), (42, "0:42"), (725, "12:05"), (3599.5, "1:00:00"), (3723, "1:02:03")])
    func clocksCountUpToHours(seconds: Double, text: String) {
        #expect(ProgressBar.clock(seconds) == text)
    }

    @Test(arguments: [(-1.0, 0), (0, 0), (0.5, 12), (1, 24), (7, 24)]) func theBarStaysInItsWidth(
        share: Double, full: Int
    ) {
        let line = ProgressBar.line(label: "features", share: share, left: nil, detail: "")
        #expect(line.count { $0 == "█" } == full && line.count { $0 == "░" } == 24 - full)
        #expect(line.hasSuffix("features"))
    }

    @Test func timeAndDetailFollowTheLabel() {
        let line = ProgressBar.line(label: "training", share: 0.257, left: 61, detail: "5 images/s")
        #expect(line.hasSuffix("25 %  training  1:01 left  5 images/s"))
    }
}
