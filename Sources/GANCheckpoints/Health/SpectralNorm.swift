import GANNumerics

/// The largest singular value of a weight, by power iteration.
///
/// The weight is seen as the matrix `[units, rest]`. Of the smaller Gram matrix G, powers of G are applied to a seeded
/// vector until the Rayleigh quotient changes by less than 10⁻¹⁰ of itself, or 300 times; for sides up to 512 the power is
/// G³², so the quotient has then converged unless the two largest singular values agree to one part in 10⁴, and then either will
/// do. Products are in float32, so the value's relative error is about 10⁻⁶; it never exceeds the true one by more.
public enum SpectralNorm {
    /// Matrices with more elements, or with a longer smaller side, are left out: they would take seconds each.
    public static let greatestCount = 1 << 26
    /// The longest smaller side that is looked at.
    public static let greatestSide = 2048

    private static let squarings = 5
    private static let greatestSteps = 300
    private static let tolerance = 1e-10

    /// The norm of a tensor of two axes or more as `[shape[axis], rest]`; `axis` is 0 or 1.
    ///
    /// Nil for fewer axes, elements that are not finite, or a matrix beyond the limits. O(n·m²) for sides m ≤ n.
    public static func of(_ tensor: WeightTensor, axis: Int = 0) -> Double? {
        guard tensor.shape.count > 1, tensor.count <= greatestCount else { return nil }
        guard tensor.count > 0 else { return 0 }
        var matrix = Self.matrix(tensor, axis: axis)
        guard min(matrix.rows, matrix.columns) <= greatestSide else { return nil }
        var largest: Float = 0
        for value in matrix.scalars {
            guard value.isFinite else { return nil }
            largest = max(largest, abs(value))
        }
        guard largest > 0 else { return 0 }
        // By a power of two, which rounds nothing: squares of tiny or huge weights would leave the range of float32.
        let scale = Float(sign: .plus, exponent: largest.exponent, significand: 1)
        for index in matrix.scalars.indices { matrix.scalars[index] /= scale }
        let isWide = matrix.columns >= matrix.rows
        let gram = MatrixProduct.multiply(matrix, transposed: !isWide, matrix, transposed: isWide)
        return largestEigenvalue(of: gram).squareRoot() * Double(scale)
    }

    /// The elements as a matrix whose rows are the units.
    private static func matrix(_ tensor: WeightTensor, axis: Int) -> Matrix<Float> {
        let (shape, floats) = (tensor.shape, tensor.floats())
        let rows = shape[axis]
        guard axis == 1 else { return Matrix(rows: rows, columns: tensor.count / rows, scalars: floats) }
        let inner = tensor.count / rows / shape[0]
        return Matrix(rows: rows, columns: tensor.count / rows) { target in
            for outer in 0..<shape[0] {
                for row in 0..<rows {
                    for place in 0..<inner {
                        target[(row * shape[0] + outer) * inner + place] = floats[(outer * rows + row) * inner + place]
                    }
                }
            }
        }
    }

    private static func largestEigenvalue(of gram: Matrix<Float>) -> Double {
        let matrix = Matrix(rows: gram.rows, columns: gram.columns, scalars: gram.scalars.map(Double.init))
        var power = matrix
        if gram.rows <= 512 {
            for _ in 0..<squarings {
                let largest = power.scalars.reduce(0) { max($0, abs($1)) }
                for index in power.scalars.indices { power.scalars[index] /= largest }
                power = MatrixProduct.multiply(power, power)
            }
        }
        var generator = SeededGenerator(seed: 1).split("spectral norm")
        var vector = Matrix<Double>(rows: gram.rows, columns: 1) { target in
            for index in target.indices { target[index] = generator.normalPair().0 }
        }
        var estimate = 0.0
        for _ in 0..<greatestSteps {
            let product = MatrixProduct.multiply(power, vector)
            let norm = product.scalars.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard norm > 0 else { return estimate }
            vector = Matrix(rows: gram.rows, columns: 1, scalars: product.scalars.map { $0 / norm })
            let image = MatrixProduct.multiply(matrix, vector)
            let quotient = zip(image.scalars, vector.scalars).reduce(0) { $0 + $1.0 * $1.1 }
            let change = abs(quotient - estimate)
            estimate = quotient
            if change <= tolerance * quotient { break }
        }
        return max(0, estimate)
    }
}
