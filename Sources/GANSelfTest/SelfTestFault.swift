import GANData
public import GANNumerics

/// A fault of generators that is put into honest samples on purpose, at strengths that are known.
///
/// A fault is one file and one line in `SelfTestFaults.all`.
public protocol SelfTestFault: SendableMetatype {
    /// Which fault it is.
    static var kind: SelfTestKind { get }

    /// Why it can't be made of these data; nil where it can.
    static func obstacle(_ material: SelfTestMaterial) -> SelfTestObstacle?

    /// The strengths at which it is made of these data, the weakest first.
    static func strengths(_ material: SelfTestMaterial) -> [SelfTestStrength]

    /// What stands for a generator with this fault; asked only where nothing is in the way.
    ///
    /// The same material and strength give the same bytes. Throws what reading the data throws.
    static func scene(_ strength: SelfTestStrength, _ material: SelfTestMaterial) throws -> SelfTestScene
}

extension SelfTestFault {
    /// Nothing is in the way.
    public static func obstacle(_ material: SelfTestMaterial) -> SelfTestObstacle? { nil }
}

/// All faults, in the order in which they are shown: a new one is one line here.
public enum SelfTestFaults {
    /// The list.
    public static let all: [any SelfTestFault.Type] = [
        DroppedCluster.self, Collapse.self, Blur.self, Noise.self, ColourShift.self, ExactCopies.self,
        AlteredCopies.self, LabelShuffle.self,
    ]
}

/// The faults by their names in JSON.
public enum SelfTestKind: String, Sendable, CaseIterable, Codable {
    /// Rows of one class or cluster that never come, or come too rarely.
    case droppedCluster = "dropped_cluster"
    /// Few different samples, each with a little noise of its own.
    case collapse
    case blur
    case noise
    /// One channel lighter and another darker; of grey images all of it lighter.
    case colourShift = "colour_shift"
    /// Samples that are rows of the training data.
    case exactCopies = "exact_copies"
    /// Samples that are rows of the training data a pixel to the right, with noise.
    case alteredCopies = "altered_copies"
    /// The samples are honest, and labels of the reference are exchanged.
    case labelShuffle = "label_shuffle"

    /// Whether an audit is asked about it as well.
    public var isCopying: Bool { self == .exactCopies || self == .alteredCopies }
}

/// How strong a fault is, in its own unit.
public struct SelfTestStrength: Sendable, Equatable {
    /// What `value` counts.
    public enum Unit: String, Sendable, CaseIterable {
        /// Pixels: the standard deviation of a blur.
        case pixels
        /// Grey levels of 255.
        case levels
        /// Standard deviations of the data, column by column.
        case deviations
        /// A share of the samples, of a cluster, or of the labels, from 0 to 1.
        case share
        /// A share of the samples that differ from each other, from 0 to 1: the smaller, the stronger.
        case distinctShare = "distinct_share"
    }

    /// The figure.
    public var value: Double
    /// Its unit.
    public var unit: Unit

    /// A strength in a unit.
    public init(_ value: Double, _ unit: Unit) {
        self.value = value
        self.unit = unit
    }
}

/// Why a fault can't be made of some data.
public enum SelfTestObstacle: String, Sendable, CaseIterable {
    /// The data are no images.
    case noImages = "no_images"
    /// The data have no labels, or all the same.
    case noLabels = "no_labels"
    /// There are too few rows to find clusters in.
    case tooFewRows = "too_few_rows"
}

/// A generator with a known fault, as the driver of reports is given it.
public struct SelfTestScene: Sendable {
    /// What the generator makes, `[m, shape.size]`.
    public var samples: Matrix<Float>
    /// The labels of the training rows where the fault is in these; nil for the data's own.
    public var trainingLabels: [Int]?
    /// What the fault was done to, where that has a name: a class or a cluster.
    public var target: Target?

    /// A part of the data.
    public struct Target: Sendable, Equatable {
        /// Its number.
        public var number: Int
        /// Its name, where classes have names.
        public var name: String?
        /// Whether it was found by k-means, in the absence of labels.
        public var isCluster: Bool
        /// How much of the data it is, from 0 to 1.
        public var share: Double
    }

    /// Samples, and what else the fault changed.
    public init(samples: Matrix<Float>, trainingLabels: [Int]? = nil, target: Target? = nil) {
        self.samples = samples
        self.trainingLabels = trainingLabels
        self.target = target
    }
}
