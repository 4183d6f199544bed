import GANData
import GANModels
import GANNumerics

@testable import GANEvaluation

/// Data whose preparation is known, for checks without a whole evaluation.
enum CheckFixtures {
    /// Images of blurred spots on a dark ground with coloured light, whole levels; each differs from all others.
    static func spots(
        _ count: Int, side: Int = 16, channels: Int = 1, seed: UInt64, alter: (Float) -> Float = { $0 }
    ) -> ArraySource {
        let shape = SampleShape.image(height: side, width: side, channels: channels)
        let root = SeededGenerator(seed: seed).split("spots")
        let samples = Matrix<Float>(rows: count, columns: shape.size) { target in
            for row in 0..<count {
                var random = root.split(row)
                let (x, y) = (random.uniform() * 0.6 + 0.2, random.uniform() * 0.6 + 0.2)
                let (width, light) = (0.05 + 0.2 * random.uniform(), 120 + 135 * random.uniform())
                let ground = 30 * random.uniform()
                // Red light is the strongest, so that channels can be told apart.
                let colour = (0..<channels).map { 1 - 0.3 * Double($0) * random.uniform() }
                for pixel in 0..<side * side {
                    let (dx, dy) = (Double(pixel % side) / Double(side) - x, Double(pixel / side) / Double(side) - y)
                    let spot = max(0, 1 - (dx * dx + dy * dy) / width)
                    let noise = 6 * random.uniform()
                    for channel in 0..<channels {
                        let level = ground + (light - ground) * spot * colour[channel] + noise
                        target[row * shape.size + pixel * channels + channel] = alter(
                            Float(max(0, min(255, level))).rounded())
                    }
                }
            }
        }
        return ArraySource(name: "spots \(seed)", rule: "test", shape: shape, samples: samples)
    }

    /// Rows of `source`, in this order.
    static func rows(_ rows: some Sequence<Int>, of source: ArraySource) throws -> ArraySource {
        let indices = Array(rows)
        return ArraySource(
            name: "rows", rule: "test", shape: source.shape, samples: try source.read(rows: indices),
            labels: source.labels.map { labels in indices.map { labels[$0] } })
    }

    /// The rows of all, one after another.
    static func joined(_ sources: ArraySource...) throws -> ArraySource {
        var samples = try sources[0].read(rows: 0..<sources[0].count)
        for source in sources.dropFirst() {
            samples = samples.appendingRows(of: try source.read(rows: 0..<source.count))
        }
        return ArraySource(name: "joined", rule: "test", shape: sources[0].shape, samples: samples)
    }

    /// The same images with each value changed.
    static func mapped(_ source: ArraySource, _ change: (Float) -> Float) throws -> ArraySource {
        var samples = try source.read(rows: 0..<source.count)
        samples.scalars = samples.scalars.map(change)
        return ArraySource(
            name: "changed", rule: "test", shape: source.shape, samples: samples, labels: source.labels)
    }

    /// Points of whole coordinates, of which few values exist.
    static func tickets(_ count: Int, values: Int, seed: UInt64) -> ArraySource {
        var random = SeededGenerator(seed: seed)
        return ArraySource(
            name: "tickets", rule: "test", shape: .vector(2),
            samples: Matrix(
                rows: count, columns: 2, scalars: (0..<2 * count).map { _ in Float(random.index(below: values)) }))
    }

    /// What checks look at; the neighbours of held-out rows are searched where `searches` says so.
    static func context(
        _ samples: ArraySource, reference: any SampleSource, heldOut: ArraySource? = nil,
        extractor: (any FeatureExtractor)? = nil, predicted: [Int]? = nil, searches: Bool = false
    ) throws -> CheckContext {
        let pixels = PixelExtractor(sampleShape: reference.shape)
        var context = CheckContext(
            reference: reference,
            samples: SetFacts.of(try samples.read(rows: 0..<samples.count), shape: samples.shape),
            real: try SetFacts.of(reference, cache: NoCache()),
            heldOut: try heldOut.map { try SetFacts.of($0, cache: NoCache()) },
            extractor: extractor ?? pixels, predicted: predicted)
        if searches, let heldOut {
            context.heldOutNeighbours = try NeighbourStage(training: reference, extractor: pixels, cache: NoCache())
                .table(of: heldOut, values: 1 << 20) { _ in }
        }
        return context
    }

    /// A class network that was right on this share of the images set aside; it was not trained.
    static func classifier(accuracy: Double?, classes: Int, side: Int = 16) throws -> ClassifierExtractor {
        try ClassifierExtractor(
            network: Network(
                ClassifierExtractor.architecture(height: side, width: side, channels: 1, classes: classes),
                seed: SeededGenerator(seed: 1)),
            sampleShape: .image(height: side, width: side, channels: 1),
            classNames: (0..<classes).map { "class \($0)" }, accuracy: accuracy)
    }
}

extension ArraySource {
    /// The same samples with labels.
    func labelled(_ labels: [Int]) throws -> ArraySource {
        ArraySource(name: name, rule: rule, shape: shape, samples: try read(rows: 0..<count), labels: labels)
    }
}
