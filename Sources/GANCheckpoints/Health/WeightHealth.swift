import GANNumerics
public import OrderedCollections
import Synchronization

/// Something to know about weights, in words.
public struct WeightFinding: Sendable, Equatable {
    /// How much a finding matters.
    public enum Severity: String, Sendable {
        /// Worth knowing.
        case note
        /// Probably wrong: the network can't work as it was meant to.
        case warning
    }

    /// Whether it is worth knowing or a fault.
    public let severity: Severity
    /// The tensor's name.
    public let tensor: String
    /// What was found, as a clause without the tensor's name.
    public let message: String
}

/// One tensor's figures.
public struct TensorHealth: Sendable, Equatable {
    /// Its name among its network's tensors.
    public let name: String
    /// Its axes in the file's order; empty for a single number.
    public let shape: [Int]
    /// How the file stores an element.
    public let type: ElementType
    /// The number of elements.
    public let count: Int
    /// Elements that are no number.
    public let nanCount: Int
    /// Elements that are infinite.
    public let infiniteCount: Int
    /// The share of elements that are exactly zero, 0 to 1; 0 for none.
    public let zeroShare: Double
    /// The least and the largest finite element, nil when there is none.
    public let minimum: Double?
    /// The largest finite element, nil when there is none.
    public let maximum: Double?
    /// The Frobenius norm √Σw² of the finite elements, and the same divided by √count.
    public let norm: Double
    /// √(Σw²/count) over the finite elements.
    public let rootMeanSquare: Double
    /// The largest singular value as `[units, rest]`; nil for vectors, integers, and what `SpectralNorm` leaves out.
    public let spectralNorm: Double?
    /// The axis that counts outputs: 0, or 1 for a transposed convolution, as far as sizes tell.
    public let outputAxis: Int
    /// Outputs, and those whose weights are all zero, or smaller than a millionth of the tensor's root mean square.
    public let units: Int
    /// Outputs whose weights are as good as zero, at most `units`.
    public let deadUnits: Int

    /// Whether training leaves it alone: statistics and counters of normalization.
    public var isBuffer: Bool { !type.isFloatingPoint || Self.isBuffer(name) }

    static func isBuffer(_ name: String) -> Bool {
        ["running_mean", "running_var", "num_batches_tracked"].contains { name.hasSuffix($0) }
    }
}

/// How a network's weights are: figures for each tensor, and what is wrong in words.
public struct WeightHealth: Sendable, Equatable {
    /// The figures, in the network's order.
    public let tensors: [TensorHealth]
    /// Findings in the order of tensors.
    public let findings: [WeightFinding]

    /// The number of elements that training changes.
    public var parameterCount: Int { tensors.reduce(0) { $0 + ($1.isBuffer ? 0 : $1.count) } }
    /// The number of all elements, buffers too.
    public var elementCount: Int { tensors.reduce(0) { $0 + $1.count } }

    /// Examines tensors under their names in the network's order.
    ///
    /// The same figures for any number of threads. Memory: the two largest tensors in float32 twice. Time: one pass over all
    /// elements, and `SpectralNorm` for each weight.
    public init(_ tensors: OrderedDictionary<String, WeightTensor>) {
        let axes = OutputAxes(tensors)
        let entries = Array(tensors)
        let results = Mutex<[Int: TensorHealth]>([:])
        Parallel.forEach(entries.count) { index in
            let (name, tensor) = entries[index]
            let health = TensorHealth(name: name, tensor, axis: axes[name])
            results.withLock { $0[index] = health }
        }
        let found = results.withLock { $0 }
        self.tensors = entries.indices.compactMap { found[$0] }
        findings = self.tensors.flatMap { WeightFindings.about($0, in: tensors) }
    }

    /// Examines weights that were chosen from a file.
    public init(_ weights: SelectedWeights) {
        var tensors: OrderedDictionary<String, WeightTensor> = [:]
        for name in weights.names { tensors[name] = weights.tensors[name] }
        self.init(tensors)
    }
}

extension TensorHealth {
    /// A unit is dead below this share of the tensor's root mean square.
    private static let deadShare = 1e-6

    init(name: String, _ tensor: WeightTensor, axis: Int) {
        let statistics = TensorStatistics(tensor, axis: axis)
        let count = tensor.count
        let squares = statistics.sumOfSquares
        let meanSquare = count > 0 ? squares / Double(count) : 0
        let isWeight = tensor.shape.count > 1 && count > 0 && tensor.type.isFloatingPoint
        let units = isWeight ? statistics.unitSquares.count : 0
        let limit = Self.deadShare * Self.deadShare * meanSquare * Double(units > 0 ? count / units : 0)
        self.name = name
        shape = tensor.shape
        type = tensor.type
        self.count = count
        nanCount = statistics.nanCount
        infiniteCount = statistics.infiniteCount
        zeroShare = count > 0 ? Double(statistics.zeroCount) / Double(count) : 0
        minimum = statistics.minimum.isFinite ? statistics.minimum : nil
        maximum = statistics.maximum.isFinite ? statistics.maximum : nil
        norm = squares.squareRoot()
        rootMeanSquare = meanSquare.squareRoot()
        spectralNorm = isWeight && nanCount + infiniteCount == 0 ? SpectralNorm.of(tensor, axis: axis) : nil
        outputAxis = axis
        self.units = units
        // Where elements are not finite, a sum without them says nothing.
        deadUnits =
            isWeight && nanCount + infiniteCount == 0 ? statistics.unitSquares.count { $0 <= limit } : 0
    }
}
