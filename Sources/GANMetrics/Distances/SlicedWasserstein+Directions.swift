import GANNumerics

extension SlicedWasserstein {
    /// Unit directions, made a few at a time: a thousand of 100,000 columns would be 400 MB.
    struct Directions {
        let count: Int
        let width: Int
        private let source: Options.Directions
        private let stream: SeededGenerator

        init(_ options: Options, width: Int) throws(MetricError) {
            self.width = width
            source = options.directions
            stream = SeededGenerator(seed: options.seed).split("\(name) directions")
            switch options.directions {
            case .random(let count):
                try FeatureCheck.option("directions", count, atLeast: 1, metric: name)
                self.count = count
            case .coordinateAxes: count = width
            case .given(let matrix):
                try FeatureCheck.single(matrix, role: "directions", rows: 1, metric: name)
                guard matrix.columns == width else {
                    throw .invalidOption(
                        metric: name, option: "the directions' number of columns", value: "\(matrix.columns)",
                        allowed: "\(width), as the features have")
                }
                for row in 0..<matrix.rows where matrix.row(row).allSatisfy({ $0 == 0 }) {
                    throw .invalidOption(
                        metric: name, option: "direction \(row)", value: "zero", allowed: "a vector with a direction")
                }
                count = matrix.rows
            }
        }

        var isRandom: Bool {
            if case .random = source { return true }
            return false
        }

        /// The directions in `range`, `[range.count, width]`.
        ///
        /// Random ones are normal draws scaled to unit length, which is uniform on the sphere (Muller 1959); uniform draws
        /// from [0, 1) would cover one orthant only, and unevenly. Direction i comes from a stream of its own.
        func rows(in range: Range<Int>) -> Matrix<Float> {
            switch source {
            case .random:
                var rows = stream.normalRows(range.count, columns: width, firstRow: range.lowerBound)
                Self.normalise(&rows)
                return rows
            case .coordinateAxes:
                var rows = Matrix<Float>(rows: range.count, columns: width)
                for (row, axis) in range.enumerated() { rows[row, axis] = 1 }
                return rows
            case .given(let matrix):
                var rows = matrix.rows(in: range)
                Self.normalise(&rows)
                return rows
            }
        }

        private static func normalise(_ rows: inout Matrix<Float>) {
            for row in 0..<rows.rows {
                let norm = rows.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
                for column in 0..<rows.columns { rows[row, column] = Float(Double(rows[row, column]) / norm) }
            }
        }
    }
}
