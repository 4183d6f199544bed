package import GANNumerics
import GANText
import OrderedCollections

/// The reference's classes as a linear probe tells them in a feature space that does not tell them itself.
package struct ProbedClasses: Sendable {
    /// Class probabilities of the samples, `[m, C]`.
    package var generated: Matrix<Float>
    /// Class probabilities of the held-out rows, in their order; nil without any.
    package var heldOut: Matrix<Float>?
    /// What it takes each real row for.
    package var realClasses: [Int]
    /// What it was measured to be right about.
    package var probe: LinearProbe

    /// What `probe` says of rows of the features that it was taught on.
    package init(
        _ probe: LinearProbe, generated: Matrix<Float>, heldOut: Matrix<Float>?, realClasses: [Int]
    ) {
        self.generated = probe.probabilities(generated)
        self.heldOut = heldOut.map { probe.probabilities($0) }
        self.realClasses = realClasses
        self.probe = probe
    }

    /// How many real rows it takes for each class.
    var realCounts: [Int] {
        var counts = [Int](repeating: 0, count: probe.classes)
        for number in realClasses { counts[number] += 1 }
        return counts
    }
}

extension LinearProbe {
    /// Says whose classes these are, and how well they are told.
    func describe(in result: inout MetricResult) {
        result.parts["classifier_accuracy"] = .number(accuracy)
        result.parts["classifier_rows"] = .count(heldOutRows)
        let right = Int(saturating: (accuracy * Double(heldOutRows)).rounded())
        result.diagnostics.append(
            Diagnostic(
                code: "linear_probe", severity: .note,
                message:
                    "The classes are the reference's labels, told by a linear probe on these features that is right about "
                    + "\(right) of \(heldOutRows) rows set aside; its errors are counted with."))
    }
}
