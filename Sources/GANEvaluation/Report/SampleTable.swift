/// What is known of each sample, in the order of the samples: `per_sample.csv`.
public struct SampleTable: Sendable, Equatable {
    /// A row for each sample.
    public var rows: [Row]

    package init(rows: [Row]) { self.rows = rows }

    /// One sample.
    public struct Row: Sendable, Equatable {
        /// Its number, from 0.
        public var sample: Int
        /// Where it comes from, a file's name or "row 17"; empty for a generator's.
        public var origin: String
        /// What the extractor takes it for; empty where classes are unknown.
        public var className: String
        /// `realism` in feature space; above 1 it lies inside the real data's support.
        public var realism: Double
        /// The training row nearest to it in pixel space.
        public var nearestRow: Int
        /// Where that row comes from.
        public var nearestOrigin: String
        /// The distance between both, in pixel space.
        public var distance: Double
        /// The figure of `distance_ratio`.
        public var ratio: Double

        package init(
            sample: Int, origin: String, className: String, realism: Double, nearestRow: Int, nearestOrigin: String,
            distance: Double, ratio: Double
        ) {
            self.sample = sample
            self.origin = origin
            self.className = className
            self.realism = realism
            self.nearestRow = nearestRow
            self.nearestOrigin = nearestOrigin
            self.distance = distance
            self.ratio = ratio
        }
    }
}
