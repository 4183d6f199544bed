import Foundation
import GANAutodiff
import GANNumerics
import TestSupport
import Testing

@testable import GANAutodiff
@testable import GANModels

@Suite struct NetworkTests {
    @Test func comesBackFromItsTensors() throws {
        let network = try TinyNetworks.network()
        let tensors = network.tensors()
        #expect(tensors["main.0.weight"]?.shape == [3, 5, 2, 2])
        #expect(tensors["main.3.weight"]?.shape == [5, 1, 4, 4])
        #expect(tensors["main.1.running_var"]?.scalars == [1, 1, 1, 1, 1])
        let rebuilt = try Network(network.description, tensors: tensors, path: "x")
        #expect(rebuilt.parameters == network.parameters)
        #expect(rebuilt.buffers == network.buffers)
    }

    /// Element (out, in, row, column) of a 1×1-input convolution is told apart by giving each weight its own number.
    @Test func readsConvolutionWeightsOutInRowColumn() throws {
        let description = NetworkDescription(
            input: [2, 2, 2],
            layers: [
                .convolution(.init(inputs: 2, outputs: 2, kernel: 2, stride: 1, padding: 0, bias: true, key: "c"))
            ])
        let weight = Tensor(shape: [2, 2, 2, 2], scalars: (0..<16).map { Float($0) })
        let network = try Network(
            description, tensors: ["c.weight": weight, "c.bias": Tensor(shape: [2], scalars: [100, 200])], path: "x")
        for channel in 0..<2 {
            for pixel in 0..<4 {
                var input = [Float](repeating: 0, count: 8)
                input[pixel * 2 + channel] = 1
                let output = network.evaluate(Matrix(rows: 1, columns: 8, scalars: input))
                #expect(output.scalars == [100 + Float(channel * 4 + pixel), 200 + Float(8 + channel * 4 + pixel)])
            }
        }
    }

