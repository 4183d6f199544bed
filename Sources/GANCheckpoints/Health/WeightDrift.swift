public import OrderedCollections

/// How far a network's weights moved from one checkpoint to a later one.
///
///     ‖w₂ − w₁‖ / ‖w₁‖
///
/// over all elements that training changes, in float64; statistics and counters of normalization are left out.
public struct WeightDrift: Sendable, Equatable {
    /// The Frobenius norm of the later weights, of finite elements.
    public let norm: Double
    /// The relative norm of the change; nil when the earlier weights are all zero or not finite.
    public let change: Double?
    /// The tensor that moved most relative to its own norm, and by how much; nil where none can be told.
    public let largest: (name: String, change: Double)?

    /// Whether all figures are equal, and the tensor that moved most as well.
    public static func == (first: WeightDrift, second: WeightDrift) -> Bool {
        first.norm == second.norm && first.change == second.change && first.largest?.name == second.largest?.name
            && first.largest?.change == second.largest?.change
    }

    /// Compares two networks' tensors; nil when they do not have the same names and shapes.
    ///
    /// O(elements); memory for a piece of one tensor at a time. Sums run in the order of names and elements.
    public init?(
        from earlier: OrderedDictionary<String, WeightTensor>, to later: OrderedDictionary<String, WeightTensor>
    ) {
        guard earlier.count == later.count else { return nil }
        var (all, before, after) = (0.0, 0.0, 0.0)
        var largest: (name: String, change: Double)?
        for (name, tensor) in later {
            guard let old = earlier[name], old.shape == tensor.shape else { return nil }
            guard tensor.type.isFloatingPoint, old.type.isFloatingPoint, !TensorHealth.isBuffer(name) else { continue }
            let sums = Self.squares(old, tensor)
            all += sums.change
            before += sums.before
            after += sums.after
            let change = (sums.change / sums.before).squareRoot()
            if change.isFinite, change > largest?.change ?? -1 { largest = (name, change) }
        }
        norm = after.squareRoot()
        let change = (all / before).squareRoot()
        self.change = change.isFinite ? change : nil
        self.largest = largest
    }

    private static let piece = 1 << 16

    private static func squares(
        _ old: WeightTensor, _ new: WeightTensor
    ) -> (change: Double, before: Double, after: Double) {
        var sums = (change: 0.0, before: 0.0, after: 0.0)
        for start in stride(from: 0, to: new.count, by: piece) {
            let range = start..<min(new.count, start + piece)
            for (first, second) in zip(old.doubles(range), new.doubles(range)) {
                sums.change += (second - first) * (second - first)
                sums.before += first * first
                if second.isFinite { sums.after += second * second }
            }
        }
        return sums
    }
}
