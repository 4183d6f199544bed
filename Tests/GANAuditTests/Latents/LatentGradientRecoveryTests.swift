import GANCheckpoints
import GANData
import GANModels
import GANNumerics
import TestSupport
import Testing

@testable import GANAudit

@Suite struct LatentGradientRecoveryTests {
    private let schedule = LatentOptions(rows: 1, seed: 1).gradientSchedule

    /// The least squares error of targets − b by W, as a root mean square: by the normal equations.
    private func leastError(_ target: [Float], _ weight: Tensor, _ bias: Tensor) throws -> Double {
        let columns = 4
        var products = Matrix<Double>(rows: columns, columns: columns)
        var right = [Double](repeating: 0, count: columns)
        for row in 0..<12 {
            for a in 0..<columns {
                let value = Double(weight.scalars[row * columns + a])
                right[a] += value * Double(target[row] - bias.scalars[row])
                for b in 0..<columns { products[a, b] += value * Double(weight.scalars[row * columns + b]) }
            }
        }
        // Gauss and Jordan.
        for pivot in 0..<columns {
            let scale = products[pivot, pivot]
            for column in 0..<columns { products[pivot, column] /= scale }
            right[pivot] /= scale
            for row in 0..<columns where row != pivot {
                let factor = products[row, pivot]
                for column in 0..<columns { products[row, column] -= factor * products[pivot, column] }
                right[row] -= factor * right[pivot]
            }
        }
        var sum = 0.0
        for row in 0..<12 {
            var value = Double(bias.scalars[row]) - Double(target[row])
            for column in 0..<columns { value += Double(weight.scalars[row * columns + column]) * right[column] }
            sum += value * value
        }
        return (sum / 12).squareRoot()
    }

    @Test func aLinearGeneratorGivesTheLeastSquaresSolution() throws {
        let (generator, weight, bias) = try LatentNetworks.linear()
        // Near what the generator makes, so that the solutions lie where the prior has mass.
        let made = try generator.sample(rows: 100..<110, seed: 9)
        let noise = SeededGenerator(seed: 3).normalRows(10, columns: 12)
        let targets = Matrix(
            rows: 10, columns: 12, scalars: zip(made.scalars, noise.scalars).map { $0 + 0.3 * $1 })
        let recovery = LatentGradientRecovery(generator: generator, schedule: schedule, seed: 1)
        let found = try recovery.recover(
            targets, starts: (0..<10).map { row in (0..<4).map { 4 * row + $0 } }, progress: LatentNetworks.silent)
        #expect(found.targets == Array(0..<10))
        let pictures = try generator.generate(latents: found.best, firstSample: 0, seed: 1)
        for row in 0..<10 {
            let least = try leastError(Array(targets.row(row)), weight, bias)
            let error = RootMeanSquare.between(pictures, row: row, targets, row: row)
            #expect(error < 1.01 * least && error > 0.9999 * least, "row \(row): \(error), least squares \(least)")
            #expect(abs(found.errors[row].squareRoot() - error) < 1e-4)
        }
    }

    @Test(arguments: [LatentDistribution.standardNormal, .uniform, .normalOnSphere])
    func latentVectorsStayWhereThePriorHasMass(distribution: LatentDistribution) throws {
        let generator = try LatentNetworks.linear(distribution: distribution).generator
        // Out of reach: the nearest lie on the edge.
        let targets = Matrix<Float>(rows: 3, columns: 12, repeating: 100)
        let recovery = LatentGradientRecovery(generator: generator, schedule: schedule, seed: 1)
        let found = try recovery.recover(targets, starts: [[0], [1], [2]], progress: LatentNetworks.silent)
        for row in 0..<3 {
            let length = LatentRegion.length(found.best.row(row))
            switch distribution {
            case .standardNormal: #expect(length < 2 + 2.2 && length > 3.9)
            case .uniform: #expect(found.best.row(row).allSatisfy { abs($0) <= 1 })
            case .normalOnSphere: #expect(abs(length - 1) < 1e-5)
            case .truncatedNormal: Issue.record("it is not among the arguments")
            }
        }
    }

    @Test func stopsWhenItIsTold() throws {
        struct Stop: Error {}
        let generator = try LatentNetworks.linear().generator
        let recovery = LatentGradientRecovery(generator: generator, schedule: schedule, seed: 1)
        var steps = 0
        let progress = LatentProgress(report: { _ in }) {
            steps += 1
            if steps == 3 { throw Stop() }
        }
        #expect(throws: Stop.self) {
            try recovery.recover(Matrix(rows: 1, columns: 12), starts: [[0, 1]], progress: progress)
        }
        #expect(steps == 3)
    }
}
