/// Which classes the columns of class probabilities, or class numbers, stand for.
///
/// The same number means another class in each space: names from one never name the numbers of another.
public enum ClassSpace: Sendable, Equatable {
    /// The labels of the data that the extractor was trained on, the reference.
    case referenceLabels
    /// Classes that the extractor brought along.
    case own(OwnClasses)

    /// The classes of an extractor that learnt them from other data.
    public struct OwnClasses: Sendable, Equatable {
        /// The extractor's name.
        public var extractor: String
        /// In the order of the columns; nil where its description does not hold them.
        public var names: [String]?
        /// What is known of classes without names, "ImageNet, names unknown here".
        public var origin: String?

        /// Classes that an extractor brings along; without names only their numbers are known.
        public init(extractor: String, names: [String]? = nil, origin: String? = nil) {
            self.extractor = extractor
            self.names = names
            self.origin = origin
        }
    }
}
