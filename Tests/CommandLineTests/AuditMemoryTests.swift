import Foundation
import GANAudit
import GANData
import GANFiles
import GANNumerics
import TestSupport
import Testing

/// Rows that are said not to be held in memory.
private struct Streamed: SampleSource {
    let base: any SampleSource
    var name: String { base.name }
    var rule: String { base.rule }
    var count: Int { base.count }
    var shape: SampleShape { base.shape }
    var labels: [Int]? { base.labels }
    var classNames: [String]? { base.classNames }
    func contentDigest() throws -> String { try base.contentDigest() }
    func read(rows: Range<Int>) throws -> Matrix<Float> { try base.read(rows: rows) }
    func origin(of row: Int) -> String { base.origin(of: row) }
}

@Suite struct AuditMemoryTests {
    private func source(_ rows: Int, columns: Int = 100) -> ArraySource {
        ArraySource(
            name: "rows", rule: "test", shape: .vector(columns), samples: Matrix(rows: rows, columns: columns))
    }

    private func plan(_ memory: Int, training: Int, held: Bool = true) throws -> AuditMemory.Plan {
        let rows = source(training)
        let shown: any SampleSource = held ? rows : Streamed(base: rows)
        return try AuditMemory(samples: source(10), training: shown, heldOut: source(20), options: AuditOptions())
            .plan(memory)
    }

    @Test func whatIsHeldAnywayIsTakenOffFirst() throws {
        let (less, more) = (try plan(1 << 30, training: 1000), try plan(1 << 31, training: 1000))
        #expect(more.blockBytes > less.blockBytes && more.setBytes > less.setBytes && more.threads > less.threads)
        #expect(2 * less.blockBytes < 1 << 30 && 3 * less.setBytes < 1 << 30)
        // Sources in memory, and the calibration rows that they have, leave less.
        let many = try plan(1 << 30, training: 100_000)
        #expect(many.blockBytes < less.blockBytes)
        #expect(many.blockBytes < (try plan(1 << 30, training: 100_000, held: false)).blockBytes)
        #expect(throws: AuditError.self) { try plan(1 << 20, training: 1000) }
    }

    @Test func threadsAreBoundedByMemoryAndDecideNothing() throws {
        let plans = try [1, 8].map { threads in
            try withThreads(threads) { try plan(120 << 20, training: 1000) }
        }
        #expect(plans[0] == plans[1] && plans[0].threads >= 4 && plans[0].threads < 100)
    }

    #if os(Linux)
        @Test func anAuditOfWideRowsStaysWithinItsMemory() throws {
            let program = try Program()
            let generator = SeededGenerator(seed: 3)
            let (rows, width) = (24_000, 1024)
            try NPY.write(generator.normalRows(rows, columns: width), to: program.file("training.npy"))
            for (name, first) in [("held-out", rows), ("samples", rows + 600)] {
                try NPY.write(
                    generator.normalRows(600, columns: width, firstRow: first), to: program.file("\(name).npy"))
            }
            let memory = 160 << 20
            let running = try program.start([
                "audit", "--generated", program.file("samples.npy"), "--training", program.file("training.npy"),
                "--held-out", program.file("held-out.npy"), "--calibration-rows", "500", "--memory", "\(memory)",
                "--threads", "2", "--no-store", "--json", "--out", program.file("out"),
            ])
            let peak = try running.peakMemory()
            let outcome = try running.outcome()
            let audit = try object(outcome.output)
            #expect(audit["schema"] as? String == "ganeval.audit/2", "\(outcome.errors)")
            // The training rows alone have 98 MB.
            #expect(peak > 30 << 20 && peak <= memory, "\(peak >> 20) MiB")
        }
    #endif
}
