import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANCheckpoints

@Suite struct WeightHealthTests {
    private func health(_ name: String) throws -> WeightHealth {
        WeightHealth(try CheckpointFixture.read(name).select(role: .generator))
    }

    @Test func aHealthyNetworkHasNoFindings() throws {
        let health = try health("zip.pth")
        #expect(health.findings.isEmpty)
        #expect(health.tensors.map(\.name).first == "0.weight" && health.tensors.count == 8)
        #expect(health.parameterCount == 4 * 6 * 16 + 6 + 6 + 6 * 4 + 1)
        #expect(health.elementCount == health.parameterCount + 6 + 6 + 1)
        let first = health.tensors[0]
        // The bias of batch normalization shows that the first convolution is a transposed one.
        #expect(first.outputAxis == 1 && first.units == 6 && first.deadUnits == 0)
        let (norm, largest) = (first.norm, try #require(first.spectralNorm))
        #expect(largest <= norm && largest >= norm / 6.0.squareRoot())
        #expect(abs(first.rootMeanSquare * Double(first.count).squareRoot() - norm) < 1e-12)
    }

    /// `make.py` put one of each fault into this network.
    @Test func eachFaultIsNamed() throws {
        let findings = try health("sick.pth").findings
        let expected: [(String, WeightFinding.Severity, String)] = [
            ("0.weight", .note, "1 of 4 outputs are dead"), ("1.weight", .note, "1 of 4 channels are scaled"),
            ("1.running_var", .warning, "1 of 4 variances are negative"),
            ("1.running_var", .warning, "1 of 4 variances are zero"),
            ("1.num_batches_tracked", .note, "never trained"),
            ("2.weight", .warning, "1 of 30 values are NaN and 1 are infinite"),
            ("3.weight", .warning, "all weights are zero"),
        ]
        #expect(findings.count == expected.count)
        for (finding, (tensor, severity, text)) in zip(findings, expected) {
            #expect(finding.tensor == tensor && finding.severity == severity && finding.message.contains(text))
        }
    }

    @Test func unitsAreDeadRelativeToTheOthers() {
        func dead(_ small: Float) -> Int {
            let tensor = WeightTensor(Tensor(shape: [3, 2], scalars: [1, 1, small, small, 1, 1]))
            return TensorHealth(name: "w", tensor, axis: 0).deadUnits
        }
        #expect(dead(0) == 1 && dead(1e-7) == 1 && dead(1e-5) == 0)
        // All small together is a matter of scale.
        let tiny = WeightTensor(Tensor(shape: [2, 1], scalars: [1e-12, -1e-12]))
        #expect(TensorHealth(name: "w", tiny, axis: 0).deadUnits == 0)
    }

    @Test func hugeValuesAreAWarning() {
        let wild = WeightHealth(["w": WeightTensor(Tensor(shape: [2, 2], repeating: 3e4))])
        #expect(wild.findings.map(\.severity) == [.warning] && wild.findings[0].message.contains("3.0e4"))
        // Statistics and counters may be large; in half precision a counter is no whole number.
        for name in ["1.running_var", "1.running_mean", "1.num_batches_tracked"] {
            let health = WeightHealth([name: WeightTensor(Tensor(shape: [2], repeating: 3e4))])
            #expect(health.findings.isEmpty && health.parameterCount == 0)
        }
    }

    @Test func threadsDoNotMatter() throws {
        let weights = try CheckpointFixture.read("training_state.pt").select(role: .generator)
        let one = withThreads(1) { WeightHealth(weights) }
        #expect(withThreads(3) { WeightHealth(weights) } == one)
    }
}