    @Test func listsEverythingMissingMisshapenAndLeftOverTogether() throws {
        var tensors = try TinyNetworks.network().tensors()
        tensors["main.0.weight"] = nil
        tensors["main.1.running_mean"] = nil
        tensors["main.3.bias"] = Tensor(shape: [2])
        tensors["other"] = Tensor(1)
        tensors["main.9.weight"] = Tensor(shape: [2, 3])
        tensors["main.1.num_batches_tracked"] = Tensor(1)
        #expect(
            throws: ModelError.wrongTensors(
                path: "file", missing: ["main.0.weight [3, 5, 2, 2]", "main.1.running_mean [5]"],
                misshapen: ["main.3.bias is [2], expected [1]"], extra: ["main.9.weight [2, 3]", "other []"])
        ) {
            try Network(TinyNetworks.description, tensors: tensors, path: "file")
        }
        var complete = try TinyNetworks.network().tensors()
        complete["main.1.num_batches_tracked"] = Tensor(1)
        #expect(throws: Never.self) { try Network(TinyNetworks.description, tensors: complete, path: "file") }
    }

    @Test func aRowsResultIsTheSameBitsInAnyCompanyAtItsPlace() throws {
        let network = try TinyNetworks.network()
        let inputs = SeededGenerator(seed: 3).normalRows(130, columns: 3)
        let together = withThreads(1) { network.evaluate(inputs) }
        #expect(together.rows == 130 && together.columns == 16)
        for threads in [2, 5] { #expect(withThreads(threads) { network.evaluate(inputs) } == together) }
        for range in [0..<1, 64..<65, 64..<130, 128..<129] {
            #expect(network.evaluate(inputs.rows(in: range)) == together.rows(in: range))
        }
        #expect(network.evaluate(inputs.rows(in: 0..<0)).rows == 0)
    }

    @Test func stopsBeforeALayer() throws {
        let network = try TinyNetworks.network()
        let inputs = SeededGenerator(seed: 4).normalRows(2, columns: 3)
        let raw = network.evaluate(inputs, until: 4)
        #expect(network.evaluate(inputs).scalars != raw.scalars)
        for (full, before) in zip(network.evaluate(inputs).scalars, raw.scalars) {
            #expect(abs(full - tanh(before)) < 1e-6)
        }
    }

    @Test func seedsDecideTheWeights() throws {
        #expect(try TinyNetworks.network(seed: 5).parameters == TinyNetworks.network(seed: 5).parameters)
        #expect(try TinyNetworks.network(seed: 5).parameters != TinyNetworks.network(seed: 6).parameters)
    }

    @Test func spreadUnitsOfTheFirstLayerAreZeroAwayFromTheOrigin() throws {
        let description = NetworkDescription(
            input: [2],
            layers: [
                .linear(inputs: 2, outputs: 400, bias: true, key: "0"), .leakyRectifier(slope: 0),
                .linear(inputs: 400, outputs: 3, bias: true, key: "2"),
            ])
        let plain = try Network(description, seed: SeededGenerator(seed: 3))
        let spread = try Network(description, seed: SeededGenerator(seed: 3), spread: 3)
        #expect(spread.parameters[0].scalars == plain.parameters[0].scalars)
        #expect(plain.parameters[1].scalars.allSatisfy { $0 == 0 })
        #expect(spread.parameters[3].scalars.allSatisfy { $0 == 0 })
        // The distance of a unit's line from the origin, b / |w|, is that of a point of N(0, 9) along w.
        let squares = (0..<400).map { unit -> Double in
            let (x, y) = (spread.parameters[0].scalars[2 * unit], spread.parameters[0].scalars[2 * unit + 1])
            let bias = spread.parameters[1].scalars[unit]
            return Double(bias * bias / (x * x + y * y))
        }
        // Four standard errors of a variance from 400 draws.
        let variance: Double = squares.reduce(0, +) / 400
        #expect((6.4...11.6).contains(variance))
    }

    @Test func weightsStartWithTheStatedSpread() throws {
        let description = NetworkDescription(
            input: [200], layers: [.linear(inputs: 200, outputs: 100, bias: true, key: "a")])
        for (deviation, expected) in [(nil, 0.1), (0.02, 0.02)] as [(Double?, Double)] {
            let network = try Network(description, seed: SeededGenerator(seed: 1), deviation: deviation)
            let weights = network.parameters[0].scalars.map { Double($0) }
            let spread = (weights.map { $0 * $0 }.reduce(0, +) / 20_000).squareRoot()
            // Four standard errors of a deviation's estimate from 20,000 draws.
            #expect(abs(spread / expected - 1) < 4 / (2 * 20_000.0).squareRoot())
            #expect(network.parameters[1].scalars.allSatisfy { $0 == 0 })
        }
    }

    @Test func movesRunningStatisticsATenthOfTheWay() throws {
        var network = try TinyNetworks.network()
        network.buffers = [Tensor(shape: [5], repeating: 2), Tensor(shape: [5], repeating: 3)]
        let batch = BatchStatistics(mean: [1, 2, 3, 4, 5], variance: [4, 4, 4, 4, 8], rows: 5)
        network.updateRunningStatistics([batch])
        for (index, mean) in batch.mean.enumerated() {
            #expect(abs(network.buffers[0].scalars[index] - (0.9 * 2 + 0.1 * mean)) < 1e-6)
            // The unbiased variance: five rows give a factor of 5/4.
            let variance = 0.9 * 3 + 0.1 * batch.variance[index] * 5 / 4
            #expect(abs(network.buffers[1].scalars[index] - variance) < 1e-6)
        }
    }

    @Test func oneRowHasNoUnbiasedVariance() throws {
        var network = try TinyNetworks.network()
        network.updateRunningStatistics([
            BatchStatistics(mean: [0, 0, 0, 0, 0], variance: [0, 0, 0, 0, 0], rows: 1)
        ])
        #expect(network.buffers[1].scalars.allSatisfy { abs($0 - 0.9) < 1e-6 })
    }

    @Test func refusesToTrainDropout() {
        let description = NetworkDescription(input: [3], layers: [.identity, .dropout(probability: 0.5)])
        #expect(throws: ModelError.cannotTrain(layer: 1, kind: "Dropout")) {
            try Network(description, seed: SeededGenerator(seed: 1))
        }
        #expect(throws: Never.self) { try Network(description, tensors: [:], path: "x") }
    }

    @Test func refusesLayersThatDoNotFit() {
        let description = NetworkDescription(input: [3], layers: [.linear(inputs: 4, outputs: 1, bias: true, key: "a")])
        let expected = ModelError.layersDoNotFit(layer: 0, found: [3], expected: "[4]")
        #expect(throws: expected) { try Network(description, seed: SeededGenerator(seed: 1)) }
        #expect(throws: expected) { try Network(description, tensors: [:], path: "x") }
    }
}
