import GANAutodiff
public import GANModels
public import GANNumerics

/// How steep a critic of points is: a 1-Lipschitz one nowhere more than 1.
public enum CriticSlope {
    /// The largest slope on ways uphill from `starts` `[n, d]`: ‖∇D‖ at each of `steps` steps of length `stepLength` along ∇D.
    ///
    /// A lower bound of the Lipschitz constant. Rectified networks have one slope a piece, so that ways that cross pieces look for it, not
    /// derivatives of the slope. The network has one output and no batch norm. O(steps) passes.
    public static func largest(
        of network: Network, from starts: Matrix<Float>, steps: Int, stepLength: Double
    ) -> Double {
        let weights = network.parameters.map { Variable.constant($0) }
        var place = Tensor(starts)
        var largest = 0.0
        for _ in 0...steps {
            let x = Variable.parameter(place)
            let output = network.forward(x, weights: weights, mode: .evaluation).output
            let gradient = Gradient.of(output.sum(), at: [x])[0].value.matrix
            for row in 0..<gradient.rows {
                let length = gradient.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
                largest = max(largest, length)
                guard length > 0 else { continue }
                for column in 0..<gradient.columns {
                    place.scalars[row * gradient.columns + column] += Float(
                        stepLength * Double(gradient[row, column]) / length)
                }
            }
        }
        return largest
    }

    /// The product of the weights' largest singular values, by LAPACK: an upper bound of the Lipschitz constant where layers
    /// between them don't stretch, as rectifiers.
    public static func bound(of network: Network) throws -> Double {
        try norms(of: network).reduce(1, *)
    }

    /// The weights' largest singular values, by LAPACK, each weight as a matrix with one output a row.
    public static func norms(of network: Network) throws -> [Double] {
        try network.parameters.filter { $0.shape.count > 1 }.map { weight in
            let rows = weight.shape[0]
            let matrix = Matrix<Double>(
                rows: rows, columns: weight.count / max(1, rows), scalars: weight.scalars.map { Double($0) })
            return try SingularValues.values(of: matrix).first ?? 0
        }
    }
}
