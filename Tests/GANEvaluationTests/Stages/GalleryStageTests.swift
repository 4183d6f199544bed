import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import Testing

@testable import GANEvaluation

@Suite struct GalleryStageTests {
    private static let image = SampleShape.image(height: 1, width: 2, channels: 1)

    /// Rows of two values that say which set and which row they are.
    private static func rows(_ count: Int, set: Float) -> Matrix<Float> {
        Matrix(rows: count, columns: 2, scalars: (0..<count).flatMap { [set, Float($0)] })
    }

    private func stage(
        shape: SampleShape = GalleryStageTests.image, samples: Int = 20, reference: Int = 30, realism: [Double]? = nil,
        ratios: [Double]? = nil, nearest: [Int]? = nil, metrics: [String: MetricResult] = [:], columns: Int = 2
    ) throws -> GalleryStage {
        let generated =
            columns == 2
            ? Self.rows(samples, set: 1) : Matrix(rows: samples, columns: columns, repeating: 0)
        var measured = MeasuredSet()
        for (name, result) in metrics {
            measured.metrics[name] = MeasuredMetric(name: name, extractor: "space", result: result)
        }
        let context = try MetricContext([], inputs: MetricInputs(real: generated, generated: generated))
        let ratios = ratios ?? [Double](repeating: 1, count: samples)
        return GalleryStage(
            samples: generated,
            reference: Sample.source(
                columns == 2
                    ? Self.rows(reference, set: 0) : Matrix(rows: reference, columns: columns, repeating: 0),
                shape: shape),
            distribution: .init(
                measured: measured, realism: realism ?? [Double](repeating: 1, count: samples), context: context),
            memorization: .init(
                measured: MeasuredSet(),
                table: NeighbourTable(
                    queries: samples, count: 1,
                    indices: (nearest ?? (0..<samples).map { $0 }).map(Int32.init),
                    distances: (0..<samples).map { Double($0) / 2 }), ratios: ratios, figure: nil))
    }

    @Test func theLeastAndTheMostRealisticAreShown() throws {
        // Sample i has realism i, but for two that tie; sample 0 equals a training row.
        var realism = (0..<20).map { Double($0) }
        realism[5] = 1
        realism[7] = 1
        let gallery = try stage(realism: realism).gallery()
        #expect(gallery.worst.map(\.sample) == [1, 5, 7, 2, 3, 4, 6, 8, 9, 10])
        #expect(gallery.best.map(\.sample) == [19, 18, 17, 16, 15, 14, 13, 12, 11, 10])
        #expect(gallery.copies == 1 && gallery.control.isEmpty)
        #expect(gallery.best.first?.realism == 19 && gallery.best.first?.image == [1, 19])
        #expect(gallery.imageShape == ImageShape(height: 1, width: 2, channels: 1))
        #expect(gallery.random == Self.rows(20, set: 1) && gallery.points == nil)
        #expect(try stage(samples: 100, reference: 100).gallery().random.rows == GalleryStage.randomCount)
    }

    /// Samples nearer to each other than real rows come stand once, each beside the real row nearest to it.
    @Test func samplesThatAreNearlyTheSameStandOnce() throws {
        var result = MetricResult(value: 0.5)
        result.parts["threshold"] = .number(1.5)
        let gallery = try stage(
            reference: 20, realism: (0..<20).map { Double($0) }, metrics: [DistinctSamples.name: result]
        ).gallery()
        // Rows lie 1 apart: 1 stands for 2 and, with the copy 0, has two like itself.
        #expect(gallery.worst.map(\.sample) == [1, 3, 5, 7, 9, 11, 13, 15, 17, 19])
        #expect(gallery.worst.map(\.repeats) == [3, 3, 3, 3, 3, 3, 3, 3, 3, 2])
        #expect(gallery.worst.first?.neighbour == Gallery.Picture(row: 1, image: [0, 1]))
    }

    @Test func realImagesAreDrawnPlainlyFromTheReference() throws {
        let gallery = try stage(reference: 300).gallery()
        #expect(gallery.real.count == GalleryStage.randomCount)
        #expect(gallery.real.allSatisfy { $0.image == [0, Float($0.row)] })
        #expect(Set(gallery.real.map(\.row)).count == gallery.real.count)
        #expect(gallery.real.map(\.row) == gallery.real.map(\.row).sorted())
        #expect(gallery.real.contains { $0.row > 100 })
        #expect(try stage(reference: 30).gallery().real.count == 30)
    }

    @Test func pointsOfThePlaneStandForPictures() throws {
        let gallery = try stage(shape: .vector(2)).gallery()
        #expect(gallery.imageShape == nil && gallery.worst.isEmpty && gallery.pairs.isEmpty && gallery.random.rows == 0)
        #expect(gallery.points?.generated == Self.rows(20, set: 1))
        #expect(gallery.points?.real == Self.rows(30, set: 0))
        #expect(try stage(shape: .vector(3), columns: 3).gallery().points == nil)
    }

    @Test func modesAreWhatModeCoverageCounted() throws {
        var result = MetricResult(value: 2)
        result.parts["counts"] = .counts([15, 0, 5])
        result.parts["missing_classes"] = .counts([1])
        result.parts["reference_shares"] = .numbers([0.5, 0.25, 0.25])
        let stage = try stage(metrics: [ModeCoverage.name: result])
        let naming = try ClassNaming(
            given: nil, space: .own(.init(extractor: "net", names: ["cat", "dog"])), reference: stage.reference,
            extractor: "net", noun: "class")
        // Reference rows 3, 6, 9, … are of the class that no sample is of.
        let table = try #require(
            try stage.modes(naming: naming, rowClasses: (0..<30).map { $0 > 0 && $0.isMultiple(of: 3) ? 1 : 0 }))
        #expect(table.modes.map(\.name) == ["cat", "dog", "class 2 of net"])
        #expect(table.modes.map(\.generatedCount) == [15, 0, 5])
        #expect(table.modes.map(\.generatedShare) == [0.75, 0, 0.25])
        #expect(table.modes.map(\.referenceShare) == [0.5, 0.25, 0.25])
        #expect(table.modes.map(\.missing) == [false, true, false])
        #expect(table.modes.map(\.exemplars) == [[[0, 0], [0, 1], [0, 2]], [[0, 3], [0, 6], [0, 9]], []])
        #expect(table.modes[1].interval.low == 0 && table.modes[1].interval.high > 0)
        #expect(table.note?.contains("net") == true)
        // Without the classes of the reference's rows there is nothing to show.
        let bare = try stage.modes(naming: naming, rowClasses: nil)
        #expect(bare?.modes.allSatisfy { $0.exemplars.isEmpty } == true)
        #expect(try self.stage().modes(naming: naming, rowClasses: nil) == nil)
    }
}
