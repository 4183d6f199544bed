import Foundation
import GANNumerics

/// Rows that are hard for a neighbour search, each in its own way.
enum NeighbourData: String, CaseIterable, Sendable {
    case normal, offset, equal, duplicated, grid, tiny, huge, mixedScales, collapsed, fewFactors, subspace, descending

    func rows(_ count: Int, columns: Int, seed: UInt64) -> Matrix<Float> {
        var rows = SeededGenerator(seed: seed).normalRows(count, columns: columns)
        for index in rows.scalars.indices {
            let (row, column) = (index / columns, index % columns)
            let value = rows.scalars[index]
            switch self {
            case .normal: break
            // The spacing of float32 at 10,000 is a thousandth: differences survive, products do not.
            case .offset: rows.scalars[index] = value + 10_000
            case .equal: rows.scalars[index] = 0.3
            // Each row five times over, the copies far apart.
            case .duplicated: rows.scalars[index] = Float((row % max(1, count / 5) * 31 + column * 17) % 23)
            // Whole numbers in a small range: many exact ties.
            case .grid: rows.scalars[index] = value.rounded()
            case .tiny: rows.scalars[index] = value * 1e-30
            case .huge: rows.scalars[index] = value * 1e30
            case .mixedScales: rows.scalars[index] = row % 7 == 0 ? value * 1e6 : value
            // Eight modes with noise far below the rounding of products.
            case .collapsed: rows.scalars[index] = Float((row % 8) * 5 + column % 3) + value * 1e-5
            case .fewFactors: rows.scalars[index] = rows.scalars[row * columns] * Float(column % 5) + value * 0.01
            // Eight factors over all columns and a little noise.
            case .subspace:
                guard column >= 8 else { break }
                let factors = (0..<8).map { rows.scalars[row * columns + $0] * cos(Float(($0 + 1) * column)) }
                rows.scalars[index] = factors.reduce(value * 0.01, +)
            // Each row nearer to the origin than the one before: every row is a new nearest for a query there.
            case .descending: rows.scalars[index] = value * Float(count - row)
            }
        }
        return rows
    }
}
