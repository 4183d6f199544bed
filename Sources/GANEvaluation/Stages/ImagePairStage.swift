import GANData
import GANMetrics
import GANModels
import GANNumerics

/// Draws random pairs of images within each set and measures how alike they are, from the cache where it can.
///
/// No image is in two pairs. The same seed draws the same pairs.
struct ImagePairStage {
    let plan: MeasuringPlan
    let choice: MetricChoice
    let cache: any EvaluationCache

    /// Pairs of a set by structural similarity at most, and at least where there are so many.
    private static let (mostPairs, fewestPairs) = (2000, 200)
    /// Pixels of all pairs of a set, about.
    private static let pixels = 1 << 23
    /// Pairs of a set that a network looks at.
    private static let perceptualPairs = 250

    struct Outcome {
        var similarities = PairSimilarities()
        /// Why no network looked at pairs, as a clause; nil where one did, or nobody asked.
        var lackOfNetwork: String?
    }

    /// Whether `choice` holds a metric of pairs.
    static func isNeeded(_ choice: MetricChoice) -> Bool {
        choice.inFeatureSpace.contains { !Set($0.entry.needs).isDisjoint(with: [.imagePairs, .perceptualPairs]) }
    }

    /// The similarities that the chosen metrics need; nil where samples are no images.
    ///
    /// `identity` says what the samples are. Throws what reading the sources and running the network throw.
    func measure(
        _ samples: Matrix<Float>, identity: [String], progress: @escaping @Sendable (Double) -> Void
    ) throws -> Outcome? {
        guard let shape = plan.reference.shape.imageShape else { return nil }
        var outcome = Outcome()
        let needs = Set(choice.inFeatureSpace.flatMap { $0.entry.needs })
        if needs.contains(.imagePairs),
            let similarity = StructuralSimilarity(height: shape.height, width: shape.width, channels: shape.channels)
        {
            let pairs = min(Self.mostPairs, max(Self.fewestPairs, Self.pixels / (shape.height * shape.width)))
            let found = try sets(samples, identity, pairs: pairs, kind: "structural similarity/1") { images in
                let found = similarity.pairs(of: images)
                return [found.single] + (found.multiscale.map { [$0] } ?? [])
            }
            outcome.similarities.structural = values(found, 0)
            if similarity.hasScales { outcome.similarities.multiscale = values(found, 1) }
        }
        progress(0.3)
        guard needs.contains(.perceptualPairs) else { return outcome }
        switch try plan.extractors.perceptualDistanceIfThere(sampleShape: plan.reference.shape) {
        case .found(let distance):
            let found = try sets(
                samples, identity, pairs: Self.perceptualPairs, kind: "perceptual pairs/1", by: distance.digest
            ) { [try distance.pairs(of: $0)] }
            outcome.similarities.perceptual = values(found, 0)
            outcome.similarities.perceptualDistance = distance.name
        case .lacking(let clause): outcome.lackOfNetwork = clause
        }
        return outcome
    }

    private typealias Sets = (real: [[Double]], generated: [[Double]], heldOut: [[Double]]?)

    private func values(_ sets: Sets, _ index: Int) -> PairSimilarities.Values {
        func of(_ lists: [[Double]]) -> [Double] { lists.indices.contains(index) ? lists[index] : [] }
        return .init(real: of(sets.real), generated: of(sets.generated), heldOut: sets.heldOut.map(of))
    }

    private func sets(
        _ samples: Matrix<Float>, _ identity: [String], pairs: Int, kind: String, by digest: String = "",
        _ measure: (Matrix<Float>) throws -> [[Double]]
    ) throws -> Sets {
        func measured(
            _ role: String, _ identity: [String], count: Int, read: ([Int]) throws -> Matrix<Float>
        ) throws -> [[Double]] {
            let taken = min(pairs, count / 2)
            let ingredients =
                identity + ["\(plan.reference.shape)", "\(taken) pairs of \(role), seed \(plan.seed)", digest]
            let found = try cache.matrices(kind: kind, ingredients: ingredients) {
                var stream = SeededGenerator(seed: plan.seed).split("image pairs").split(role)
                return try measure(try read(stream.sample(2 * taken, below: count))).map { values in
                    Matrix(rows: values.count, columns: 1, scalars: values.map { Float($0) })
                }
            }
            return found.map { $0.scalars.map(Double.init) }
        }
        func measured(_ role: String, _ source: any SampleSource) throws -> [[Double]] {
            try measured(role, ["source", try source.contentDigest()], count: source.count) {
                try source.read(inOrder: $0)
            }
        }
        return (
            real: try measured("real images", plan.reference),
            generated: try measured("samples", identity, count: samples.rows) { samples.rows(at: $0) },
            heldOut: try plan.heldOut.map { try measured("held-out images", $0) }
        )
    }
}

extension SampleSource {
    /// The samples at `rows` in the order in which they are named; each is read once, in the source's order.
    fileprivate func read(inOrder rows: [Int]) throws -> Matrix<Float> {
        let order = rows.indices.sorted { rows[$0] < rows[$1] }
        var places = [Int](repeating: 0, count: rows.count)
        for (place, index) in order.enumerated() { places[index] = place }
        return try read(at: order.map { rows[$0] }).rows(at: places)
    }
}
