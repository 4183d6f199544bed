public import GANData
import GANMetrics
import GANNumerics

/// Published measures of memorization, for the whole set: how samples lie between training and held-out rows.
///
/// They are taken in one space that knows none of the data (`AuditSpace`). All rows that compete take part, or as many, drawn at
/// random, as `AuditOptions.setBytes` has room for.
/// Each is held to what held-out rows give in the samples' place, or to chance. A blurred or collapsed generator moves some of
/// them without copying anything, so none of them decides the verdict; those that do not depend on quality are named in it.
struct AuditSetMeasures {
    let samples: Matrix<Float>
    let training: any SampleSource
    let heldOut: any SampleSource
    let pool: AuditPool
    let options: AuditOptions
    let progress: @Sendable (Double) -> Void

    /// Sets are drawn down to this for likelihoods, which cost its square.
    static let likelihoodRows = 2000

    /// What came out, and what could not be computed.
    struct Outcome {
        var tests: [AuditFindings.Test] = []
        var doubts: [AuditDoubt] = []
    }

    /// The measures; memory is `options.setBytes` for training and held-out rows, and a few times as much while they are compared.
    func measure() throws -> Outcome {
        var outcome = Outcome()
        let space = AuditSpace(of: training.shape)
        let ambiguous = pool.ambiguous
        let competing = (
            training: (0..<training.count).filter { pool.trainingKept[$0] && !ambiguous.contains(Int32($0)) },
            heldOut: (0..<heldOut.count).filter { pool.heldOutKept[$0] }
        )
        let room = Self.room(
            training: competing.training.count, heldOut: competing.heldOut.count, columns: space.count,
            bytes: options.setBytes)
        let chosen = (
            training: drawn(competing.training, room.training, "training"),
            heldOut: drawn(competing.heldOut, room.heldOut, "held-out")
        )
        if chosen.training.count < competing.training.count || chosen.heldOut.count < competing.heldOut.count {
            outcome.doubts.append(
                .setMeasuresDrawn(
                    training: chosen.training.count, ofTraining: competing.training.count,
                    heldOut: chosen.heldOut.count, ofHeldOut: competing.heldOut.count))
        }
        let trainingRows = try features(of: training, space, rows: chosen.training)
        let heldOutRows = try features(of: heldOut, space, rows: chosen.heldOut)
        let generated = space.features(of: samples)
        progress(0.4)
        func add(_ name: String, _ body: () throws(MetricError) -> AuditFindings.Test) {
            do throws(MetricError) {
                var test = try body()
                // Different rows may be equal in few numbers; copies are told by the search.
                test.parts["exact_copies"] = nil
                outcome.tests.append(test)
            } catch {
                outcome.doubts.append(.measureOmitted(name: name, found: error.fact, expected: error.expectation))
            }
        }
        let nearest = (
            generated: NearestNeighbours.search(queries: generated, in: trainingRows, count: 1),
            heldOut: NearestNeighbours.search(queries: heldOutRows, in: trainingRows, count: 1)
        )
        progress(0.6)
        add(DataCopying.name) { () throws(MetricError) in
            AuditTrials.test(
                DataCopying.name,
                try DataCopying.evaluate(
                    training: trainingRows, generated: generated, heldOut: heldOutRows,
                    nearestOfGenerated: nearest.generated, nearestOfHeldOut: nearest.heldOut,
                    options: .init(seed: options.seed)))
        }
        add(ClosestRecordShare.name) { () throws(MetricError) in
            AuditTrials.test(
                ClosestRecordShare.name,
                try ClosestRecordShare.evaluate(
                    training: trainingRows, heldOut: heldOutRows, generated: generated,
                    options: .init(seed: options.seed)))
        }
        add(Authenticity.name) { () throws(MetricError) in
            guard trainingRows.rows > 1 else {
                throw .tooFewRows(metric: Authenticity.name, role: "training", rows: trainingRows.rows, needed: 2)
            }
            return AuditTrials.test(
                Authenticity.name,
                try Authenticity.evaluate(
                    generated: .init(nearest.generated, in: trainingRows),
                    heldOut: .init(nearest.heldOut, in: trainingRows)))
        }
        progress(0.7)
        add(FeatureLikelihoodDivergence.name) { () throws(MetricError) in
            let result = try FeatureLikelihoodDivergence.evaluate(
                training: trainingRows, heldOut: heldOutRows, generated: generated,
                options: .init(largest: Self.likelihoodRows, seed: options.seed))
            return Self.gap(
                AuditTrials.test(
                    "feature_likelihood_divergence_gap", result))
        }
        progress(0.9)
        add(MemorizationInformedDistance.name) { () throws(MetricError) in
            var test = AuditTrials.test(
                MemorizationInformedDistance.name,
                try MemorizationInformedDistance.evaluate(
                    training: trainingRows, generated: generated, heldOut: heldOutRows))
            if let distance = test.parts[FrechetDistance.name], distance > 0 {
                test.parts["raised_by"] = test.value / distance
            }
            return test
        }
        progress(1)
        return outcome
    }

