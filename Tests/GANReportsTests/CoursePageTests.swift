import Testing

@testable import GANReports

@Suite struct CoursePageTests {
    private func report() -> CourseReport {
        var report = CourseReport(
            toolVersion: "1.0.0", steps: 10, seeds: 2,
            lines: [.init(distance: 1.5, jensenShannon: [0.68, 0.70], wasserstein: [1.47])],
            mixtures: [
                .init(
                    preset: "mlp-ring", data: "ring", modes: 8, hit: [8], highQuality: [0.9], reverseDivergence: [0.1],
                    diverged: [2]),
                .init(preset: "mlp-grid", data: "grid", modes: 25, diverged: [1, 2]),
            ],
            slopes: [
                .init(preset: "a", bound: "clipped weights"),
                .init(preset: "b", bound: "spectral", largest: [0.5], product: [1], normError: [0.004, 0.001]),
            ])
        var lesson = CourseReport.Lesson(
            part: "images", data: "Drawn shapes",
            metrics: ["frechet_distance", "none", "inception_score/splits", "inception_score/none"])
        lesson.runs = [1, 2].map {
            .init(preset: "dcgan28", seed: $0, steps: 7, metrics: lesson.metrics, report: MockReport.full())
        }
        report.lessons = [lesson]
        report.copying = [.init(preset: "small28", steps: 5, audit: MockAudit.copying())]
        report.imageSteps = 7
        report.only = "lines,images"
        report.sequences = [
            .init(gradient: "real lines", valid: [1], distinct: [0.9], novel: [0.95], trigrams: [0.01], selfBLEU: [0.7])
        ]
        return report
    }

    @Test func thePageSaysWhatWasFound() throws {
        let page = CoursePage.markdown(report())
        for part in [
            "| 1.50 | 0.690 ± 0.014 | 1.470 |", "| mlp-ring | 8.00 | 8; diverged: seed 2 | 90.0 % | 0.100 |",
            "| mlp-grid | diverged |", "diverged: seed 1, 2", "| a | clipped weights | diverged |", "within 0.40 %",
            "PacGAN4", "`ganeval course --only lines,images --steps 10 --seeds 2 --image-steps 7`",
            "| real lines | 100.0 % | 90.0 % | 95.0 % | 0.010 | 0.700 |", "Drawn shapes. Each training",
            "| dcgan28, seed 2 | 7 | 30.418 | | 10.000 | |", "| 60000 | small28 | 5 | 40 of 10000 |",
            "of the samples are copies, and give away",
        ] { #expect(page.contains(part), "\(part)") }
        #expect(try CoursePage.json(report()).contains("ganeval.course/1"))
    }
}
