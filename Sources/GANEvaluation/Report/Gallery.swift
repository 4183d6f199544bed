public import GANData
public import GANNumerics

/// The pictures of a report; every image has the same shape, values 0 to 255, one image a row, channels last.
public struct Gallery: Sendable {
    /// nil for sources whose samples are not images; then `points` may hold two-dimensional samples.
    public var imageShape: ImageShape?
    /// Plain random samples, in the order in which they were drawn.
    public var random: Matrix<Float>
    /// Plain random rows of the real data, in the order of their numbers; empty where samples are not images.
    public var real: [Picture]
    /// The samples of least realism, the least first.
    public var worst: [Judged]
    /// The samples of most realism, the most first.
    public var best: [Judged]
    /// Held-out images of least realism, the least first: how low real data score; empty without them.
    public var control: [Judged]
    /// Samples that equal a training row, which `worst` and `best` leave out.
    public var copies: Int
    /// The samples that lie closest to a training image relative to that image's surroundings, most suspicious first.
    public var pairs: [Pair]
    /// What a generator makes of latent vectors that somebody chose; empty for samples that were made before.
    public var strips: [Strip]
    /// Two-dimensional samples for a scatter plot, generated and real; empty for images.
    public var points: (generated: Matrix<Float>, real: Matrix<Float>)?

    package init(
        imageShape: ImageShape?, random: Matrix<Float>, real: [Picture] = [], worst: [Judged] = [],
        best: [Judged] = [], control: [Judged] = [], copies: Int = 0, pairs: [Pair] = [], strips: [Strip] = [],
        points: (generated: Matrix<Float>, real: Matrix<Float>)? = nil
    ) {
        self.imageShape = imageShape
        self.random = random
        self.real = real
        self.worst = worst
        self.best = best
        self.control = control
        self.copies = copies
        self.pairs = pairs
        self.strips = strips
        self.points = points
    }

    /// An image with its place.
    public struct Picture: Sendable, Equatable {
        /// The row's number in its set, from 0.
        public var row: Int
        /// Its values.
        public var image: [Float]

        package init(row: Int, image: [Float]) {
            self.row = row
            self.image = image
        }
    }

    /// Samples of latent vectors in a row.
    public struct Strip: Sendable, Equatable {
        /// What makes it one.
        public var kind: Kind
        /// In the order of the latent vectors.
        public var images: [[Float]]

        /// What moves along a strip, or sets it apart.
        public enum Kind: Sendable, Equatable {
            /// From one latent vector to another.
            case walk
            /// Latent vectors multiplied by this.
            case truncation(Double)
        }

        package init(kind: Kind, images: [[Float]]) {
            self.kind = kind
            self.images = images
        }
    }

    /// A sample, or a held-out row in its place, with its realism score (Kynkäänniemi 2019): above 1 it lies inside the real data's
    /// support.
    public struct Judged: Sendable {
        /// Its number, from 0.
        public var sample: Int
        /// Its score.
        public var realism: Double
        /// Its image.
        public var image: [Float]
        /// The real row nearest to it in feature space; nil where nobody looked.
        public var neighbour: Picture?
        /// How many samples are nearly the same as it, itself included.
        public var repeats: Int

        package init(sample: Int, realism: Double, image: [Float], neighbour: Picture? = nil, repeats: Int = 1) {
            self.sample = sample
            self.realism = realism
            self.image = image
            self.neighbour = neighbour
            self.repeats = repeats
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
