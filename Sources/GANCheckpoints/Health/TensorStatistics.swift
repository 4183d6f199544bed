/// What one pass over a tensor's elements gives.
struct TensorStatistics: Equatable {
    var nanCount = 0
    var infiniteCount = 0
    var zeroCount = 0
    /// Of the finite elements; +∞ and −∞ when there is none.
    var minimum = Double.infinity
    var maximum = -Double.infinity
    /// The sum of the squares of the finite elements that belong to each unit.
    var unitSquares: [Double]

    var sumOfSquares: Double { unitSquares.reduce(0, +) }

    /// Elements that are converted at a time; memory for one tensor is eight bytes each.
    private static let pieceSize = 1 << 16
    /// No layer has more outputs; a tensor that seems to is taken as one unit, for each costs eight bytes.
    private static let greatestUnits = 1 << 20

    /// Looks at all elements; `axis` is the one whose entries are the units, ignored for fewer than two axes.
    ///
    /// Sums run in the order of elements, so they are the same each time. O(count).
    init(_ tensor: WeightTensor, axis: Int) {
        let shape = tensor.shape
        let hasUnits = shape.count > 1 && tensor.count > 0 && shape[axis] <= Self.greatestUnits
        let units = hasUnits ? shape[axis] : 1
        unitSquares = [Double](repeating: 0, count: units)
        guard tensor.count > 0 else { return }
        // As many elements as lie side by side and belong to one unit.
        let run = hasUnits ? shape[(axis + 1)...].reduce(1, *) : tensor.count
        let piece = run >= Self.pieceSize ? Self.pieceSize : Self.pieceSize / run * run
        for start in stride(from: 0, to: tensor.count, by: piece) {
            let values = tensor.doubles(start..<min(tensor.count, start + piece))
            var index = start
            while index < start + values.count {
                let end = min(start + values.count, (index / run + 1) * run)
                unitSquares[index / run % units] += add(values[index - start..<end - start])
                index = end
            }
        }
    }

    /// Counts elements and gives the sum of their squares.
    private mutating func add(_ values: ArraySlice<Double>) -> Double {
        var sum = 0.0
        var (low, high, zeros) = (minimum, maximum, 0)
        for value in values {
            if value.isFinite {
                sum += value * value
                low = Swift.min(low, value)
                high = Swift.max(high, value)
                if value == 0 { zeros += 1 }
            } else if value.isNaN {
                nanCount += 1
            } else {
                infiniteCount += 1
            }
        }
        (minimum, maximum) = (low, high)
        zeroCount += zeros
        return sum
    }
}
