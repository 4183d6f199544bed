import GANData
import GANModels
import GANNumerics

/// Where the search for a row's latent vector begins: at its nearest samples, whose latent vectors are known, and at fresh draws.
struct LatentStarts {
    /// Sample numbers for each target, the nearest first.
    let numbers: [[Int]]
    /// The distance of each target to its nearest sample, as a root mean square; infinite without samples.
    let nearest: [Double]

    /// Samples beyond these are not looked at.
    static let sampleLimit = 20_000
    /// Values held at a time.
    private static let blockValues = 1 << 24

    /// `count` starts for each target: its nearest samples, but for one draw when there are several, and draws where samples lack.
    ///
    /// A draw is a sample beyond those of the audit, another for each target. Throws what reading throws.
    init(targets: Matrix<Float>, samples: any SampleSource, count: Int) throws {
        let available = min(samples.count, Self.sampleLimit)
        let wanted = min(count > 2 ? count - 1 : count, available)
        var table: NeighbourTable?
        let block = max(1, Self.blockValues / max(1, targets.columns))
        // A block smaller than the lists can't fill them.
        let rows = max(block, wanted)
        var start = 0
        while start < available, wanted > 0, targets.rows > 0 {
            let rest = available - start
            let size = rest < rows + wanted ? rest : rows
            let found = NearestNeighbours.search(
                queries: targets, in: try samples.read(rows: start..<start + size), count: wanted, rowOffset: start)
            table = table?.merged(with: found) ?? found
            start += size
        }
        var numbers: [[Int]] = []
        var nearest: [Double] = []
        let scale = Double(max(1, targets.columns)).squareRoot()
        for target in 0..<targets.rows {
            var own: [Int] = []
            if let table { own = (0..<wanted).map { table.index(query: target, rank: $0) } }
            nearest.append(own.isEmpty ? .infinity : (table?.distance(query: target, rank: 0) ?? .infinity) / scale)
            for draw in 0..<count - own.count { own.append(samples.count + target * count + draw) }
            numbers.append(own)
        }
        self.numbers = numbers
        self.nearest = nearest
    }
}

extension Generator {
    /// The latent vectors of single samples of a series.
    func latents(numbers: [Int], seed: UInt64) -> Matrix<Float> {
        Matrix(
            rows: numbers.count, columns: latentSize,
            scalars: numbers.flatMap { latents(rows: $0..<$0 + 1, seed: seed).scalars })
    }
}

/// The distance of pictures as reports tell it.
enum RootMeanSquare {
    static func between(_ first: Matrix<Float>, row i: Int, _ second: Matrix<Float>, row j: Int) -> Double {
        EuclideanDistance.between(first, row: i, second, row: j) / Double(max(1, first.columns)).squareRoot()
    }
}
