import GANMetrics
import GANNumerics
import GANText

/// Power spectrum and sharpness of samples, real and held-out images, as figures to draw.
public struct AppearancePanel: Sendable, Equatable {
    /// From low to high frequencies.
    public var bands: [Band]
    /// In dB.
    public var sharpness: Sharpness

    /// A ring of frequencies.
    public struct Band: Sendable, Equatable {
        /// Its outer edge, as a share of the highest frequency.
        public var edge: Double
        /// Power of real images in dB: the mean and the middle nine tenths.
        public var real: Spread
        /// Of the samples.
        public var generated: Spread

        package init(edge: Double, real: Spread, generated: Spread) {
            self.edge = edge
            self.real = real
            self.generated = generated
        }
    }

    /// A mean and the middle nine tenths.
    public struct Spread: Sendable, Equatable {
        /// The mean.
        public var mean: Double
        /// The 5 % quantile.
        public var low: Double
        /// The 95 % quantile.
        public var high: Double

        package init(mean: Double, low: Double, high: Double) {
            self.mean = mean
            self.low = low
            self.high = high
        }
    }

    /// Counts of images by sharpness.
    public struct Sharpness: Sendable, Equatable {
        /// The bins' edges in dB, one more than counts.
        public var edges: [Double]
        /// The share of real images in each bin.
        public var real: [Double]
        /// The share of the samples in each bin.
        public var generated: [Double]

        package init(edges: [Double], real: [Double], generated: [Double]) {
            self.edges = edges
            self.real = real
            self.generated = generated
        }
    }

    package init(bands: [Band], sharpness: Sharpness) {
        self.bands = bands
        self.sharpness = sharpness
    }

    /// Bins of the sharpness.
    static let bins = 40
    /// Rows of each set that are drawn, evenly spaced.
    static let rows = 5000

    /// nil where appearances were not measured, or of fewer than two images.
    init?(_ context: MetricContext) {
        guard let appearance = context.inputs.appearance, appearance.real.rows > 1, appearance.generated.rows > 1 else {
            return nil
        }
        func values(_ rows: Matrix<Float>, _ column: ImageAppearance.Column) -> [Double] {
            let step = max(1, rows.rows / Self.rows)
            return stride(from: 0, to: rows.rows, by: step).map { Double(rows[$0, column.index]) }.filter(\.isFinite)
        }
        func spread(_ values: [Double]) -> Spread {
            // Rows that are not finite leave nothing to average.
            values.isEmpty
                ? Spread(mean: 0, low: 0, high: 0)
                : Spread(
                    mean: Statistics.mean(values), low: Statistics.quantile(values, 0.05),
                    high: Statistics.quantile(values, 0.95))
        }
        // The first edge is where the first ring begins.
        bands = zip(ImageAppearance.Column.bands, ImageAppearance.bandEdges.dropFirst()).map { column, edge in
            Band(
                edge: edge, real: spread(values(appearance.real, column)),
                generated: spread(values(appearance.generated, column)))
        }
        let (real, generated) = (values(appearance.real, .sharpness), values(appearance.generated, .sharpness))
        guard !real.isEmpty, !generated.isEmpty else { return nil }
        let low = min(Statistics.quantile(real, 0.002), Statistics.quantile(generated, 0.002))
        let high = max(Statistics.quantile(real, 0.998), Statistics.quantile(generated, 0.998))
        let width = max(1e-6, (high - low) / Double(Self.bins))
        func shares(_ values: [Double]) -> [Double] {
            var counts = [Double](repeating: 0, count: Self.bins)
            for value in values { counts[min(Self.bins - 1, max(0, Int(saturating: (value - low) / width)))] += 1 }
            return counts.map { $0 / Double(values.count) }
        }
        sharpness = Sharpness(
            edges: (0...Self.bins).map { low + Double($0) * width }, real: shares(real), generated: shares(generated))
    }
}
