import Foundation
import TestSupport
import Testing

/// Runs that are stopped or killed at any moment go on and end with the bytes of one that nobody disturbed.
@Suite struct InterruptionTests {
    private static let training = [
        "train", "--data", "builtin:ring[0:1000]", "--preset", "mlp-ring", "--steps", "480", "--checkpoint-every", "40",
    ]
    private static let undisturbed = Result { () throws -> [String: Data] in
        let program = try Program()
        try program.run(training + ["--out", program.file("run")])
        return try TemporaryFolder.contents(of: program.file("run"))
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aStoppedTrainingSaysSoAndGoesOn(_ signal: Int32) throws {
        let program = try Program()
        let folder = program.file("run")
        let running = try program.start(Self.training + ["--out", folder])
        running.waitForFile(folder + "/checkpoints/step-000040.safetensors")
        running.send(signal)
        let stopped = try running.outcome()
        #expect(stopped.code == 128 + signal && !stopped.wasKilled && stopped.output.isEmpty)
        #expect(stopped.errors.contains("continue with --resume"))
        #expect(FileManager.default.fileExists(atPath: folder + "/state.safetensors"))
        let resumed = try program.run(Self.training + ["--out", folder, "--resume"])
        #expect(resumed.code == 0)
        #expect(try TemporaryFolder.contents(of: folder) == Self.undisturbed.get())
    }

    /// The report of a demo has nothing to save: Ctrl-C ends it, though the training before it had another use for it.
    @Test func ctrlCAfterTheTrainingEndsADemo() throws {
        let program = try Program()
        let running = try program.start([
            "demo", "--out", program.file("demo"), "--steps", "1", "--samples", "10000", "--no-store",
        ])
        try running.waitForErrors("] features")
        running.send(SIGINT)
        let outcome = try running.outcome()
        #expect(!outcome.wasKilled && outcome.code == 130, "\(outcome.code) \(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: program.file("demo/report")))
    }

    /// What has no steps to stop at ends at once, with a word and nothing left behind.
    @Test(arguments: [
        "report --generated builtin:shapes-test --reference builtin:shapes --out OUT",
        "compare builtin:shapes-test builtin:shapes[0:9000] --reference builtin:shapes --out OUT",
        "measure --real IN --generated IN --out OUT",
    ])
    func ctrlCEndsWhatMeasures(_ command: String) throws {
        let program = try Program()
        if command.contains("IN") {
            let shape = program.file("builtin.npy")
            try Self.features(rows: 4000, columns: 256).write(to: URL(fileURLWithPath: shape))
        }
        let arguments = command.split(separator: " ").map { word in
            word == "OUT" ? program.file("out") : word == "IN" ? program.file("builtin.npy") : String(word)
        }
        let before = try program.folder.entries().filter { $0 != "store" }
        let running = try program.start(arguments)
        try running.waitForErrors("[0:0")
        running.send(SIGINT)
        let outcome = try running.outcome()
        #expect(!outcome.wasKilled && outcome.code == 130, "\(outcome.code) \(outcome.errors)")
        #expect(outcome.output.isEmpty && outcome.errors.hasSuffix("Stopped; nothing half-written is left.\n"))
        #expect(try program.folder.entries().filter { $0 != "store" } == before)
    }

    /// An array of float32 whose values wander.
    private static func features(rows: Int, columns: Int) -> Data {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        let text = header + String(repeating: " ", count: 117 - header.utf8.count) + "\n"
        var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(text.utf8))
        var state: UInt32 = 1
        for _ in 0..<rows * columns {
            state = state &* 1_664_525 &+ 1_013_904_223
            withUnsafeBytes(of: Float(state >> 8)) { data.append(contentsOf: $0) }
        }
        return data
    }

    @Test func aKilledTrainingGoesOn() throws {
        let program = try Program()
        let folder = program.file("run")
        // Eleven twelfths are still to do, so this one is killed on any machine.
        let first = try program.start(Self.training + ["--out", folder])
        first.waitForFile(folder + "/checkpoints/step-000040.safetensors")
        first.send(SIGKILL)
        #expect(try first.outcome().wasKilled)
        // The moments are not the same each time, which is the point; what must hold is.
        for delay in [20_000, 90_000, 170_000, 260_000, 400_000] as [UInt32] {
            let begun = FileManager.default.fileExists(atPath: folder + "/run.json")
            let running = try program.start(Self.training + ["--out", folder] + (begun ? ["--resume"] : []))
            usleep(delay)
            running.send(SIGKILL)
            let outcome = try running.outcome()
            #expect(outcome.wasKilled || outcome.code == 0, "\(outcome.errors)")
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/checkpoints")) ?? []
            for name in files where name.hasSuffix(".safetensors") {
                let sample = try program.run(
                    "sample", folder + "/checkpoints/" + name, "--count", "2", "--out", program.file("x.npy"))
                #expect(sample.code == 0, "\(sample.errors)")
            }
        }
        let begun = FileManager.default.fileExists(atPath: folder + "/run.json")
        let finished = try program.run(Self.training + ["--out", folder] + (begun ? ["--resume"] : []))
        #expect(finished.code == 0, "\(finished.errors)")
        #expect(try TemporaryFolder.contents(of: folder) == Self.undisturbed.get())
    }

    @Test func aKilledReportLeavesAStoreThatWorks() throws {
        let program = try Program()
        let arguments = [
            "report", "--generated", "builtin:shapes-test[0:150]", "--reference", "builtin:shapes[0:400]", "--held-out",
            "builtin:shapes-test[200:300]", "--extractor", "pixels-pca64", "--json",
        ]
        let out = program.file("killed")
        // The store is opened before anything is measured, so this one is killed on any machine.
        let first = try program.start(arguments + ["--out", out])
        first.waitForFile(program.store + "/ganeval.sqlite")
        first.send(SIGKILL)
        #expect(try first.outcome().wasKilled)
        for delay in [15_000, 60_000, 150_000, 300_000, 600_000] as [UInt32] {
            let running = try program.start(arguments + ["--out", out])
            usleep(delay)
            running.send(SIGKILL)
            let outcome = try running.outcome()
            #expect(outcome.wasKilled || outcome.code == 0, "\(outcome.errors)")
            // Each file is whole or not there.
            if let json = FileManager.default.contents(atPath: out + "/report.json") {
                #expect(try object(String(decoding: json, as: UTF8.self))["metrics"] != nil)
            }
        }
        let after = try program.run(arguments + ["--out", out])
        // One that was not killed in time left a report, which is kept.
        #expect(after.code == 0)
        let kept = "What an earlier run wrote there is kept"
        #expect(after.errors.isEmpty || after.errors.hasPrefix(kept), "\(after.errors)")
        let fresh = try program.run(arguments + ["--out", program.file("fresh"), "--no-store"])
        #expect(fresh.code == 0)
        let pair = try [after, fresh].map { outcome in
            try JSONSerialization.data(
                withJSONObject: #require(object(outcome.output)["metrics"]), options: .sortedKeys)
        }
        #expect(pair[0] == pair[1])
    }
}
