import Testing

@testable import GANEvaluation

@Suite struct CheckpointStepsTests {
    @Test func stepsThatAllFilesTellGoFirst() {
        let (steps, basis) = CheckpointSteps.steps(told: [300, 100], names: ["a-1.pt", "a-2.pt"])
        #expect(steps == [300, 100] && basis == .metadata)
        let (one, alone) = CheckpointSteps.steps(told: [7], names: ["x.pt"])
        #expect(one == [7] && alone == .metadata)
    }

    @Test func namesAreNeverMixedWithToldSteps() {
        let (steps, basis) = CheckpointSteps.steps(told: [300, nil], names: ["g-10.pt", "g-20.pt"])
        #expect(steps == [10, 20] && basis == .names)
        // A step that all files share is no place.
        let (equal, other) = CheckpointSteps.steps(told: [0, 0], names: ["g-10.pt", "g-20.pt"])
        #expect(equal == [10, 20] && other == .names)
    }

    @Test func withoutNumbersTheOrderCounts() {
        for names in [["first.pt", "best.pt"], ["a1.pt", "b1.pt"]] {
            let (steps, basis) = CheckpointSteps.steps(told: [nil, nil], names: names)
            #expect(steps == [1, 2] && basis == .order)
        }
        let (none, _) = CheckpointSteps.steps(told: [], names: [])
        #expect(none.isEmpty)
    }

    @Test(
        arguments: [
            ("G_0000500.pt", 500), ("step-001200.safetensors", 1200), ("v2-epoch7.ckpt", 7), ("none.pt", nil),
            ("99999999999999999999999.pt", nil), ("model.v3.npz", 3), ("", nil),
        ] as [(String, Int?)])
    func theLastNumberOfAName(name: String, expected: Int?) {
        #expect(CheckpointSteps.number(inName: name) == expected)
    }

    @Test(
        arguments: [
            ("1200", 1200), (" 12 ", 12), ("1200.0", 1200), ("-1", nil), ("1.5", nil), ("nan", nil), ("1e300", nil),
            ("tensor(3)", nil),
        ] as [(String, Int?)])
    func aStepIsAWholeNumber(text: String, expected: Int?) {
        #expect(CheckpointSteps.parse(text) == expected)
    }

    @Test func theSurestKeyIsTaken() {
        let texts = ["epoch": "3", "iteration": "900", "step": "words"]
        #expect(CheckpointSteps.step { texts[$0] } == 900)
        #expect(CheckpointSteps.step { _ in nil } == nil)
    }
}
