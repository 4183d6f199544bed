public import GANNumerics

/// Which generated rows lie in each real row's ball: what coverage is made of, kept so that rows can be relabelled.
///
/// Memory O(n·`deepest`). A ball that holds more than `deepest` samples keeps the nearest ones: its row stays covered whichever
/// half of them is taken away, but for a chance of 2^−`deepest`.
public struct BallIncidence: Sendable, Equatable {
    /// How many real rows there are.
    public let real: Int
    /// How many generated rows there are.
    public let generated: Int
    /// Where each real row's list begins in `rows`; one more than there are real rows.
    let starts: [Int]
    /// Generated rows, list after list, nearest first.
    let rows: [Int32]

    /// Enough neighbours for one in sixteen million random halves to miss all of them.
    public static let deepest = 24

    /// The rows of `generated` `[m, d]` in balls of `radii` around `real` `[n, d]`; both finite.
    ///
    /// Cost n·m·d.
    public init(
        real: Matrix<Float>, radii: [Double], generated: Matrix<Float>, boundary: Boundary, deepest: Int = Self.deepest
    ) {
        let table = NearestNeighbours.search(queries: real, in: generated, count: min(deepest, generated.rows))
        self.init(nearest: table, radii: radii, generated: generated.rows, boundary: boundary)
    }

    /// From each real row's nearest generated rows.
    public init(nearest: NeighbourTable, radii: [Double], generated: Int, boundary: Boundary) {
        precondition(nearest.queries == radii.count, "\(radii.count) radii for \(nearest.queries) real rows")
        var (starts, rows) = ([0], [Int32]())
        starts.reserveCapacity(radii.count + 1)
        for row in 0..<radii.count {
            for rank in 0..<nearest.count {
                let place = row * nearest.count + rank
                let distance = nearest.distances[place]
                guard boundary == .exclusive ? distance < radii[row] : distance <= radii[row] else { break }
                rows.append(nearest.indices[place])
            }
            starts.append(rows.count)
        }
        self.real = radii.count
        self.generated = generated
        self.starts = starts
        self.rows = rows
    }

    /// The share of real rows with a generated row in their ball.
    public var coverage: Double { Double((0..<real).count { starts[$0] < starts[$0 + 1] }) / Double(real) }

    /// The generated row that alone covers a real row, or nil.
    func onlyRow(of row: Int) -> Int? {
        starts[row + 1] - starts[row] == 1 ? Int(rows[starts[row]]) : nil
    }

    /// Whether each real row's ball holds any generated row, `[n]`.
    var covered: [Bool] { (0..<real).map { starts[$0] < starts[$0 + 1] } }

    /// How many generated rows each real row's ball holds that no other ball holds, `[n]`.
    ///
    /// `containing` says how many balls hold each generated row, `[m]`.
    func soleCounts(containing: [Int32]) -> [Int] {
        precondition(containing.count == generated, "\(containing.count) counts for \(generated) rows")
        return (0..<real).map { row in
            rows[starts[row]..<starts[row + 1]].count { containing[Int($0)] == 1 }
        }
    }

    /// The same balls with the rows of `other` after those of `self`: the pool that relabelling draws from.
    func pooled(with other: BallIncidence) -> BallIncidence {
        precondition(real == other.real, "balls of \(real) and of \(other.real) real rows")
        var (joined, lists) = ([0], [Int32]())
        joined.reserveCapacity(real + 1)
        lists.reserveCapacity(rows.count + other.rows.count)
        for row in 0..<real {
            lists += rows[starts[row]..<starts[row + 1]]
            for index in other.rows[other.starts[row]..<other.starts[row + 1]] {
                lists.append(index + Int32(generated))
            }
            joined.append(lists.count)
        }
        return BallIncidence(real: real, generated: generated + other.generated, starts: joined, rows: lists)
    }

    private init(real: Int, generated: Int, starts: [Int], rows: [Int32]) {
        self.real = real
        self.generated = generated
        self.starts = starts
        self.rows = rows
    }

    /// How many more real rows the rows labelled +1 cover than those labelled −1, as a share of all.
    func coverageDifference(signs: UnsafeBufferPointer<Double>) -> Double {
        precondition(signs.count == generated, "\(signs.count) labels for \(generated) rows")
        var difference = 0
        starts.withUnsafeBufferPointer { starts in
            rows.withUnsafeBufferPointer { rows in
                for row in 0..<real {
                    var (positive, negative) = (0, 0)
                    for place in starts[row]..<starts[row + 1] {
                        if signs[Int(rows[place])] > 0 { positive = 1 } else { negative = 1 }
                        if positive + negative == 2 { break }
                    }
                    difference += positive - negative
                }
            }
        }
        return Double(difference) / Double(real)
    }
}
