import GANData
import GANMetrics
import Testing

@testable import GANEvaluation

@Suite struct SequenceFindingsTests {
    @Test func copiesAreFoundAndRealLinesStandBeside() throws {
        let training = try TextLines.open("builtin:grammar")
        let heldOut = try TextLines.open("builtin:grammar-test")
        let (first, last) = (training.lines[7], training.lines[3999])
        let made = [first, first, last, "x+", "x"] + [String](repeating: "y", count: 5000)
        let findings = try SequenceFindings(generated: made, training: training, heldOut: heldOut)
        #expect(findings.generated.sequences == 4000 && findings.real?.sequences == 4000)
        #expect(findings.copyCount == 2 && findings.copies.map(\.line) == [first, last])
        #expect(findings.copies[0].generated == 2 && findings.copies[0].number <= 8)
        #expect(findings.generated.memorized.count == 3 && findings.generated.valid?.count == 3999)
        #expect(findings.real?.valid?.value == 1)
        let real = try #require(findings.real)
        #expect(real.distinct > findings.generated.distinct && real.divergences[0] < 0.01)
        #expect(throws: TextProblem.sameLines(path: "builtin:grammar")) {
            try SequenceFindings(generated: made, training: training, heldOut: training)
        }
    }

    @Test func withoutHeldOutLinesNothingStandsBeside() throws {
        let training = try TextLines.open("builtin:grammar")
        let findings = try SequenceFindings(generated: ["x-x"], training: training, heldOut: nil)
        #expect(findings.real == nil && findings.copies.isEmpty && findings.generated.novel.value == 1)
    }
}
