import Foundation
import GANMetrics
import GANNumerics
import OrderedCollections
import TestSupport

/// One case of `fixtures/golden`: features and the values that independent implementations gave.
struct GoldenCase {
    static let names = ["gaussian_shift", "dropped_modes", "memorized", "fewer_samples_than_dims", "rank_deficient"]

    let real: Matrix<Float>
    let generated: Matrix<Float>
    let heldOut: Matrix<Float>
    private let expected: [String: Any]

    init(_ name: String) throws {
        real = try Fixture.matrix("golden/\(name)/real.npy")
        generated = try Fixture.matrix("golden/\(name)/generated.npy")
        heldOut = try Fixture.matrix("golden/\(name)/test.npy")
        expected = try Fixture.json("golden/\(name)/expected.json")
    }

    /// The number under a path of keys.
    func number(_ keys: String...) throws -> Double { try lookUp(keys, in: expected) }

    func numbers(_ keys: String...) throws -> [Double] { try lookUp(keys, in: expected) }
}

/// The value under a path of keys, or an error that names the path.
func lookUp<Value>(_ keys: [String], in fields: [String: Any]) throws -> Value {
    var value: Any = fields
    for key in keys {
        guard let next = (value as? [String: Any])?[key] else {
            throw Fixture.Failure.unreadable(keys.joined(separator: "/"))
        }
        value = next
    }
    guard let found = value as? Value else { throw Fixture.Failure.unreadable(keys.joined(separator: "/")) }
    return found
}

/// |a − b| ≤ relative·|b| + absolute.
func isClose(_ a: Double, _ b: Double, relative: Double = 1e-6, absolute: Double = 0) -> Bool {
    abs(a - b) <= relative * abs(b) + absolute
}

/// The number in a result's part, NaN (which no comparison accepts) where there is none.
func number(_ part: String, _ result: MetricResult) -> Double {
    switch result.parts[part] {
    case .number(let value): return value
    case .count(let value): return Double(value)
    default: return .nan
    }
}

/// Whether value, interval, null and all parts are finite.
func isFinite(_ result: MetricResult) -> Bool {
    func finite(_ interval: MetricInterval) -> Bool { interval.low.isFinite && interval.high.isFinite }
    return result.value.isFinite && result.interval.map(finite) ?? true && result.null?.value.isFinite ?? true
        && result.parts.values.allSatisfy { part in
            switch part {
            case .number(let value): return value.isFinite
            case .numbers(let values): return values.allSatisfy(\.isFinite)
            case .interval(let interval): return finite(interval)
            case .count, .counts, .text, .texts: return true
            }
        }
}

/// Seeded standard normal rows.
func normalRows(_ seed: UInt64, _ rows: Int, _ columns: Int) -> Matrix<Float> {
    SeededGenerator(seed: seed).normalRows(rows, columns: columns)
}

/// Every element changed by `change`.
func mapped(_ matrix: Matrix<Float>, _ change: (Float) -> Float) -> Matrix<Float> {
    Matrix(rows: matrix.rows, columns: matrix.columns, scalars: matrix.scalars.map(change))
}

/// The rows of a few numbers each.
func rows(_ values: [[Float]]) -> Matrix<Float> {
    Matrix(rows: values.count, columns: values.first?.count ?? 0, scalars: values.flatMap { $0 })
}

/// A random orthogonal transformation of the columns: products of seeded reflections.
func rotated(_ matrix: Matrix<Float>, seed: UInt64 = 9) -> Matrix<Float> {
    var result = matrix.converted(to: Double.self)
    for reflection in 0..<4 {
        let axis = normalRows(seed + UInt64(reflection), 1, matrix.columns).scalars.map(Double.init)
        let square = axis.reduce(0) { $0 + $1 * $1 }
        for row in 0..<result.rows {
            let along = (0..<result.columns).reduce(0) { $0 + result[row, $1] * axis[$1] } / square
            for column in 0..<result.columns { result[row, column] -= 2 * along * axis[column] }
        }
    }
    return result.converted(to: Float.self)
}
