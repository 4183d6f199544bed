import GANData
import GANModels
import GANNumerics
import Testing

@testable import GANEvaluation

@Suite struct NeighbourStageTests {
    private func stage(_ points: [Float]) -> NeighbourStage {
        NeighbourStage(
            training: Sample.source(Matrix(rows: points.count, columns: 1, scalars: points), shape: .vector(1)),
            extractor: PixelExtractor(sampleShape: .vector(1)), cache: NoCache())
    }

    @Test func findsTheNearestRowsInOrder() throws {
        let table = try stage([0, 10, 11, 50, 100, 1000, 12]).table(
            Matrix(rows: 2, columns: 1, scalars: [10.25, 60]), identity: []
        ) { _ in }
        #expect(table.count == 5 && table.queries == 2)
        #expect((0..<3).map { table.index(query: 0, rank: $0) } == [1, 2, 6])
        #expect(table.index(query: 1, rank: 0) == 3 && table.distance(query: 1, rank: 0) == 10)
    }

    @Test func fewRowsGiveFewNeighbours() throws {
        let table = try stage([5, 7]).table(Matrix(rows: 1, columns: 1, scalars: [7]), identity: []) { _ in }
        #expect(table.count == 2 && table.index(query: 0, rank: 0) == 1 && table.distance(query: 0, rank: 0) == 0)
    }

    @Test func aRowsOwnNeighbourIsAnotherRow() throws {
        let distances = try stage([0, 3, 3, 10]).neighbourDistances(of: [0, 1, 2, 3]) { _ in }
        #expect(distances == [0: 3, 1: 0, 2: 0, 3: 7])
    }

    /// Whatever the width of a row: no block of the training set or of held-out data is larger than the memory for one.
    @Test(arguments: [1, 10, 250])
    func blocksFitAFixedMemory(width: Int) throws {
        let samples = SeededGenerator(seed: 1).normalRows(120, columns: width)
        let training = CountingSource(Sample.source(samples, shape: .vector(width)))
        let heldOut = CountingSource(
            Sample.source(SeededGenerator(seed: 2).normalRows(50, columns: width), shape: .vector(width)))
        var stage = NeighbourStage(
            training: training, extractor: PixelExtractor(sampleShape: .vector(width)), cache: NoCache())
        let whole = try stage.table(of: heldOut, values: 0) { _ in }
        stage.blockValues = 200
        let before = (training.reads.count, heldOut.reads.count)
        let table = try stage.table(of: heldOut, values: 0) { _ in }
        #expect(table == whole)
        // A last block with fewer rows than neighbours joins the one before.
        let most = max(1, 200 / width)
        #expect(heldOut.reads[before.1...].allSatisfy { $0.count <= most })
        #expect(
            training.reads[before.0...].allSatisfy { $0.count < max(most, NeighbourStage.count) + NeighbourStage.count }
        )
        // As many held-out rows at a time as there are samples, where these are more: one pass.
        let passes = heldOut.reads.count
        #expect(try stage.table(of: heldOut, values: 50 * width) { _ in } == whole)
        #expect(heldOut.reads.count == passes + 1)
    }

    /// More rows than one block, with a rest shorter than the number of neighbours.
    @Test func blocksMakeNoDifference() throws {
        let count = NeighbourStage.block + 2
        let stage = stage((0..<count).map { Float($0) })
        let table = try stage.table(
            Matrix(rows: 2, columns: 1, scalars: [Float(count) - 1, 0]), identity: []
        ) { _ in }
        #expect((0..<5).map { table.index(query: 0, rank: $0) } == (1...5).map { count - $0 })
        #expect((0..<5).map { table.index(query: 1, rank: $0) } == Array(0..<5))
    }
}
