import GANData
import GANNumerics

/// A class that comes too rarely or never; a cluster of the samples' own values where there are no labels.
///
/// Others take the place of what is dropped, so that there are as many samples as ever. The part is the one of middling size, and how much of
/// it is dropped is the strength.
enum DroppedCluster: SelfTestFault {
    static let kind = SelfTestKind.droppedCluster

    /// Clusters where there are no labels.
    private static let clusters = 10
    /// With fewer rows a part, dropping one says little.
    private static let fewestRows = 10

    static func obstacle(_ material: SelfTestMaterial) -> SelfTestObstacle? {
        material.samples < 2 * fewestRows * 2 ? .tooFewRows : nil
    }

    static func strengths(_ material: SelfTestMaterial) -> [SelfTestStrength] {
        [0.5, 0.9, 1].map { SelfTestStrength($0, .share) }
    }

    static func scene(_ strength: SelfTestStrength, _ material: SelfTestMaterial) throws -> SelfTestScene {
        var samples = try material.honest()
        let others = material.draws.count > 1 ? try material.honest(1) : Matrix(rows: 0, columns: samples.columns)
        let parts = Self.parts(material, samples, others)
        let rows = (0..<samples.rows).filter { parts.own[$0] == parts.target }
        let spare = (0..<others.rows).filter { parts.others[$0] != parts.target }
        let dropped = rows.prefix(Int((strength.value * Double(rows.count)).rounded()))
        let replaced = min(dropped.count, spare.count)
        for (row, other) in zip(dropped, spare) {
            for column in 0..<samples.columns { samples[row, column] = others[other, column] }
        }
        if replaced < dropped.count {
            let gone = Set(dropped.dropFirst(replaced))
            samples = samples.rows(at: (0..<samples.rows).filter { !gone.contains($0) })
        }
        let names = parts.areClusters ? nil : material.reference.classNames
        return SelfTestScene(
            samples: samples,
            target: .init(
                number: parts.target,
                name: names.flatMap { $0.indices.contains(parts.target) ? $0[parts.target] : nil },
                isCluster: parts.areClusters, share: Double(rows.count) / Double(max(1, parts.own.count))))
    }

    private struct Parts {
        var own: [Int]
        var others: [Int]
        var target: Int
        var areClusters: Bool
    }

    /// The part of each row of the samples and of those that may replace them, and which part is dropped.
    private static func parts(
        _ material: SelfTestMaterial, _ samples: Matrix<Float>, _ others: Matrix<Float>
    ) -> Parts {
        if let labels = material.reference.labels {
            let own = material.draws[0].map { labels[$0] }
            if let target = middling(own) {
                let spare = material.draws.count > 1 ? material.draws[1].map { labels[$0] } : []
                return Parts(own: own, others: spare, target: target, areClusters: false)
            }
        }
        let count = min(clusters, samples.rows / (2 * fewestRows))
        let found = KMeans.fit([samples], clusters: max(2, count), seed: material.seed)[0]
        let own = found.assignments.map { Int($0) }
        let nearest = others.rows == 0 ? [] : KMeans.nearestCentres(of: others, in: found.centres).map { Int($0) }
        return Parts(own: own, others: nearest, target: middling(own, least: 1) ?? 0, areClusters: true)
    }

    /// The part of middling size among those with enough rows; nil where there are fewer than two.
    private static func middling(_ parts: [Int], least: Int = fewestRows) -> Int? {
        let counts = Dictionary(parts.map { ($0, 1) }, uniquingKeysWith: +).filter { $0.value >= least }
        guard counts.count > 1 else { return nil }
        let order = counts.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        return order[order.count / 2].key
    }
}
