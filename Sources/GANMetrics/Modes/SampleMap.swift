package import GANNumerics

/// Real rows and samples in two dimensions: the direction that tells them apart best, and the one in which the rest varies most.
///
/// The first coordinate is the score of a ridge logistic regression on up to 2,000 rows of each set, per unit length of its weights; the
/// second is the first principal direction of the rows with that score taken out. What is shown are other rows than those, so a
/// direction that only fits its own rows shows no difference. Nothing is drawn at random but the rows, by seed.
package struct SampleMap: Sendable, Equatable {
    /// A row and where it lies.
    package struct Point: Sendable, Equatable {
        /// Its number in its own set.
        package var row: Int
        /// Along the direction between real rows and samples; samples lie to the right.
        package var x: Double
        /// Along the first principal direction of the rest.
        package var y: Double
    }

    /// Where a branch of regions lies: middle and two standard deviations.
    package struct Outline: Sendable, Equatable {
        /// The branch's number in what was given.
        package var branch: Int
        /// The middle.
        package var x: Double
        /// The middle.
        package var y: Double
        /// Two standard deviations along x.
        package var width: Double
        /// Two standard deviations along y.
        package var height: Double
    }

    /// Real rows that are shown.
    package let real: [Point]
    /// Samples that are shown.
    package let generated: [Point]
    /// Held-out rows that are shown, none of which took part in the fit; empty without held-out data.
    package let heldOut: [Point]
    /// One for each branch with at least three shown or looked-at rows.
    package let outlines: [Outline]
    /// The mean share of the rows of either set that the first coordinate alone assigns rightly, of rows that it was not fitted to.
    package let accuracy: Double

    private static let fitted = 2000

    /// A map of up to `count` rows of each set; nil where the rows vary in fewer than two columns or are too few to fit.
    ///
    /// `heldOut` is `[n, d]` in the partition's space.
    package init?(
        _ partition: RegionPartition, heldOut: Matrix<Float>? = nil, branches: [[Int]], count: Int, seed: UInt64
    ) {
        let (real, generated) = (partition.real, partition.generated)
        guard min(partition.counted.count, generated.rows) >= 8 else { return nil }
        let stream = SeededGenerator(seed: seed).split("map of samples")
        func halves(_ rows: Int, _ role: String) -> (fitted: [Int], shown: [Int]) {
            var generator = stream.split(role)
            let each = min(Self.fitted, rows / 2)
            let drawn = generator.sample(2 * each, below: rows)
            return (drawn[..<each].sorted(), drawn[each...].sorted())
        }
        var reals = halves(partition.counted.count, "real")
        reals = (reals.fitted.map { partition.counted[$0] }, reals.shown.map { partition.counted[$0] })
        let samples = halves(generated.rows, "generated")
        let scaling = Standardization(real, rows: reals.fitted, generated, rows: samples.fitted)
        guard scaling.columns.count >= 2 else { return nil }
        let both = scaling.apply(real, rows: reals.fitted)
            .appendingRows(of: scaling.apply(generated, rows: samples.fitted))
        let labels = (0..<both.rows).map { $0 >= reals.fitted.count }
        let penalty = ClassifierTwoSample.Options().penalty * Double(both.columns) / Double(both.rows)
        let model = RidgeLogistic.fit(both, labels: labels, penalty: penalty)
        let length = model.weights.dropLast().reduce(0) { $0 + $1 * $1 }.squareRoot()
        // Where nothing tells the sets apart, any direction is as good.
        let unit =
            length > 1e-12
            ? model.weights.dropLast().map { $0 / length } : both.row(0).indices.map { $0 == 0 ? 1.0 : 0.0 }
        let offset = length > 1e-12 ? (model.weights.last ?? 0) / length : 0
        func scores(_ rows: Matrix<Float>) -> [Double] {
            (0..<rows.rows).map { row in zip(rows.row(row), unit).reduce(offset) { $0 + Double($1.0) * $1.1 } }
        }
        func rest(_ rows: Matrix<Float>) -> Matrix<Float> {
            let along = scores(rows)
            var left = rows
            for row in 0..<rows.rows {
                for column in 0..<rows.columns {
                    left[row, column] -= Float((along[row] - offset) * unit[column])
                }
            }
            return left
        }
        guard let second = try? PrincipalComponents.fit(rest(both), count: 1) else { return nil }
        func points(_ set: Matrix<Float>, _ rows: [Int]) -> [Point] {
            let scaled = scaling.apply(set, rows: rows)
            let across = second.project(rest(scaled))
            return zip(rows.indices, scores(scaled)).map { place, x in
                Point(row: rows[place], x: x, y: Double(across[place, 0]))
            }
        }
        let (realPoints, samplePoints) = (points(real, reals.shown), points(generated, samples.shown))
        let right = Double(realPoints.count { $0.x <= 0 }) / Double(realPoints.count)
        let told = Double(samplePoints.count { $0.x > 0 }) / Double(samplePoints.count)
        accuracy = (right + told) / 2
        outlines = branches.enumerated().compactMap { number, regions in
            let inside = Set(regions)
            let own = realPoints.filter { inside.contains(Int(partition.realRegions[$0.row])) }
            guard own.count >= 3 else { return nil }
            func spread(_ values: [Double]) -> (middle: Double, reach: Double) {
                let middle = Statistics.mean(values)
                let square = values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(values.count - 1)
                return (middle, 2 * square.squareRoot())
            }
            let (x, y) = (spread(own.map(\.x)), spread(own.map(\.y)))
            return Outline(branch: number, x: x.middle, y: y.middle, width: x.reach, height: y.reach)
        }
        // Evenly, for the rows stand in the order of their file.
        func some(_ points: [Point]) -> [Point] {
            let shown = min(count, points.count)
            return (0..<shown).map { points[$0 * points.count / shown] }
        }
        self.real = some(realPoints)
        self.generated = some(samplePoints)
        guard let heldOut, heldOut.columns == real.columns, heldOut.rows > 0 else {
            self.heldOut = []
            return
        }
        var generator = stream.split("held-out")
        let shown = generator.sample(min(count, heldOut.rows), below: heldOut.rows).sorted()
        self.heldOut = points(heldOut, shown)
    }
}
