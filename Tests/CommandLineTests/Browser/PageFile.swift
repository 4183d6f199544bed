import Foundation
import TestSupport

/// The pages that the browser looks at: each kind made by the built program, and those that are kept as samples.
enum PageFile: CaseIterable, Sendable, CustomStringConvertible {
    case report(of: Subject)
    case audit, comparison, series
    case sample(String)

    enum Subject: Sendable { case points, images }

    /// One of each kind, as the program makes them now.
    static let made: [PageFile] = [.report(of: .points), .report(of: .images), .audit, .comparison, .series]

    static let allCases: [PageFile] = made + samples.map { .sample($0) }

    var description: String {
        switch self {
        case .report(of: .points): "report of points"
        case .report(of: .images): "report of images"
        case .audit: "audit"
        case .comparison: "comparison"
        case .series: "series"
        case .sample(let name): "sample \(name)"
        }
    }

    func path() throws -> String {
        switch self {
        case .report(of: .points): try Made.points.get()
        case .report(of: .images): try Made.images.get()
        case .audit: try Made.audit.get()
        case .comparison: try Made.comparison.get()
        case .series: try Made.series.get()
        case .sample(let name): Self.sampleFolder.appendingPathComponent(name).path
        }
    }

    private static let sampleFolder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("reports/samples", isDirectory: true)
    /// All pages of the samples, by their path in the folder.
    private static let samples = ((try? FileManager.default.subpathsOfDirectory(atPath: sampleFolder.path)) ?? [])
        .filter { $0.hasSuffix(".html") }.sorted()
}

/// Pages made once.
private enum Made {
    enum Failure: Error { case notWritten(String) }

    /// Keeps the folder of all pages until the tests end.
    private static let program = Result { try Program() }

    static let points = made(
        "points",
        [
            "report", "--reference", "builtin:ring[0:1000]", "--held-out", "builtin:ring-test[0:500]", "--samples",
            "500",
        ],
        generator: TrainedOnce.ring)
    static let images = made(
        "images",
        [
            "report", "--reference", "builtin:shapes[0:600]", "--held-out", "builtin:shapes-test[0:200]", "--samples",
            "200",
        ],
        generator: TrainedOnce.shapes)
    static let audit = made(
        "audit",
        [
            "audit", "--training", "builtin:shapes[0:600]", "--held-out", "builtin:shapes-test[0:200]", "--samples",
            "200",
        ],
        generator: TrainedOnce.shapes)
    static let comparison = made(
        "comparison",
        [
            "compare", "builtin:shapes[600:900]", "builtin:shapes[900:1200]", "--reference", "builtin:shapes[0:600]",
        ])
    static let series = Result { () throws -> String in
        let run = try TrainedOnce.ring()
        return try make(
            "series",
            ["series", run.folder.file("run"), "--reference", "builtin:ring[0:1000]", "--samples", "300"])
    }

    private static func made(
        _ name: String, _ arguments: [String], generator: (() throws -> TrainedOnce.Run)? = nil
    ) -> Result<String, any Error> {
        Result {
            try make(name, arguments + (generator.map { ["--generator", try $0().checkpoint] } ?? []))
        }
    }

    private static func make(_ name: String, _ arguments: [String]) throws -> String {
        let program = try program.get()
        let outcome = try program.run(arguments + ["--quiet", "--out", program.file(name)])
        let pages = try FileManager.default.contentsOfDirectory(atPath: program.file(name)).filter {
            $0.hasSuffix(".html")
        }
        guard pages.count == 1 else {
            throw Failure.notWritten("\(arguments.joined(separator: " ")): \(outcome.errors)")
        }
        return program.file("\(name)/\(pages[0])")
    }
}
