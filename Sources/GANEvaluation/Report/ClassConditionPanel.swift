public import GANMetrics
public import OrderedCollections

/// What is known of a generator of classes: whether its samples are what they were asked for, as data.
///
/// Its figures stand among the report's metrics too.
public struct ClassConditionPanel: Sendable {
    /// Where the classes that were asked for are from.
    public var origin: String
    /// By name, in the order of `MetricRegistry.conditionFigures`.
    public var figures: OrderedDictionary<String, MetricResult>
    /// Figures that are not there, with what they would need as a clause.
    public var omitted: OrderedDictionary<String, String>
    /// The classifiers of GAN-train and GAN-test, in words; nil where there are none.
    public var classifiers: String?
    /// One for each class that was asked for, by number.
    public var classes: [OneClass]

    /// One class.
    public struct OneClass: Sendable, Equatable {
        /// Its number among the reference's classes.
        public var number: Int
        /// What it is called.
        public var name: String
        /// Samples that were asked for it.
        public var asked: Int
        /// The share of them that the report's classifier takes for it; nil where it tells no classes.
        public var accuracy: Double?
        /// The kernel distance to its real rows; nil where there are too few.
        public var distance: Double?
        /// The same of held-out rows.
        public var heldOutDistance: Double?
        /// The share of its real rows that a classifier trained on samples names rightly; nil where there is none.
        public var taught: Double?
        /// The same of a classifier trained on real rows.
        public var taughtByReal: Double?
    }
}
