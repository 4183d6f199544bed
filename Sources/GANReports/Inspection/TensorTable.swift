import GANCheckpoints
import GANText

/// The table of a network's tensors.
enum TensorTable {
    private static let header = ["tensor", "shape", "type", "count", "norm", "spectral", ""]

    /// A row for each tensor; a name that leaves no room for its figures has a line of its own.
    static func lines(_ health: WeightHealth, width: Int) -> [String] {
        let marks = Dictionary(grouping: health.findings) { $0.tensor }
            .mapValues { $0.contains { $0.severity == .warning } ? "(!)" : "(i)" }
        let rows = health.tensors.map { row($0, mark: marks[$0.name] ?? "") }
        // Words stand left, figures right.
        var table = TextTable([.left, .left, .left, .right, .right, .right, .left])
        let figures = table.widths([header] + rows).dropFirst().reduce(0) { $0 + table.gap + $1 }
        table.columns[0] = .init(.left, least: 8, most: max(8, width - figures))
        let legend =
            health.tensors.contains { $0.outputAxis == 1 }
            ? ["ᵀ  transposed convolution: [in, out, …], spectral norm as [out, rest]"] : []
        return table.lines([header] + rows) + legend
    }

    private static func row(_ tensor: TensorHealth, mark: String) -> [String] {
        // A transposed convolution is [in, out, …]; its spectral norm and its outputs are those of the second axis.
        let axis = tensor.outputAxis == 1 ? "ᵀ" : ""
        return [
            InspectionText.clean(tensor.name), InspectionText.shape(tensor.shape) + axis, tensor.type.rawValue,
            FigureText.count(tensor.count), FigureText.number(tensor.norm),
            tensor.spectralNorm.map { FigureText.number($0) } ?? "–", mark,
        ]
    }
}
