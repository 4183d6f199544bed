import GANData
import GANNumerics
import Testing

@testable import GANEvaluation

/// Whole reports of situations whose verdict is known; `benchmarks verdicts` has more of them, and more draws.
@Suite struct VerdictCampaignTests {
    private static let images = Matrix(of: 2600)

    private static func source(_ rows: Range<Int>, _ change: (Matrix<Float>) -> Matrix<Float> = { $0 }) -> ArraySource {
        source(change(images.rows(at: Array(rows))))
    }

    private static func source(_ samples: Matrix<Float>) -> ArraySource {
        ArraySource(name: "blots", rule: "made", shape: .image(height: 16, width: 16, channels: 1), samples: samples)
    }

    private static let reference = source(0..<1200)
    private static let heldOut = source(1200..<1800)

    private func verdict(
        of samples: ArraySource, reference: ArraySource = reference, heldOut: ArraySource? = heldOut
    ) throws -> Verdict {
        try Evaluator(
            EvaluationRequest(
                subject: .samples(samples, count: samples.count),
                plan: MeasuringPlan(reference: reference, heldOut: heldOut))
        ).evaluate().verdict
    }

    @Test func freshImagesAreGood() throws {
        let verdict = try verdict(of: Self.source(1800..<2400))
        #expect(verdict.grade == .good && verdict.copying == nil, "\(verdict.witnesses)")
    }

    /// What generators get wrong, none of it copying.
    @Test(arguments: ["few", "blurred", "noisy", "half"])
    func noFaultIsGoodAndNoneIsCopying(fault: String) throws {
        let fresh = Array(1800..<2400)
        let images = Self.images
        let samples: Matrix<Float>
        switch fault {
        case "few": samples = images.rows(at: fresh.indices.map { fresh[$0 % 40] })
        case "blurred": samples = Self.blurred(images.rows(at: fresh))
        case "noisy":
            let noise = SeededGenerator(seed: 5).normalRows(fresh.count, columns: 256)
            samples = Self.mapped(images.rows(at: fresh)) { value, place in value + 25 * noise.scalars[place] }
        default: samples = images.rows(at: Array((1800..<2600).filter { Self.isLeft($0) }))
        }
        let verdict = try verdict(of: Self.source(samples))
        #expect(verdict.grade != .good, "\(verdict.witnesses)")
        #expect(verdict.copying == nil, "\(verdict.witnesses)")
    }

    @Test func copiesAreNeverGood() throws {
        var samples = Self.images.rows(at: Array(1800..<2400))
        let copies = Self.images.rows(at: Array(0..<60))
        for row in 0..<60 { for column in 0..<256 { samples[row, column] = copies[row, column] } }
        let verdict = try verdict(of: Self.source(samples))
        #expect(verdict.grade > .cannotTell && verdict.copying != nil)
    }

    /// A ceiling of few held-out rows hides nothing.
    @Test(arguments: [50, 200])
    func fewHeldOutRowsHideNoCollapse(heldOut: Int) throws {
        let fresh = Array(1800..<2400)
        let samples = Self.images.rows(at: fresh.indices.map { fresh[$0 % 40] })
        let verdict = try verdict(of: Self.source(samples), heldOut: Self.source(1200..<1200 + heldOut))
        #expect(verdict.grade != .good && verdict.copying == nil, "\(verdict.witnesses)")
    }

    @Test func sixtySamplesTellNothing() throws {
        let verdict = try verdict(of: Self.source(1800..<1860))
        #expect(verdict.grade == .cannotTell && verdict.shortage != nil)
    }

    @Test func withoutHeldOutDataQualityAndCopyingAreOpen() throws {
        let verdict = try verdict(of: Self.source(1800..<2400), heldOut: nil)
        #expect(verdict.grade == .cannotTell && !verdict.hasHeldOut)
        #expect(verdict.tiles.first { $0.section == .diversity }?.grade != .alarming)
    }

    // MARK: Images

    private static func isLeft(_ row: Int) -> Bool { row % 2 == 0 }

    private static func mapped(_ images: Matrix<Float>, _ change: (Float, Int) -> Float) -> Matrix<Float> {
        var images = images
        for place in images.scalars.indices {
            images.scalars[place] = min(255, max(0, change(images.scalars[place], place).rounded()))
        }
        return images
    }

    /// The mean of each pixel and its eight neighbours.
    private static func blurred(_ images: Matrix<Float>) -> Matrix<Float> {
        mapped(images) { _, place in
            let (row, y, x) = (place / 256, place % 256 / 16, place % 16)
            var sum: Float = 0
            for dy in -1...1 {
                for dx in -1...1 {
                    sum += images[row, min(15, max(0, y + dy)) * 16 + min(15, max(0, x + dx))]
                }
            }
            return sum / 9
        }
    }
}

extension Matrix<Float> {
    /// Images of 16 × 16 with a soft blot each, its place, size, brightness and a grain drawn; even ones have it on the left.
    fileprivate init(of count: Int) {
        let generator = SeededGenerator(seed: 3)
        let draws = generator.split("blots").normalRows(count, columns: 5)
        let grain = generator.split("grain").normalRows(count, columns: 256)
        self.init(rows: count, columns: 256, repeating: 0)
        for row in 0..<count {
            let centreX = (row % 2 == 0 ? 4.5 : 11) + 1.2 * draws[row, 0]
            let centreY = 8 + 1.8 * draws[row, 1]
            let size = 2.5 + 0.5 * abs(draws[row, 2])
            let peak = 150 + 25 * draws[row, 3]
            for place in 0..<256 {
                let (dy, dx) = (Float(place / 16) - centreY, Float(place % 16) - centreX)
                let distance = (dx * dx + dy * dy) / (2 * size * size)
                // Falls off like a bell, without the library's exponential: 1/(1 + d)².
                let value = 30 + peak / ((1 + distance) * (1 + distance)) + 6 * grain[row, place]
                self[row, place] = Swift.min(255, Swift.max(0, value.rounded()))
            }
        }
    }
}
