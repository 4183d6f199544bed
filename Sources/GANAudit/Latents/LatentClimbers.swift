import GANNumerics

/// Latent vectors on their way to targets, several for each target at first.
struct LatentClimbers {
    /// The target of each climber.
    var targets: [Int]
    /// The sample from which it set out.
    var numbers: [Int]
    var latents: Matrix<Float>
    /// The best so far, and its error.
    var best: Matrix<Float>
    var errors: [Double]

    var count: Int { targets.count }

    /// All starts of all targets, target by target.
    init(starts: [[Int]], latents: ([Int]) -> Matrix<Float>) {
        targets = starts.enumerated().flatMap { target, numbers in numbers.map { _ in target } }
        numbers = starts.flatMap { $0 }
        self.latents = latents(numbers)
        best = self.latents
        errors = [Double](repeating: .infinity, count: targets.count)
    }

    /// The places of the `count` best of each target, in order.
    func leaders(_ count: Int) -> [Int] {
        var places: [Int] = []
        for (_, group) in Dictionary(grouping: targets.indices, by: { targets[$0] }).sorted(by: { $0.key < $1.key }) {
            places += group.sorted { (errors[$0], $0) < (errors[$1], $1) }.prefix(count).sorted()
        }
        return places
    }

    func picked(_ places: [Int]) -> LatentClimbers {
        var result = self
        result.targets = places.map { targets[$0] }
        result.numbers = places.map { numbers[$0] }
        result.latents = latents.rows(at: places)
        result.best = best.rows(at: places)
        result.errors = places.map { errors[$0] }
        return result
    }
}

/// How a search tells how far it is, and hears that it should stop.
struct LatentProgress {
    let report: (Double) -> Void
    /// Throws to stop.
    let check: () throws -> Void

    func step(_ done: Int, of total: Int) throws {
        report(Double(done) / Double(max(1, total)))
        try check()
    }
}
