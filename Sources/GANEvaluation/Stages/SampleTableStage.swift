import GANData
import GANMetrics
import GANNumerics

/// Gathers what an evaluation found of each sample.
struct SampleTableStage {
    let subject: EvaluationSubject
    let reference: any SampleSource
    let context: MetricContext
    let realism: [Double]
    let memorization: MemorizationStage.Outcome
    let naming: ClassNaming

    /// A row for each sample, O(samples).
    ///
    /// Throws what the context throws.
    func table() throws -> SampleTable {
        let inputs = context.inputs
        // Only classes that have names of their own, or are the reference's.
        let areNamed = inputs.probed != nil || inputs.realClassCounts != nil
        let classes = areNamed ? (inputs.probed?.generated ?? inputs.probabilities)?.greatestColumns : nil
        let (nearest, ratios) = (memorization.table, memorization.ratios)
        let count = min(realism.count, nearest.queries, ratios.count)
        return SampleTable(
            rows: (0..<count).map { sample in
                let row = nearest.index(query: sample, rank: 0)
                var origin = ""
                if case .samples(let source, _) = subject { origin = source.origin(of: sample) }
                return SampleTable.Row(
                    sample: sample, origin: origin,
                    className: classes.flatMap { $0.indices.contains(sample) ? naming.name($0[sample]) : nil } ?? "",
                    realism: realism[sample], nearestRow: row, nearestOrigin: reference.origin(of: row),
                    distance: nearest.distance(query: sample, rank: 0), ratio: ratios[sample])
            })
    }
}
