public import GANData
public import GANNumerics

/// The pictures of a report; every image has the same shape, values 0 to 255, one image a row, channels last.
public struct Gallery: Sendable {
    /// nil for sources whose samples are not images; then `points` may hold two-dimensional samples.
    public var imageShape: ImageShape?
    /// Plain random samples, in the order in which they were drawn.
    public var random: Matrix<Float>
    /// Plain random rows of the real data, in the order of their numbers; empty where samples are not images.
    public var real: [RealImage]
    /// The samples of least realism, the least first.
    public var worst: [Judged]
    /// The samples of most realism, the most first.
    public var best: [Judged]
    /// The samples that lie closest to a training image relative to that image's surroundings, most suspicious first.
    public var pairs: [Pair]
    /// Two-dimensional samples for a scatter plot, generated and real; empty for images.
    public var points: (generated: Matrix<Float>, real: Matrix<Float>)?

    package init(
        imageShape: ImageShape?, random: Matrix<Float>, real: [RealImage] = [], worst: [Judged] = [],
        best: [Judged] = [], pairs: [Pair] = [], points: (generated: Matrix<Float>, real: Matrix<Float>)? = nil
    ) {
        self.imageShape = imageShape
        self.random = random
        self.real = real
        self.worst = worst
        self.best = best
        self.pairs = pairs
        self.points = points
    }

    /// A real image with its place.
    public struct RealImage: Sendable, Equatable {
        /// The row's number in its source, from 0.
        public var row: Int
        /// Its values.
        public var image: [Float]

        package init(row: Int, image: [Float]) {
            self.row = row
            self.image = image
        }
    }

    /// A sample with its realism score (Kynkäänniemi 2019): above 1 it lies inside the real data's support.
    public struct Judged: Sendable {
        /// The sample's number, from 0.
        public var sample: Int
        /// Its score.
        public var realism: Double
        /// Its image.
        public var image: [Float]

        package init(sample: Int, realism: Double, image: [Float]) {
            self.sample = sample
            self.realism = realism
            self.image = image
        }
    }

    /// A sample beside its nearest training image.
    public struct Pair: Sendable {
        /// The sample's number, from 0.
        public var sample: Int
        /// The training row's number, from 0.
        public var trainingRow: Int
        /// Where the row comes from: a file's name, or "row 17".
        public var trainingOrigin: String
        /// Euclidean distance in the space of the metric `distance_ratio`.
        public var distance: Double
        /// The figure of `distance_ratio`: how near the pair is beside what is usual around the training row.
        public var ratio: Double
        /// The sample's image.
        public var sampleImage: [Float]
        /// The training row's image.
        public var trainingImage: [Float]

        package init(
            sample: Int, trainingRow: Int, trainingOrigin: String, distance: Double, ratio: Double,
            sampleImage: [Float], trainingImage: [Float]
        ) {
            self.sample = sample
            self.trainingRow = trainingRow
            self.trainingOrigin = trainingOrigin
            self.distance = distance
            self.ratio = ratio
            self.sampleImage = sampleImage
            self.trainingImage = trainingImage
        }
    }
}
