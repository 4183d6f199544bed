public import GANNumerics
import OrderedCollections
import RealModule

/// The effective number of different samples: the exponential of the entropy of a similarity matrix's eigenvalues.
///
///     exp(−Σ λ_i log λ_i),   λ = eigenvalues of K/n,   K_ij = ⟨x_i, x_j⟩ / (‖x_i‖·‖x_j‖)
///
/// With another order q it is the Rényi entropy, exp(log(Σ λ_i^q)/(1 − q)); q = ∞ gives 1/λ_max. Without unit, in
/// [1, min(n, d)], higher is more varied: 1 for rows of one direction, n for n rows at right angles to each other. It
/// needs no real data, and means little without them: it grows with n and saturates at the number of dimensions.
///
/// Blind to quality (noise is varied), to copying, and, with the cosine kernel, to the length of rows.
///
/// Source: Friedman and Dieng 2023, arXiv 2210.02410, definition 3.1; Pasarkar and Dieng 2024, arXiv 2310.12952, for q.
/// Differences from the reference implementation: everything is float64, rows of zeros are defined (see `evaluate`), and
/// the smaller of the n × n and d × d matrices is taken without being asked.
public enum VendiScore: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// The order q of the entropy, above 0; `.infinity` is allowed.
        public var order: Double
        /// Whether to compute an interval; it costs `blocks` further decompositions.
        public var interval: Bool
        /// How many blocks the jackknife deletes in turn.
        public var blocks: Int
        /// Spectra of more eigenvalues than this get no interval.
        public var widestInterval: Int
        /// Matrices of a larger order than this are refused: the time grows with its third power.
        public var largestOrder: Int
        /// Seeds the cut into blocks and the choice of real rows.
        public var seed: UInt64

        /// The score of `order` (above 0), with an interval from `blocks` (at least 2) where the spectrum is at most `widestInterval` wide;
        /// the metric checks them and throws, also for matrices beyond `largestOrder`.
        public init(
            order: Double = 1, interval: Bool = true, blocks: Int = 20, widestInterval: Int = 256,
            largestOrder: Int = 8192, seed: UInt64 = 0
        ) {
            self.order = order
            self.interval = interval
            self.blocks = blocks
            self.widestInterval = widestInterval
            self.largestOrder = largestOrder
            self.seed = seed
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "vendi_score"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Vendi score", section: .diversity, direction: .higher,
        values: .init(1 ... .infinity, greatest: "min(n, d)"),
        sees: "variety: how many different samples there are in effect",
        blindTo: "quality, copying, and which kinds are missing; it grows with the number of samples",
        paper: "Friedman and Dieng 2023, arXiv 2210.02410",
        needs: [],
        formula: "exp(−Σ λ log λ) over the eigenvalues λ of K/n, K the cosine similarities of the samples' features",
        reading:
            "Compare with the score of as many real rows: well below it, samples repeat themselves. Above it is no "
            + "success, because noise is more varied than data. Scores of different sample counts or extractors do not "
            + "compare.",
        references: "The null is the score of equally many real rows, where real features are given.",
        uncertainty:
            "Delete-a-block jackknife up to 256 eigenvalues. It tells how the score varies at this sample count, "
            + "not where more samples would take it: 92 to 98 % in simulations. None where it would hold the score of "
            + "rows in all directions alike, near which it is too wide.",
        conventions:
            "Order q = 1; q = 2 (the Rényi kernel entropy score) and q = ∞ stand beside it. Rows of zeros count "
            + "as copies of one further sample; other tools drop their share of the spectrum.")

    static let intervalOmitted = "interval_omitted"

    /// The score of features `generated` `[n, d]`, beside that of as many rows of `real` `[m, d]` where those are given.
    ///
    /// For n > d the eigenvalues are those of the d × d matrix XᵀX/n of normalised rows, which are the same but for zeros.
    /// A row of zeros has no direction: such rows count as equal to each other and different from all others (similarity 1
    /// and 0), and a diagnostic says how many there are.
    ///
    /// `real` becomes the null: its score at the same count, from a random subset where it has more rows. Where it has
    /// fewer, there is no null; the parts then hold the real score and that of equally many samples.
    ///
    /// Cost n·d·min(n, d) + min(n, d)³, memory min(n, d)² and blocks of rows. Throws for no rows, numbers that are not
    /// finite, an order q ≤ 0, and where min(n, d) exceeds `largestOrder`.
    public static func evaluate(
        generated: Matrix<Float>, real: Matrix<Float>? = nil, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try check(options)
        if let real {
            try FeatureCheck.pair(real: real, generated: generated, rows: 1, metric: name)
        } else {
            try FeatureCheck.single(generated, role: "generated", rows: 1, metric: name)
        }
        try checkOrder(min(generated.rows, generated.columns), options)
        let kernel = CosineKernel(generated)
        let realSubset = real.map {
            subset(of: $0, count: min($0.rows, generated.rows), role: "real", seed: options.seed)
        }
        let spectra = try CosineKernel.spectra(of: [kernel] + (realSubset.map { [CosineKernel($0)] } ?? []))
        var result = try result(spectrum: spectra[0], options: options)
        let bound = min(generated.rows, generated.columns + (kernel.zeroRows > 0 ? 1 : 0))
        result.parts["largest_possible"] = .count(bound)
        if kernel.zeroRows > 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "zero_rows",
                    message: "\(kernel.zeroRows) of \(generated.rows) samples have only zeros as features and no "
                        + "direction; they count as copies of one further sample."))
        }
        if bound > 1, result.value > 0.9 * Double(bound) {
            result.diagnostics.append(
                Diagnostic(
                    code: "saturated", severity: .note,
                    message: "The score is close to \(bound), the largest that \(generated.rows) samples of "
                        + "\(generated.columns) features can have; it hardly tells varied samples from noise."))
        }
        if let real {
            let realScore = score(spectrum: spectra[1], order: options.order)
            try compare(
                generated: generated, real: real.rows, realScore: realScore, options: options, result: &result)
        }
        if options.interval {
            switch try jackknife(generated, around: result.value, options: options) {
            case .interval(let interval): result.interval = interval
            case .omitted(let reason):
                result.diagnostics.append(Diagnostic(code: intervalOmitted, severity: .note, message: reason))
            }
            if let noise = scoreOfNoise(rows: generated.rows, columns: generated.columns, order: options.order) {
                result.omitInterval(near: noise, of: "that of rows in all directions alike")
            }
        }
        return result
    }

    /// What rows of independent, uniformly distributed directions score, to first order in min(n, d)/max(n, d).
    ///
    ///     b·exp(−q·(b − 1)/(2·max(n, d))),   b = min(n, d)
    ///
    /// From log(Σλ^q)/(1 − q) = log b − q·b·Σ(λ − 1/b)²/2 + … and E Σ(λ − 1/b)² = (1 − 1/b)/max(n, d). Nil where the order is
    /// infinite, whose score has no such expansion.
    static func scoreOfNoise(rows: Int, columns: Int, order: Double) -> Double? {
        guard rows > 0, columns > 0, order.isFinite else { return nil }
        let (least, most) = (Double(min(rows, columns)), Double(max(rows, columns)))
        return least * .exp(-order * (least - 1) / (2 * most))
    }

    /// The score of any similarity matrix `kernel` `[n, n]`: symmetric, positive semidefinite, ones on its diagonal.
    ///
    /// There is no interval, because a matrix alone does not say how its rows were drawn. Throws where the matrix is not
    /// square, not symmetric within 1e-6, has another diagonal than ones within 1e-6, or has a negative eigenvalue.
    public static func evaluate(
        kernel: Matrix<Double>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try check(options)
        guard kernel.rows >= 1 else { throw .tooFewRows(metric: name, role: "kernel", rows: kernel.rows, needed: 1) }
        guard kernel.rows == kernel.columns else {
            throw invalid("the kernel's shape", "[\(kernel.rows), \(kernel.columns)]", "a square matrix")
        }
        if let place = kernel.firstNonFinite {
            throw .nonFinite(metric: name, role: "kernel", row: place.row, column: place.column)
        }
        try checkOrder(kernel.rows, options)
        for row in 0..<kernel.rows {
            guard abs(kernel[row, row] - 1) <= 1e-6 else {
                throw invalid("the kernel's entry [\(row), \(row)]", "\(kernel[row, row])", "1: a sample equals itself")
            }
            for column in 0..<row where abs(kernel[row, column] - kernel[column, row]) > 1e-6 {
                throw invalid(
                    "the kernel's entry [\(row), \(column)]", "\(kernel[row, column])",
                    "\(kernel[column, row]), as in [\(column), \(row)]")
            }
        }
        let count = Double(kernel.rows)
        let scaled = Matrix(rows: kernel.rows, columns: kernel.rows, scalars: kernel.scalars.map { $0 / count })
        let spectrum = try eigenvalues(of: scaled)
        if let least = spectrum.first, least < -1e-6 {
            throw invalid("the kernel's smallest eigenvalue", "\(least * count)", "at least 0")
        }
        var result = try result(spectrum: spectrum, options: options)
        if options.interval {
            result.diagnostics.append(
                Diagnostic(
                    code: intervalOmitted, severity: .note,
                    message:
                        "A similarity matrix alone does not tell how the score varies; give features for an interval."
                ))
        }
        return result
    }

    /// The result without references and interval.
    private static func result(spectrum: [Double], options: Options) throws(MetricError) -> MetricResult {
        var result = MetricResult(value: score(spectrum: spectrum, order: options.order))
        result.parts["order"] = .text(options.order.isInfinite ? "infinity" : "\(options.order)")
        result.parts["order_1"] = .number(score(spectrum: spectrum, order: 1))
        result.parts["order_2"] = .number(score(spectrum: spectrum, order: 2))
        result.parts["order_infinity"] = .number(score(spectrum: spectrum, order: .infinity))
        return result
    }

    /// Sets the score of real rows beside that of equally many samples.
    private static func compare(
        generated: Matrix<Float>, real: Int, realScore: Double, options: Options, result: inout MetricResult
    ) throws(MetricError) {
        let count = min(real, generated.rows)
        result.parts["real_score"] = .number(realScore)
        result.parts["real_rows"] = .count(count)
        if count == generated.rows {
            let source = real == count ? "all \(count) real rows" : "\(count) of \(real) real rows"
            result.null = MetricReference(value: realScore, basis: "the score of \(source)")
            result.parts["ratio_to_real"] = .number(result.value / realScore)
            return
        }
        let sameCount = score(
            spectrum: try CosineKernel(
                subset(of: generated, count: count, role: "generated", seed: options.seed)
            ).spectrum(), order: options.order)
        result.parts["score_at_real_rows"] = .number(sameCount)
        result.parts["ratio_to_real"] = .number(sameCount / realScore)
        result.diagnostics.append(
            Diagnostic(
                code: "fewer_real_than_generated", severity: .note,
                message: "\(real) real rows are fewer than \(generated.rows) samples and the score grows with the "
                    + "count, so there is no null; the ratio compares \(count) samples with \(count) real rows."))
    }

    private static func subset(of features: Matrix<Float>, count: Int, role: String, seed: UInt64) -> Matrix<Float> {
        if count == features.rows { return features }
        var generator = SeededGenerator(seed: seed).split("\(name) \(role) subset")
        return features.rows(at: generator.sample(count, below: features.rows).sorted())
    }

    private static func check(_ options: Options) throws(MetricError) {
        guard options.order > 0 else { throw invalid("order", "\(options.order)", "above 0") }
        try FeatureCheck.option("blocks", options.blocks, atLeast: 2, metric: name)
    }

    private static func checkOrder(_ order: Int, _ options: Options) throws(MetricError) {
        guard order <= options.largestOrder else {
            throw invalid(
                "the smaller of rows and columns", "\(order)",
                "at most \(options.largestOrder); give fewer samples, or features projected to fewer columns")
        }
    }

    private static func invalid(_ option: String, _ value: String, _ allowed: String) -> MetricError {
        .invalidOption(metric: name, option: option, value: value, allowed: allowed)
    }
}

extension VendiScore {
    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(
            generated: try context.generated,
            real: context.role == .samples ? context.inputs.matched ?? context.inputs.real?.rows : nil,
            options: .init(interval: context.options.interval, seed: context.options.seed))
    }
}
