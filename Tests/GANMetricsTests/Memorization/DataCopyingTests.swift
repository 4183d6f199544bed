import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct DataCopyingTests {
    private func list(_ part: String, _ result: MetricResult) -> [Int] {
        if case .counts(let values) = result.parts[part] { return values }
        return [-1]
    }

    /// C_T in cells that are given for all three sets.
    private func evaluate(
        training: Matrix<Float>, generated: Matrix<Float>, heldOut: Matrix<Float>, cells: (Matrix<Float>) -> [Int32]
    ) throws -> MetricResult {
        let trainingCells = cells(training)
        func distances(_ set: Matrix<Float>) -> DataCopying.CellDistances {
            DataCopying.distances(
                of: set, cells: cells(set), nearest: NearestNeighbours.search(queries: set, in: training, count: 1),
                in: training, trainingCells: trainingCells)
        }
        return try DataCopying.evaluate(
            generated: distances(generated), heldOut: distances(heldOut), trainingCells: trainingCells.map(Int.init))
    }

    @Test(arguments: GoldenCase.names)
    func agreesWithGolden(_ name: String) throws {
        let golden = try GoldenCase(name)
        let anchors = golden.real.rows(in: 0..<3)
        let result = try evaluate(training: golden.real, generated: golden.generated, heldOut: golden.heldOut) {
            KMeans.nearestCentres(of: $0, in: anchors)
        }
        #expect(isClose(result.value, try golden.number("data_copying", "c_t")))
        #expect(isClose(number("global_z", result), try golden.number("data_copying", "zu_global")))
        #expect(isFinite(result))
    }

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected = try Fixture.json("lcg/expected.json")
        let training = LinearCongruential.training.converted(to: Float.self)
        let heldOut = LinearCongruential.heldOut.converted(to: Float.self)
        let generated = LinearCongruential.generated.converted(to: Float.self)
        let signs: (Matrix<Float>) -> [Int32] = { set in (0..<set.rows).map { set[$0, 0] > 0 ? 1 : 0 } }
        let result = try evaluate(training: training, generated: generated, heldOut: heldOut, cells: signs)
        #expect(isClose(result.value, try lookUp(["C_T 2 cells by sign(x0), tau=20/m"], in: expected)))
        #expect(isClose(number("global_z", result), try lookUp(["C_T global Zu (test,gen | train)"], in: expected)))
        let honest = try evaluate(
            training: training, generated: generated.rows(in: 30..<250), heldOut: heldOut, cells: signs)
        #expect(
            isClose(number("global_z", honest), try lookUp(["C_T global Zu without the 30 copies"], in: expected)))
        let halves = try evaluate(
            training: training, generated: heldOut.rows(in: 100..<200), heldOut: heldOut.rows(in: 0..<100), cells: signs
        )
        #expect(
            isClose(
                number("global_z", halves), try lookUp(["C_T global Zu self-check: test half vs half"], in: expected)))
    }

    @Test func copiesAreNegativeBlurIsPositiveHonestSamplesAreNear0() throws {
        let (training, heldOut) = (normalRows(1, 600, 6), normalRows(2, 400, 6))
        let honest = try DataCopying.evaluate(training: training, generated: normalRows(3, 400, 6), heldOut: heldOut)
        let copied = try DataCopying.evaluate(
            training: training, generated: mapped(training.rows(in: 0..<400)) { $0 * 1.001 }, heldOut: heldOut)
        let blurred = try DataCopying.evaluate(
            training: training, generated: mapped(normalRows(4, 400, 6)) { $0 * 1.5 }, heldOut: heldOut)
        #expect(abs(honest.value) < 2 && number("p_value", honest) > 0.01)
        #expect(copied.value < -8 && number("p_value", copied) < 1e-9)
        #expect(blurred.value > 4)
        #expect(list("copying_cells", copied) == [0, 1, 2] && list("underfitted_cells", copied) == [])
        #expect(list("underfitted_cells", blurred) == [0, 1, 2] && list("copying_cells", honest) == [])
        for result in [honest, copied, blurred] {
            let interval = try #require(result.interval)
            #expect(interval.low <= result.value && result.value <= interval.high && isFinite(result))
        }
    }

    @Test func oneCellOfCopiesHiddenByUnderfittingIsNamed() throws {
        // Two far groups; the generator copies in one and is far too wide in the other.
        func groups(_ seed: UInt64, _ count: Int) -> Matrix<Float> {
            var rows = normalRows(seed, count, 4)
            for row in 0..<count where row % 4 == 0 { rows[row, 0] += 100 }
            return rows
        }
        let training = groups(1, 800)
        var generated = groups(2, 800)
        for row in 0..<800 {
            for column in 0..<4 {
                if row % 4 == 0 {
                    generated[row, column] = training[row, column] + 0.001
                } else {
                    generated[row, column] *= 2
                }
            }
        }
        let result = try DataCopying.evaluate(
            training: training, generated: generated, heldOut: groups(3, 800), options: .init(cells: 2))
        #expect(result.value > 0 && list("copying_cells", result).count == 1)
        #expect(result.diagnostics.contains { $0.code == "copying_hidden_in_mean" })
        let counts = list("generated_counts", result)
        #expect(counts[list("copying_cells", result)[0]] == 200)
    }

    @Test func exactCopiesTieWithoutHarm() throws {
        let training = normalRows(1, 100, 3)
        let copies = training.rows(in: 0..<60)
        let result = try DataCopying.evaluate(training: training, generated: copies, heldOut: copies)
        #expect(abs(result.value) < 0.5 && isFinite(result))
        #expect(result.diagnostics.contains { $0.code == "tied_distances" })
        let replay = try DataCopying.evaluate(training: training, generated: copies, heldOut: normalRows(4, 80, 3))
        #expect(replay.value < -3 && isFinite(replay))
    }

    @Test func cellsNeedMoreSamplesThanTau() throws {
        func side(_ cells: [Int], _ first: Double) -> DataCopying.CellDistances {
            let distances = cells.indices.map { first + Double($0) }
            return DataCopying.CellDistances(cells: cells, inCell: distances, overall: distances)
        }
        let cells = [Int](repeating: 0, count: 21) + [Int](repeating: 1, count: 20)
        let result = try DataCopying.evaluate(
            generated: side(cells, 0.5), heldOut: side(cells, 0), trainingCells: [0, 1])
        #expect(list("cells", result) == [0] && result.diagnostics.contains { $0.code == "cells_left_out" })
        let without = try DataCopying.evaluate(
            generated: side(cells, 0.5), heldOut: side(cells, 0), trainingCells: [1])
        #expect(list("cells", without) == [])
        #expect(without.diagnostics.contains { $0.code == "no_cell_counts" })
        #expect(without.value == number("global_z", without) && isFinite(without))
    }

    @Test func readyTablesGiveTheSame() throws {
        let (training, generated, heldOut) = (normalRows(1, 300, 5), normalRows(2, 200, 5), normalRows(3, 150, 5))
        let direct = try DataCopying.evaluate(training: training, generated: generated, heldOut: heldOut)
        let ready = try DataCopying.evaluate(
            training: training, generated: generated, heldOut: heldOut,
            nearestOfGenerated: NearestNeighbours.search(queries: generated, in: training, count: 4),
            nearestOfHeldOut: NearestNeighbours.search(queries: heldOut, in: training, count: 2))
        #expect(direct == ready)
        let other = try withThreads(4) {
            try DataCopying.evaluate(training: training, generated: generated, heldOut: heldOut)
        }
        #expect(direct == other)
    }

    @Test func rotationAndShiftChangeNothing() throws {
        let (training, generated, heldOut) = (normalRows(1, 300, 5), normalRows(2, 200, 5), normalRows(3, 150, 5))
        let cell: (Matrix<Float>) -> [Int32] = { [Int32](repeating: 0, count: $0.rows) }
        let plain = try evaluate(training: training, generated: generated, heldOut: heldOut, cells: cell)
        let turned = try evaluate(
            training: rotated(training), generated: rotated(generated), heldOut: rotated(heldOut), cells: cell)
        #expect(isClose(plain.value, turned.value, absolute: 0.02))
        #expect(plain.value == number("global_z", plain))
    }

    @Test func orderOfRowsDoesNotMatterButTheSeedDoes() throws {
        let (training, generated, heldOut) = (normalRows(1, 300, 5), normalRows(2, 200, 5), normalRows(3, 150, 5))
        func evaluate(_ generated: Matrix<Float>, seed: UInt64) throws -> MetricResult {
            try DataCopying.evaluate(
                training: training, generated: generated, heldOut: heldOut, options: .init(seed: seed))
        }
        let one = try evaluate(generated, seed: 1)
        let turned = try evaluate(generated.rows(at: (0..<200).reversed()), seed: 1)
        #expect(isClose(turned.value, one.value, relative: 1e-12))
        #expect(try evaluate(generated, seed: 2).parts["training_counts"] != one.parts["training_counts"])
    }

    @Test func hostileInput() throws {
        let good = normalRows(1, 30, 3)
        let name = DataCopying.name
        #expect(throws: MetricError.tooFewRows(metric: name, role: "training", rows: 2, needed: 3)) {
            try DataCopying.evaluate(training: good.rows(in: 0..<2), generated: good, heldOut: good)
        }
        #expect(throws: MetricError.tooFewRows(metric: name, role: "held-out", rows: 0, needed: 1)) {
            try DataCopying.evaluate(training: good, generated: good, heldOut: good.rows(in: 0..<0))
        }
        #expect(throws: MetricError.widthsDiffer(metric: name, real: 3, generated: 2)) {
            try DataCopying.evaluate(training: good, generated: normalRows(1, 4, 2), heldOut: good)
        }
        let constant = Matrix<Float>(rows: 50, columns: 2, repeating: 5)
        let result = try DataCopying.evaluate(training: constant, generated: constant, heldOut: constant)
        #expect(result.value == 0 && number("p_value", result) == 1 && isFinite(result))
        let single = try DataCopying.evaluate(
            training: good, generated: good.rows(in: 0..<1), heldOut: normalRows(4, 1, 3))
        #expect(isFinite(single) && single.interval == nil)
        #expect(single.diagnostics.contains { $0.code == "no_interval" })
    }
}
