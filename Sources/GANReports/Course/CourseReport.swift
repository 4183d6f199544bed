/// What the demonstrations of `ganeval course` found.
package struct CourseReport: Sendable, Codable, Equatable {
    /// Two lines at a distance, as critics tell it.
    package struct Lines: Sendable, Codable, Equatable {
        /// The distance between the lines, which is their Wasserstein distance.
        package var distance: Double
        /// The mean estimate of the Jensen-Shannon divergence over the seeds, in nats.
        package var jensenShannon: Double
        /// The mean estimate of the Wasserstein distance over the seeds.
        package var wasserstein: Double

        package init(distance: Double, jensenShannon: Double, wasserstein: Double) {
            self.distance = distance
            self.jensenShannon = jensenShannon
            self.wasserstein = wasserstein
        }
    }

    /// One preset's runs on one mixture, a value for each seed.
    package struct Mixture: Sendable, Codable, Equatable {
        /// The preset's name.
        package var preset: String
        /// "ring" or "grid".
        package var data: String
        /// The modes that there are.
        package var modes: Int
        /// The modes that were hit.
        package var hit: [Int]
        /// The share of samples within three standard deviations of a mode.
        package var highQuality: [Double]
        /// The Kullback-Leibler divergence of the samples' modes from even ones, in nats.
        package var reverseDivergence: [Double]
        /// Seeds of runs that diverged.
        package var diverged: [Int]

        package init(
            preset: String, data: String, modes: Int, hit: [Int] = [], highQuality: [Double] = [],
            reverseDivergence: [Double] = [], diverged: [Int] = []
        ) {
            self.preset = preset
            self.data = data
            self.modes = modes
            self.hit = hit
            self.highQuality = highQuality
            self.reverseDivergence = reverseDivergence
            self.diverged = diverged
        }
    }

    /// How steep a critic became.
    package struct Slope: Sendable, Codable, Equatable {
        /// The preset's name.
        package var preset: String
        /// What bounds its slope.
        package var bound: String
        /// The largest slope that was found; nil where the training diverged.
        package var largest: Double?
        /// The product of its weights' largest singular values; nil where the training diverged.
        package var product: Double?
        /// The largest deviation of a power iteration's norm from LAPACK's, as a share; nil without spectral normalization.
        package var normError: Double?

        package init(preset: String, bound: String, largest: Double?, product: Double?, normError: Double?) {
            self.preset = preset
            self.bound = bound
            self.largest = largest
            self.product = product
            self.normError = normError
        }
    }

    static let schema = "ganeval.course/1"

    /// The form of the document.
    package var schema = CourseReport.schema
    /// The version of ganeval that ran it.
    package var toolVersion: String
    /// Steps of each training of a mixture, and of each critic of lines.
    package var steps: Int
    /// Runs of each kind.
    package var seeds: Int
    /// Two lines at distances.
    package var lines: [Lines]
    /// Presets on mixtures.
    package var mixtures: [Mixture]
    /// Critics.
    package var slopes: [Slope]

    package init(
        toolVersion: String, steps: Int, seeds: Int, lines: [Lines], mixtures: [Mixture], slopes: [Slope]
    ) {
        self.toolVersion = toolVersion
        self.steps = steps
        self.seeds = seeds
        self.lines = lines
        self.mixtures = mixtures
        self.slopes = slopes
    }
}
