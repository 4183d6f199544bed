import GANAutodiff
import GANNumerics

/// One run through a network's layers: the weights and running statistics that are left to take, and the batch
/// statistics that were seen.
struct LayerPass {
    let mode: Network.Mode
    private var weights: ArraySlice<Variable>
    private var buffers: ArraySlice<Tensor>
    private(set) var statistics: [BatchStatistics] = []

    init(mode: Network.Mode, weights: [Variable], buffers: [Tensor]) {
        self.mode = mode
        self.weights = weights[...]
        self.buffers = buffers[...]
    }

    /// Whether every tensor was taken.
    var isSpent: Bool { weights.isEmpty && buffers.isEmpty }

    /// The next trained tensor, in the order of `parameterShapes`.
    mutating func weight() -> Variable { weights.removeFirst() }

    /// The next buffer, in the order of `bufferShapes`.
    mutating func buffer() -> Tensor { buffers.removeFirst() }

    /// Keeps the statistics of a batch for the running averages.
    mutating func saw(_ batch: BatchStatistics) { statistics.append(batch) }
}
