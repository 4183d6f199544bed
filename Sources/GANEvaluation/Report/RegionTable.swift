public import GANMetrics

/// Where the real data lie and samples are missing, or too many, found without labels.
public struct RegionTable: Sendable {
    /// Branches of regions with too few or too many samples, the greatest share of the real data first, swollen ones last.
    public var branches: [Branch]
    /// How many regions the real data were cut into.
    public var regions: Int
    /// The share of the real data in missing branches, with its interval; nil where none is missing.
    public var missingShare: MetricInterval?
    /// The smallest mode, as a share of the data, that would have been seen to be missing in 9 of 10 draws, if it had a region of its own.
    public var smallestVisible: Double?
    /// Real data and samples in two dimensions; nil where there is nothing to draw.
    public var map: Map?

    package init(
        branches: [Branch], regions: Int, missingShare: MetricInterval? = nil, smallestVisible: Double? = nil,
        map: Map? = nil
    ) {
        self.branches = branches
        self.regions = regions
        self.missingShare = missingShare
        self.smallestVisible = smallestVisible
        self.map = map
    }

    /// A branch of regions whose samples are not as many as its real data ask for.
    public struct Branch: Sendable, Equatable {
        /// What is wrong with it.
        public enum Kind: String, Sendable {
            /// There are hardly any samples, here or near by.
            case missing
            /// There are fewer samples than there should be.
            case rare
            /// The samples lie next to it: they look otherwise, but are there.
            case moved
            /// There are more samples than there should be.
            case swollen
        }

        /// What is wrong with it.
        public var kind: Kind
        /// How many regions it joins.
        public var regions: Int
        /// Its share of the real data, 0 to 1.
        public var share: Double
        /// Wilson 95 % interval of the share.
        public var interval: MetricInterval
        /// Samples over those that its share asks for, beside what is usual: 0 for none, 1 where nothing is wrong.
        public var made: Double
        /// 95 % interval of `made`.
        public var madeInterval: MetricInterval
        /// The samples in it.
        public var generatedCount: Int
        /// How often chance alone gives any branch such counts, 0 to 1.
        public var pValue: Double
        /// The labels that its real rows have most, each with its share of them; empty without labels.
        public var labels: [Label]
        /// Typical images: real ones where samples are few, samples where they are many; empty for other data.
        public var exemplars: [[Float]]

        package init(
            kind: Kind, regions: Int, share: Double, interval: MetricInterval, made: Double,
            madeInterval: MetricInterval, generatedCount: Int, pValue: Double, labels: [Label] = [],
            exemplars: [[Float]] = []
        ) {
            self.kind = kind
            self.regions = regions
            self.share = share
            self.interval = interval
            self.made = made
            self.madeInterval = madeInterval
            self.generatedCount = generatedCount
            self.pValue = pValue
            self.labels = labels
            self.exemplars = exemplars
        }
    }

    /// A label of the reference and how much of a branch has it.
    public struct Label: Sendable, Equatable {
        /// The class's name, or its number where it has none.
        public var name: String
        /// Of the branch's real rows, 0 to 1.
        public var share: Double

        package init(name: String, share: Double) {
            self.name = name
            self.share = share
        }
    }

    /// Real data, held-out data and samples in two dimensions: along the direction that tells them apart best, and along the one in which the rest
    /// varies most.
    public struct Map: Sendable {
        /// What is drawn.
        public var points: [Point]
        /// Branches that lack samples.
        public var outlines: [Outline]
        /// The share of rows, fresh to it, that the first direction alone assigns rightly, 0 to 1; half by chance.
        public var accuracy: Double

        package init(points: [Point], outlines: [Outline], accuracy: Double) {
            self.points = points
            self.outlines = outlines
            self.accuracy = accuracy
        }
    }

    /// Which set a row on the map is of.
    public enum Role: String, Sendable, CaseIterable {
        /// The reference.
        case real
        /// Held-out data: what real data that nothing was fitted to look like.
        case heldOut = "held-out"
        /// Samples.
        case generated
    }

    /// A real row or a sample on the map.
    public struct Point: Sendable, Equatable {
        /// Which set it is of.
        public var role: Role
        /// Its number in its own set, from 0.
        public var row: Int
        /// Along the direction between both sets.
        public var x: Double
        /// Along the direction in which the rest varies most.
        public var y: Double
        /// Its image; empty for other data.
        public var image: [Float]

        package init(role: Role, row: Int, x: Double, y: Double, image: [Float]) {
            self.role = role
            self.row = row
            self.x = x
            self.y = y
            self.image = image
        }
    }

    /// Where a branch lies on the map: its middle and two standard deviations.
    public struct Outline: Sendable, Equatable {
        /// The branch's number in `branches`.
        public var branch: Int
        /// The middle along the first direction.
        public var x: Double
        /// The middle along the second.
        public var y: Double
        /// Two standard deviations along the first direction.
        public var width: Double
        /// Two standard deviations along the second.
        public var height: Double

        package init(branch: Int, x: Double, y: Double, width: Double, height: Double) {
            self.branch = branch
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }
}
