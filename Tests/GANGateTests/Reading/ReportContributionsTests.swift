import Foundation
import GANCheckpoints
import GANMetrics
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANGate

/// `ReportContributions.swift` and `ReportContributions+File.swift`.
@Suite struct ReportContributionsTests {
    private static let prior = LatentPrior(shape: [8])

    private func contributions(_ seed: UInt64, prior: LatentPrior = prior, rows: Int = 50) -> ReportContributions {
        let values = SeededGenerator(seed: seed).normalRows(rows, columns: 1).scalars.map { Double($0) }
        let reference = SeededGenerator(seed: seed + 100).normalRows(30, columns: 1).scalars.map { Double($0) }
        return ReportContributions(
            prior: prior,
            metrics: [
                "frechet_distance": RowContributions(
                    metric: "frechet_distance", value: 0, generated: values, reference: reference),
                "precision": RowContributions(metric: "precision", value: 0, generated: values),
            ])
    }

    @Test func equalRowsLeaveOnePairUnseen() {
        #expect(contributions(1).differenceError(of: "frechet_distance", to: contributions(1)) == 0)
        // Of shares, that no pair of 50 differs does not say that none ever does.
        #expect(
            contributions(1).differenceError(of: "precision", to: contributions(1)).map { abs($0 - 1.0 / 50) < 1e-12 }
                == true)
        let error = contributions(1).differenceError(of: "precision", to: contributions(2))
        // Of independent rows with variance 1: √(2 / 50).
        #expect(error.map { abs($0 - 0.2) < 0.06 } == true, "\(String(describing: error))")
    }

    @Test func whatHasNoPairsHasNoError() {
        let own = contributions(1)
        #expect(own.differenceError(of: "recall", to: contributions(2)) == nil)
        let other = contributions(2, prior: LatentPrior(distribution: .uniform, shape: [9]))
        #expect(own.differenceError(of: "precision", to: other) == nil)
        #expect(own.differenceError(of: "precision", to: contributions(2, rows: 49)) == nil)
    }

    @Test func theFileGivesBackWhatItWasGiven() throws {
        let folder = try TemporaryFolder()
        let written = contributions(3)
        try written.write(to: folder.file(ReportContributions.fileName), run: "r1")
        let report = folder.file("report.json")
        func read(_ path: String, run: String? = "r1") throws -> ReportContributions.Kept {
            try ReportContributions.read(besideReport: path, run: run, samples: 50, referenceCount: 30)
        }
        guard case .contributions(let found) = try read(report) else { throw Absent() }
        #expect(found.prior == Self.prior && found.metrics.keys == written.metrics.keys)
        for (name, rows) in written.metrics {
            let others = try #require(found.metrics[name])
            #expect(zip(rows.generated, others.generated).allSatisfy { abs($0 - $1) < 1e-6 })
            #expect(rows.reference.count == others.reference.count)
        }
        // Another run's file is nobody's, and so is one beside a report that does not know its run.
        let file = folder.file(ReportContributions.fileName)
        #expect(try read(report, run: "r2") == .none("\(file) belongs to another run"))
        let absent = "there is no contributions.safetensors beside"
        for (path, run) in [(report, nil), (folder.file("x/report.json"), "r1")] as [(String, String?)] {
            guard case .none(let reason) = try read(path, run: run) else { throw Absent() }
            #expect(reason.hasPrefix(absent), "\(reason)")
        }
    }

    private struct Absent: Error {}

    /// Numbers beyond float32 would be infinite in the file, which nobody could read.
    @Test func whatFloat32CannotHoldIsLeftOut() throws {
        let folder = try TemporaryFolder()
        let written = ReportContributions(
            prior: Self.prior,
            metrics: [
                "frechet_distance": RowContributions(metric: "frechet_distance", value: 0, generated: [1e60, 0, 1]),
                "precision": RowContributions(metric: "precision", value: 0, generated: [1, 0, 1]),
            ])
        try written.write(to: folder.file(ReportContributions.fileName), run: "r1")
        let kept = try ReportContributions.read(
            besideReport: folder.file("report.json"), run: "r1", samples: 3, referenceCount: 9)
        guard case .contributions(let found) = kept else { throw Absent() }
        #expect(found.metrics.keys == ["precision"])
    }

    @Test func damagedFilesAreNamed() throws {
        let folder = try TemporaryFolder()
        let file = folder.file(ReportContributions.fileName)
        func problem(samples: Int? = 50, referenceCount: Int? = 30) -> String? {
            let error = #expect(throws: GateError.self) {
                try ReportContributions.read(
                    besideReport: folder.file("report.json"), run: "r1", samples: samples,
                    referenceCount: referenceCount)
            }
            #expect(error?.location == file)
            return error?.fact
        }
        try Data("no tensors".utf8).write(to: URL(fileURLWithPath: file))
        #expect(problem() != nil)
        try contributions(3).write(to: file, run: "r1")
        #expect(problem(samples: 51) == "frechet_distance.generated has 50 rows; the report's counts allow 51")
        #expect(
            problem(referenceCount: 29) == "frechet_distance.reference has 30 rows; the report's counts allow 2 to 29")
        #expect(problem(samples: nil)?.hasPrefix("the report does not say how many") == true)
        // A file far larger than the report's counts allow is not read at all.
        try Data(count: 200_000).write(to: URL(fileURLWithPath: file))
        #expect(problem()?.contains("200000") == true || problem()?.contains("200,000") == true, "\(problem() ?? "")")
        func write(_ tensors: [String: Tensor], texts more: [String: String] = [:]) throws {
            let texts = [
                "schema": "ganeval.contributions/1", "run": "r1", "latent_size": "8", "latent_distribution": "uniform",
            ]
            try SafetensorsFile.write(
                tensors: tensors, metadata: texts.merging(more, uniquingKeysWith: { $1 }), to: file)
        }
        let name = "precision.generated"
        let whole = Tensor(shape: [2], scalars: [1, 2])
        try write([name: whole], texts: ["latent_size": "-1"])
        #expect(problem(samples: 2) == "it does not say what the latents are drawn from")
        try write([name: Tensor(shape: [2], scalars: [1, .nan])])
        #expect(problem(samples: 2) == "precision.generated holds numbers that are not finite")
        try write([name: Tensor(shape: [1, 2], scalars: [1, 2])])
        #expect(problem(samples: 2) == "precision.generated is no vector of float32")
        try write([name: whole, "recall.generated": whole])
        #expect(problem(samples: 2) == "it holds recall.generated, which is of no metric that it can hold")
        try write([name: whole, "precision.reference": Tensor(shape: [1], scalars: [1])])
        #expect(problem(samples: 2) == "precision.reference has 1 rows; the report's counts allow 2 to 30")
        // A file of a later schema is no damage: there is nothing in it for this program.
        try write([name: whole], texts: ["schema": "ganeval.contributions/2"])
        #expect(
            try ReportContributions.read(
                besideReport: folder.file("report.json"), run: "r1", samples: 2, referenceCount: 30)
                == .none("\(file) is of the schema ganeval.contributions/2"))
    }
}
