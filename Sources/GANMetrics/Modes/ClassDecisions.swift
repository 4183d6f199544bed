import GANNumerics

/// Which classes of the reference samples hit, which are missing, and of which nobody can tell.
struct ClassDecisions {
    /// Samples in each class.
    let counts: [Int]
    /// Rows of the reference in each class.
    let reference: [Int]
    /// How many of a class's samples are expected to be others that the classifier took for it.
    let strays: [Double]
    /// The least share of a class, relative to the reference's, that counts as a hit.
    let share: Double
    /// The level of tests and intervals.
    let level: Double

    let total: Int
    let referenceTotal: Int

    init(counts: [Int], reference: [Int], strays: [Double], share: Double, level: Double) {
        self.counts = counts
        self.reference = reference
        self.strays = strays
        self.share = share
        self.level = level
        total = counts.reduce(0, +)
        referenceTotal = reference.reduce(0, +)
    }

    /// `classes` of the reference, each in one of three lists.
    func decide(_ classes: [Int]) -> (hit: [Int], missing: [Int], undecided: [Int]) {
        let hit = classes.filter { isHit(count: counts[$0], reference: reference[$0], strays: strays[$0]) }
        let values = classes.map { fewer($0) }
        let surely = Set(MultipleTests.holm(values, level: 1 - level).map { classes[$0] })
        let others = Set(classes).subtracting(hit)
        return (hit, others.intersection(surely).sorted(), others.subtracting(surely).sorted())
    }

    /// Whether so many samples are more than errors, and not surely fewer than the least share.
    func isHit(count: Int, reference: Int, strays: Double) -> Bool {
        guard count > 0 else { return false }
        let least = share * Double(reference) / Double(referenceTotal)
        guard Statistics.wilsonInterval(successes: count, trials: total, level: level).high >= least else {
            return false
        }
        guard strays > 0 else { return true }
        return ModeCoverage.atLeast(count, of: total, share: strays / Double(total)) <= 1 - level
    }

    /// The probability that a perfect generator's sample holds so few of a class, given what both sets hold of it (Fisher, one-sided).
    private func fewer(_ mode: Int) -> Double {
        let table = Hypergeometric(
            population: total + referenceTotal, marked: counts[mode] + reference[mode], drawn: total)
        return min(1, table.probabilities.prefix(max(0, counts[mode] - table.least + 1)).reduce(0, +))
    }

    /// The expected number of hits among classes that the reference has, of equal distributions, given each class's total.
    ///
    /// Of a class's rows of both sets together a hypergeometric number are samples. That knows that a class with one reference row may
    /// as well have had none.
    var expectedHits: Double {
        let all = counts.indices.filter { counts[$0] + reference[$0] > 0 }
        return all.reduce(0.0) { sum, mode in
            let marked = counts[mode] + reference[mode]
            let table = Hypergeometric(population: total + referenceTotal, marked: marked, drawn: total)
            // More samples and fewer reference rows of a class can only make it a hit.
            var (low, high) = (table.least, table.least + table.probabilities.count)
            while low < high {
                let middle = low + (high - low) / 2
                if isHit(count: middle, reference: marked - middle, strays: strays[mode]) {
                    high = middle
                } else {
                    low = middle + 1
                }
            }
            let hits = table.probabilities.dropFirst(low - table.least)
            // All rows in the samples: then the reference lacks the class, and it is not counted.
            let whole = table.least + table.probabilities.count - 1 == marked ? table.probabilities.last ?? 0 : 0
            return sum + max(0, hits.reduce(0, +) - (low <= marked ? whole : 0))
        }
    }
}
