import GANData
import GANMetrics
import GANNumerics

/// Published measures of memorization, for the whole set: how samples lie between training and held-out rows.
///
/// They are taken in one space that knows none of the data: an image's 8 × 8 lowest cosine frequencies in each channel, other
/// rows as they are. A space fitted to training rows would treat them unlike held-out rows, and the tests of closeness would
/// find that. All training rows that compete take part.
/// Each is held to what held-out rows give in the samples' place, or to chance. A blurred or collapsed generator moves some of
/// them without copying anything, so none of them decides the verdict; those that do not depend on quality are named in it.
struct AuditSetMeasures {
    let samples: Matrix<Float>
    let training: any SampleSource
    let heldOut: any SampleSource
    let pool: AuditPool
    let options: AuditOptions
    let progress: @Sendable (Double) -> Void

    /// Rows of more values that are no images are too wide for a covariance.
    static let widest = 4096
    /// Sets are drawn down to this for likelihoods, which cost its square.
    static let likelihoodRows = 2000

    /// What came out, and what could not be computed.
    struct Outcome {
        var tests: [AuditFindings.Test] = []
        var diagnostics: [Diagnostic] = []
    }

    /// The measures; memory is 64 numbers a row and channel of images.
    func measure() throws -> Outcome {
        var outcome = Outcome()
        var space: Space = { $0 }
        if case .image(let height, let width, let channels) = training.shape {
            let transform = LowFrequencies(height: height, width: width, channels: channels)
            space = { transform.features(of: $0) }
        } else if training.shape.size > Self.widest {
            outcome.diagnostics.append(
                Diagnostic(
                    code: "set_measures_omitted", severity: .note,
                    message:
                        "Rows of \(training.shape.size) values are too wide for measures of the whole set; search in an "
                        + "extractor's space still covers them."))
            return outcome
        }
        let ambiguous = pool.ambiguous
        let trainingRows = try features(of: training, space) { pool.trainingKept[$0] && !ambiguous.contains(Int32($0)) }
        let heldOutRows = try features(of: heldOut, space) { pool.heldOutKept[$0] }
        let generated = space(samples)
        progress(0.4)
        func add(_ name: String, _ body: () throws(MetricError) -> AuditFindings.Test) {
            do throws(MetricError) {
                outcome.tests.append(try body())
            } catch {
                outcome.diagnostics.append(
                    Diagnostic(
                        code: "\(name)_omitted", severity: .note,
                        message: "\(name) is left out: \(error.fact); expected: \(error.expectation)."))
            }
        }
        let nearest = (
            generated: NearestNeighbours.search(queries: generated, in: trainingRows, count: 1),
            heldOut: NearestNeighbours.search(queries: heldOutRows, in: trainingRows, count: 1)
        )
        progress(0.6)
        add("data_copying") { () throws(MetricError) in
            AuditTests.test(
                "data_copying",
                try DataCopying.evaluate(
                    training: trainingRows, generated: generated, heldOut: heldOutRows,
                    nearestOfGenerated: nearest.generated, nearestOfHeldOut: nearest.heldOut,
                    options: .init(seed: options.seed)),
                reading:
                    "Far below 0: samples lie nearer to training rows than held-out rows do, which blur does as well.")
        }
        add("distance_to_closest_record_share") { () throws(MetricError) in
            AuditTests.test(
                "distance_to_closest_record_share",
                try ClosestRecordShare.evaluate(
                    training: trainingRows, heldOut: heldOutRows, generated: generated,
                    options: .init(seed: options.seed)),
                reading:
                    "The share of samples nearer to training than to held-out rows, the larger set drawn down to the "
                    + "smaller: one half for any generator that copies nothing.")
        }
        add("authenticity") { () throws(MetricError) in
            guard trainingRows.rows > 1 else {
                throw .tooFewRows(metric: "authenticity", role: "training", rows: trainingRows.rows, needed: 2)
            }
            return AuditTests.test(
                "authenticity",
                try Authenticity.evaluate(
                    generated: .init(nearest.generated, in: trainingRows),
                    heldOut: .init(nearest.heldOut, in: trainingRows)),
                reading:
                    "The share of samples that lie farther from their nearest training row than that row's nearest "
                    + "training row does; below held-out data's share: close to the training set.")
        }
        progress(0.7)
        add("feature_likelihood_divergence") { () throws(MetricError) in
            let result = try FeatureLikelihoodDivergence.evaluate(
                training: trainingRows, heldOut: heldOutRows, generated: generated,
                options: .init(largest: Self.likelihoodRows, seed: options.seed))
            return Self.gap(
                AuditTests.test(
                    "feature_likelihood_divergence_gap", result,
                    reading:
                        "Far below its null: a density around the samples fits training rows better than held-out rows."
                ))
        }
        progress(0.9)
        add("memorization_informed_distance") { () throws(MetricError) in
            var test = AuditTests.test(
                "memorization_informed_distance",
                try MemorizationInformedDistance.evaluate(
                    training: trainingRows, generated: generated, heldOut: heldOutRows),
                reading: "The Fréchet distance, raised where samples point as training rows do; factor is by how much, "
                    + "held_out_factor what real rows get.")
            if let distance = test.parts["frechet_distance"], distance > 0 {
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

    // MARK: The space

    private typealias Space = @Sendable (Matrix<Float>) -> Matrix<Float>

    private func features(
        of source: any SampleSource, _ space: Space, where isWanted: (Int) -> Bool
    ) throws -> Matrix<Float> {
        var scalars: [Float] = []
        var (rows, columns) = (0, 0)
        for range in AuditPool.blocks(of: source, bytes: options.blockBytes) {
            let block = space(try source.read(rows: range))
            columns = block.columns
            for row in 0..<block.rows where isWanted(range.lowerBound + row) {
                scalars += block.row(row)
                rows += 1
            }
            progress(0.3 * Double(range.upperBound) / Double(source.count))
        }
        return Matrix(rows: rows, columns: columns, scalars: scalars)
    }
}
