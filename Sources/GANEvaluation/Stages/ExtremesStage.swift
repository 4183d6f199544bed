import GANData
import GANMetrics
import GANNumerics

/// Picks the least and the most realistic samples, each with the real image nearest to it.
///
/// Copies of training rows are left out, for they are as realistic as can be and no achievement; of samples that are nearly the same one
/// stands for all. Held-out images of least realism are the control: real data score low, too.
struct ExtremesStage {
    let samples: Matrix<Float>
    let reference: any SampleSource
    let heldOut: (any SampleSource)?
    let context: MetricContext
    /// Of each sample.
    let realism: [Double]
    /// Whether a sample equals a training row.
    let isCopy: [Bool]
    /// Samples at most this far apart in feature space are nearly the same.
    let threshold: Double

    /// Images of each end.
    static let shown = 10

    struct Extremes {
        var worst: [Gallery.Judged]
        var best: [Gallery.Judged]
        var control: [Gallery.Judged]
        var copies: Int
    }

    /// Both ends and the control.
    ///
    /// Cost: rows of both sets times the width, for each image shown. Throws what reading the sources throws.
    func found() throws -> Extremes {
        // Equal scores keep the samples' order, so that the choice does not depend on the sort.
        let order = realism.indices.filter { !isCopy[$0] }.sorted { (realism[$0], $0) < (realism[$1], $1) }
        return Extremes(
            worst: try judged(order), best: try judged(order.reversed()), control: try control(),
            copies: isCopy.count { $0 })
    }

    private func judged(_ order: [Int]) throws -> [Gallery.Judged] {
        let features = try context.generated
        var chosen: [Int] = []
        for sample in order where chosen.count < Self.shown {
            if !chosen.contains(where: { features.distance(sample, $0) <= threshold }) { chosen.append(sample) }
        }
        let neighbours = try nearestReal(features.rows(at: chosen))
        return chosen.enumerated().map { place, sample in
            Gallery.Judged(
                sample: sample, realism: realism[sample], image: Array(samples.row(sample)),
                neighbour: neighbours[place],
                repeats: (0..<features.rows).count { $0 == sample || features.distance(sample, $0) <= threshold })
        }
    }

    private func nearestReal(_ rows: Matrix<Float>) throws -> [Gallery.Picture?] {
        let real = try context.allReal
        guard rows.rows > 0, real.rows == reference.count else {
            return [Gallery.Picture?](repeating: nil, count: rows.rows)
        }
        let table = NearestNeighbours.search(queries: rows, in: real, count: 1)
        let places = (0..<rows.rows).map { table.index(query: $0, rank: 0) }
        let images = try reference.read(rows: places)
        return places.enumerated().map { Gallery.Picture(row: $0.element, image: Array(images.row($0.offset))) }
    }

    private func control() throws -> [Gallery.Judged] {
        guard let heldOut, let side = context.heldOutSide, try side.pairs().radiusRatios != nil,
            let rows = context.inputs.heldOutRows(seed: context.options.seed)
        else { return [] }
        let scores = try Realism.scores(try side.pairs())
        guard scores.count == rows.count else { return [] }
        let order = scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }.prefix(Self.shown)
        let neighbours = try nearestReal(try side.generated.rows(at: Array(order)))
        let images = try heldOut.read(rows: order.map { rows[$0] })
        return order.enumerated().map { place, index in
            Gallery.Judged(
                sample: rows[index], realism: scores[index], image: Array(images.row(place)),
                neighbour: neighbours[place])
        }
    }
}

extension Matrix<Float> {
    /// The Euclidean distance of two rows.
    fileprivate func distance(_ first: Int, _ second: Int) -> Double {
        if first == second { return 0 }
        var sum = 0.0
        let (start, other) = (first * columns, second * columns)
        for column in 0..<columns {
            let step = Double(scalars[start + column]) - Double(scalars[other + column])
            sum += step * step
        }
        return sum.squareRoot()
    }
}
