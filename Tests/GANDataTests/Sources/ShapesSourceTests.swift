import GANNumerics
import Testing

@testable import GANData

@Suite struct ShapesSourceTests {
    @Test func pictureDependsOnStreamAndNumberAlone() throws {
        let long = try SampleSources.open("builtin:shapes")
        let short = ShapesSource(count: 300, stream: SeededGenerator(seed: 0).split("builtin:shapes"))
        #expect(long.count == 20_000)
        #expect(try long.read(rows: 200..<300) == short.read(rows: 200..<300))
        #expect(try short.read(rows: 299..<300).scalars == Array(short.read(rows: 0..<300).row(299)))
        #expect(short.labels == long.labels.map { Array($0[..<300]) })
    }

    @Test func trainingAndTestPicturesDiffer() throws {
        let training = try SampleSources.open("builtin:shapes[:2000]")
        let test = try SampleSources.open("builtin:shapes-test")
        #expect(test.count == 5_000)
        func pictures(_ source: any SampleSource) throws -> Set<[Float]> {
            let matrix = try source.read(rows: 0..<min(2000, source.count))
            return Set((0..<matrix.rows).map { Array(matrix.row($0)) })
        }
        let seen = try pictures(training)
        #expect(seen.count == 2000)
        #expect(try seen.isDisjoint(with: pictures(test)))
    }

    @Test func picturesShowTheirFactors() throws {
        let source = ShapesSource(count: 500, stream: SeededGenerator(seed: 5))
        let matrix = try source.read(rows: 0..<500)
        for row in 0..<500 {
            let factors = source.factors(of: row)
            let picture = Array(matrix.row(row))
            #expect(source.labels?[row] == ShapeFactors.Kind.allCases.firstIndex(of: factors.kind))
            #expect(picture.max() == Float(factors.intensity.rounded()))
            #expect(picture.allSatisfy { $0 == $0.rounded() && $0 >= 0 })
            // Nothing touches the border, and a disc has the area of its radius.
            for place in 0..<28 {
                #expect(picture[place] == 0 && picture[27 * 28 + place] == 0 && picture[28 * place] == 0)
            }
            if factors.kind == .disc {
                let area = Double(picture.reduce(0, +)) / factors.intensity
                #expect(abs(area / (Double.pi * factors.radius * factors.radius) - 1) < 0.01)
            }
        }
    }

    @Test func classesAreAboutEquallyFrequent() throws {
        let labels = try #require(try SampleSources.open("builtin:shapes").labels)
        for label in 0..<10 {
            let count = labels.count { $0 == label }
            // Five standard deviations of a binomial count.
            #expect(abs(count - 2000) < 213)
        }
    }
}