    /// The gap in the divergence's place, the divergence itself among the parts.
    private static func gap(_ test: AuditFindings.Test) -> AuditFindings.Test {
        var test = test
        test.parts["divergence"] = test.value
        test.value = test.parts.removeValue(forKey: "gap") ?? 0
        test.null = test.parts.removeValue(forKey: "gap_null")
        test.interval = nil
        return test
    }

    // MARK: The rows

    /// How many rows of each set there is room for: half of it for each, and what one set leaves for the other; a thousand of
    /// each in any case.
    static func room(training: Int, heldOut: Int, columns: Int, bytes: Int) -> (training: Int, heldOut: Int) {
        let all = bytes / max(1, columns * MemoryLayout<Float>.stride)
        let fewest = 1000
        let half = max(fewest, all / 2)
        return (min(training, max(half, all - heldOut)), min(heldOut, max(half, all - training)))
    }

    private func drawn(_ rows: [Int], _ count: Int, _ role: String) -> [Int] {
        guard count < rows.count else { return rows }
        var generator = SeededGenerator(seed: options.seed).split("\(role) rows of measures of the whole set")
        return generator.sample(count, below: rows.count).sorted().map { rows[$0] }
    }

    /// Features of `rows`, which ascend; blocks without any of them are not read.
    private func features(of source: any SampleSource, _ space: AuditSpace, rows: [Int]) throws -> Matrix<Float> {
        var scalars: [Float] = []
        scalars.reserveCapacity(rows.count * space.count)
        var next = 0
        for range in AuditPool.blocks(of: source, bytes: options.blockBytes) {
            let start = next
            while next < rows.count, rows[next] < range.upperBound { next += 1 }
            guard start < next else { continue }
            let block = space.features(of: try source.read(rows: range))
            if let place = block.firstNonFinite {
                throw AuditError.nonFinite(source: source.name, row: range.lowerBound + place.row)
            }
            for row in rows[start..<next] { scalars += block.row(row - range.lowerBound) }
            progress(0.3 * Double(range.upperBound) / Double(source.count))
        }
        return Matrix(rows: rows.count, columns: space.count, scalars: scalars)
    }
}

extension Audit {
    /// What decides how measures of the whole set see the rows: their space, and how many training and held-out rows together take
    /// part at most; nil where there is room for all.
    public static func setMeasures(
        training: any SampleSource, heldOut: any SampleSource, options: AuditOptions
    ) -> (space: String, mostRows: Int?) {
        let space = AuditSpace(of: training.shape)
        let room = AuditSetMeasures.room(
            training: training.count, heldOut: heldOut.count, columns: space.count, bytes: options.setBytes)
        let rows = room.training + room.heldOut
        return (space.description, rows < training.count + heldOut.count ? rows : nil)
    }
}
