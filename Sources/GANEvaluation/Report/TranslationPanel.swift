public import GANMetrics
public import OrderedCollections

/// What is known of a model from images to images: whether it answers its inputs, and how well, as data.
///
/// Its figures stand among the report's metrics too.
public struct TranslationPanel: Sendable {
    /// The images that it worked on; nil where nobody knows them.
    public var inputs: SourceSummary?
    /// What it should have made of them; nil where there are no pairs.
    public var targets: SourceSummary?
    /// The name of the source that a built-in world says the targets are in, where nobody gave them; nil else.
    public var knownTargets: String?
    /// How many rows were compared with their own partners.
    public var rows: Int
    /// By name, in the order of `MetricRegistry.conditionFigures`.
    public var figures: OrderedDictionary<String, MetricResult>
    /// Figures that are not there, with what they would need as a clause.
    public var omitted: OrderedDictionary<String, String>
    /// The figure that orders the examples, and its unit of one row; nil where there are none.
    package var ordering: Ordering?
    /// The outputs that are furthest from what they should be, the worst first.
    package var worst: [Example]
    /// The ones that are nearest, the best first.
    package var best: [Example]
    /// The first rows, not chosen.
    package var plain: [Example]
    /// Whether the model answers an input in one way each time, though the data have more than one true answer; nil where nobody looked.
    public var hasOneAnswer: Bool?
    /// What classes the errors of styles are about, by number; empty where there are none.
    public var styles: [String]

    /// What examples are ordered by.
    package enum Ordering: String, Sendable, Codable {
        /// The absolute error to the target or the true translation, the greatest first.
        case error
        /// The agreement of edges with the input's, the least first.
        case content
    }

    /// An output beside what it was made of and what it should be, all in the output's shape.
    package struct Example: Sendable, Equatable {
        package var row: Int
        /// What it is ordered by.
        package var value: Double
        package var input: [Float]?
        package var output: [Float]
        package var target: [Float]?
    }
}
