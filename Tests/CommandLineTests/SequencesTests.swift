import Foundation
import Testing

/// Generators of lines, through the built program.
@Suite struct SequencesTests {
    /// Every tenth line was not learnt from, and is what lines are held against, whether they were made by the training or by its checkpoint.
    @Test func aCheckpointIsJudgedAsItsTraining() throws {
        let program = try Program()
        let lines = (0..<40).map { "ab" + String(repeating: "c", count: $0 % 5) + "\($0 % 7)" }
        try lines.joined(separator: "\n").write(toFile: program.file("lines.txt"), atomically: true, encoding: .utf8)
        func judge(_ folder: String, _ more: String...) throws -> [String: Any] {
            let outcome = try program.run(
                ["sequences", "--training", program.file("lines.txt"), "--samples", "20", "--quiet"] + more
                    + ["--out", program.file(folder)])
            #expect(outcome.code == 0, "\(outcome.errors)")
            let bytes = try Data(contentsOf: URL(fileURLWithPath: program.file("\(folder)/sequences.json")))
            return try #require(JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        }
        let trained = try judge("a", "--train", "gumbel_softmax", "--steps", "2")
        let made = try judge("b", "--generator", program.file("a/checkpoint.safetensors"))
        for key in ["training_lines", "held_out"] {
            #expect("\(trained[key] ?? "none")" == "\(made[key] ?? "none")", "\(key)")
        }
        #expect("\(made["training_lines"] ?? "")" == "36")
        #expect((made["notes"] as? [String])?.contains { $0.contains("other lines") } == false)
    }
}
