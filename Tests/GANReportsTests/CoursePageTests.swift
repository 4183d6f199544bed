import Testing

@testable import GANReports

@Suite struct CoursePageTests {
    private let report = CourseReport(
        toolVersion: "1.0.0", steps: 10, seeds: 2,
        lines: [.init(distance: 1.5, jensenShannon: 0.69, wasserstein: 1.47)],
        mixtures: [
            .init(
                preset: "mlp-ring", data: "ring", modes: 8, hit: [8], highQuality: [0.9], reverseDivergence: [0.1],
                diverged: [2]),
            .init(preset: "mlp-grid", data: "grid", modes: 25, diverged: [1, 2]),
        ],
        slopes: [
            .init(preset: "a", bound: "clipped weights", largest: nil, product: nil, normError: nil),
            .init(preset: "b", bound: "spectral", largest: 0.5, product: 1, normError: 0.004),
        ])

    @Test func thePageSaysWhatWasFound() throws {
        let page = CoursePage.markdown(report)
        for part in [
            "| 1.50 | 0.690 | 1.470 |", "| mlp-ring | 8.00 | 8; diverged: seed 2 | 90.00 % | 0.10 |",
            "| mlp-grid | none |", "diverged: seed 1, 2", "| a | clipped weights | diverged |", "within 0.40 %",
            "PacGAN4",
        ] { #expect(page.contains(part), "\(part)") }
        #expect(try CoursePage.json(report).contains("ganeval.course/1"))
    }
}
