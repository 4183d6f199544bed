import GANNumerics

/// What every metric demands of its feature matrices before it computes anything.
enum FeatureCheck {
    /// Throws unless both sets have equally many columns (at least one), at least `rows` rows, and only finite numbers.
    static func pair(
        real: Matrix<Float>, generated: Matrix<Float>, rows: Int, metric: String
    ) throws(MetricError) {
        guard real.columns == generated.columns else {
            throw .widthsDiffer(metric: metric, real: real.columns, generated: generated.columns)
        }
        try single(real, role: "real", rows: rows, metric: metric)
        try single(generated, role: "generated", rows: rows, metric: metric)
    }

    /// Throws unless `features` has at least one column, at least `rows` rows, and only finite numbers.
    static func single(_ features: Matrix<Float>, role: String, rows: Int, metric: String) throws(MetricError) {
        guard features.rows >= rows else {
            throw .tooFewRows(metric: metric, role: role, rows: features.rows, needed: rows)
        }
        guard features.columns > 0 else {
            throw .invalidOption(metric: metric, option: "the number of columns", value: "0", allowed: "at least 1")
        }
        if let place = features.firstNonFinite {
            throw .nonFinite(metric: metric, role: role, row: place.row, column: place.column)
        }
    }

    /// Throws unless every row of `probabilities` is non-negative and sums to 1 within `tolerance`.
    static func probabilities(
        _ probabilities: Matrix<Float>, role: String, metric: String, tolerance: Double = 1e-3
    ) throws(MetricError) {
        try single(probabilities, role: role, rows: 1, metric: metric)
        for row in 0..<probabilities.rows {
            let entries = probabilities.row(row)
            let sum = entries.reduce(0.0) { $0 + Double($1) }
            guard abs(sum - 1) <= tolerance, entries.allSatisfy({ $0 >= 0 }) else {
                throw .notProbabilities(metric: metric, role: role, row: row, sum: sum)
            }
        }
    }

    /// Throws unless `real` holds probabilities of the classes of `generated`.
    static func realProbabilities(
        _ real: Matrix<Float>, beside generated: Matrix<Float>, metric: String
    ) throws(MetricError) {
        guard real.columns == generated.columns else {
            throw .widthsDiffer(metric: metric, real: real.columns, generated: generated.columns)
        }
        try probabilities(real, role: "real", metric: metric)
    }

    /// Throws unless `value` is at least `minimum`.
    static func option(
        _ name: String, _ value: Int, atLeast minimum: Int, metric: String
    ) throws(MetricError) {
        guard value >= minimum else {
            throw .invalidOption(metric: metric, option: name, value: "\(value)", allowed: "at least \(minimum)")
        }
    }

    /// Throws unless `value` lies strictly between 0 and 1.
    static func share(_ name: String, _ value: Double, metric: String) throws(MetricError) {
        guard value > 0, value < 1 else {
            throw .invalidOption(metric: metric, option: name, value: "\(value)", allowed: "between 0 and 1")
        }
    }
}
