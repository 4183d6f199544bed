import GANNumerics
import OrderedCollections
import RealModule
import TestSupport
import Testing

@testable import GANMetrics

/// Images of soft blobs on a noisy ground, and what can go wrong with them.
private struct Blobs {
    static let side = 24

    /// `count` images `[side, side, channels]` in grey levels.
    static func draw(_ count: Int, seed: UInt64, channels: Int = 1) -> Matrix<Float> {
        let stream = SeededGenerator(seed: seed).split("blobs")
        return Matrix(rows: count, columns: side * side * channels) { target in
            for row in 0..<count {
                var random = stream.split(row)
                let blobs = (0..<3).map { _ in
                    (
                        x: Float(4 + 16 * random.uniform()), y: Float(4 + 16 * random.uniform()),
                        size: Float(1 + 3 * random.uniform()), light: Float(60 + 120 * random.uniform()),
                        tint: (0..<3).map { _ in Float(0.6 + 0.4 * random.uniform()) }
                    )
                }
                for y in 0..<side {
                    for x in 0..<side {
                        let noise = Float(random.normalPair().0) * 4
                        for channel in 0..<channels {
                            let light = blobs.reduce(Float(30)) { sum, blob in
                                let (dx, dy) = (Float(x) - blob.x, Float(y) - blob.y)
                                let reach = Float.exp(-(dx * dx + dy * dy) / (2 * blob.size * blob.size))
                                return sum + blob.light * reach * (channels == 1 ? 1 : blob.tint[channel % 3])
                            }
                            target[(row * side * side + y * side + x) * channels + channel] = min(
                                255, max(0, light + noise))
                        }
                    }
                }
            }
        }
    }

    static func appearance(_ images: Matrix<Float>) -> Matrix<Float> {
        ImageAppearance(height: side, width: side, channels: images.columns / (side * side)).measure(images)
    }

    /// Each grey level by its place and its image's own values.
    static func changed(
        _ images: Matrix<Float>, _ rule: (_ pixels: (Int, Int) -> Float, _ y: Int, _ x: Int) -> Float
    ) -> Matrix<Float> {
        Matrix(rows: images.rows, columns: images.columns) { target in
            for row in 0..<images.rows {
                let base = row * images.columns
                func pixel(_ y: Int, _ x: Int) -> Float {
                    images.scalars[base + min(side - 1, max(0, y)) * side + min(side - 1, max(0, x))]
                }
                for y in 0..<side {
                    for x in 0..<side { target[base + y * side + x] = min(255, max(0, rule(pixel, y, x))) }
                }
            }
        }
    }
}

@Suite struct AppearanceMetricsTests {
    private static let real = Blobs.appearance(Blobs.draw(600, seed: 1))
    private static let fresh = Blobs.draw(400, seed: 2)

    private static let faults: OrderedDictionary<String, Matrix<Float>> = [
        "blur": Blobs.changed(fresh) { pixel, y, x in
            (-1...1).reduce(0) { sum, dy in (-1...1).reduce(sum) { $0 + pixel(y + dy, x + $1) } } / 9
        },
        "noise": mapped(fresh.adding(normalRows(5, fresh.rows, fresh.columns), times: 5)) { min(255, max(0, $0)) },
        "contrast": mapped(fresh) { 60 + 0.8 * ($0 - 60) },
        "dark": mapped(fresh) { 0.6 * $0 },
        "clipped": mapped(fresh) { min(255, max(0, 2 * $0 - 60)) },
        "checkerboard": Blobs.changed(fresh) { pixel, y, x in pixel(y, x) + ((x + y) % 2 == 0 ? 3 : -3) },
        "blocks": Blobs.changed(fresh) { pixel, y, x in
            (pixel(y, x) + pixel(y / 8 * 8 + 4, x / 8 * 8 + 4)) / 2
        },
        "light from the left": Blobs.changed(fresh) { pixel, y, x in pixel(y, x) + 1.5 * (11.5 - Float(x)) },
    ]

    /// The least that each metric must be sure of, in standard deviations of the real images; which metric sees which fault.
    @Test(arguments: [
        ("blur", [Sharpness.name, PowerSpectrum.name, AppearanceDifference.name]),
        ("noise", [Sharpness.name, PowerSpectrum.name]), ("contrast", [PowerSpectrum.name, AppearanceDifference.name]),
        ("dark", [PowerSpectrum.name, AppearanceDifference.name]), ("clipped", [AppearanceDifference.name]),
        ("checkerboard", [PowerSpectrum.name, AppearanceDifference.name, Sharpness.name]),
        ("blocks", [AppearanceDifference.name]), ("light from the left", [AppearanceDifference.name]),
    ])
    func faultsAreSeen(_ fault: String, by metrics: [String]) throws {
        let images = try #require(Self.faults[fault])
        let found = try evaluate(Self.real, Blobs.appearance(images))
        for metric in metrics {
            let interval = try #require(found[metric]?.interval)
            let sure = interval.low > 0 ? interval.low : interval.high < 0 ? -interval.high : 0
            #expect(sure > 0.2, "\(metric) of \(fault): \(interval)")
        }
    }

    @Test func theWorstPropertyIsNamed() throws {
        func worst(_ fault: String, _ part: String, _ metric: String) throws -> MetricPart? {
            try evaluate(Self.real, Blobs.appearance(try #require(Self.faults[fault])))[metric]?.parts[part]
        }
        #expect(try worst("checkerboard", "worst_property", "appearance") == .text("patterns of two pixels"))
        #expect(try worst("blocks", "worst_property", "appearance") == .text("steps between 8 x 8 blocks"))
        #expect(try worst("light from the left", "worst_property", "appearance") == .text("light on the right"))
        #expect(try worst("clipped", "worst_property", "appearance") != nil)
    }

    @Test func aColourCastIsSeen() throws {
        let real = Blobs.appearance(Blobs.draw(300, seed: 3, channels: 3))
        let fresh = Blobs.draw(300, seed: 4, channels: 3)
        var cast = fresh
        for place in stride(from: 0, to: cast.scalars.count, by: 3) { cast.scalars[place] += 8 }
        let honest = try evaluate(real, Blobs.appearance(fresh))
        let tinted = try evaluate(real, Blobs.appearance(cast))
        #expect(try #require(tinted["appearance"]?.interval).low > 0.2)
        #expect(try #require(honest["appearance"]?.interval).low < 0.05)
        #expect(tinted["appearance"]?.parts["worst_property"] == .text("red against green"))
    }

    /// Half of the images twice: means stay, spreads do not matter; and one image again and again has no spread at all.
    @Test func lowVarietyShowsInTheSpreads() throws {
        let one = Blobs.appearance(Self.fresh.rows(at: [Int](repeating: 3, count: 200)))
        let found = try #require(try evaluate(Self.real, one)["appearance"])
        guard case .interval(let bounds)? = found.parts["largest_spread_interval"] else {
            Issue.record("no interval of the spreads")
            return
        }
        #expect(bounds.low > 2 && number("worst_spread", found) < 0)
    }

    @Test func honestSamplesStandAtTheNull() throws {
        var sure: OrderedDictionary<String, Int> = [:]
        var means: OrderedDictionary<String, Double> = [:]
        var nulls: OrderedDictionary<String, Double> = [:]
        let pool = Blobs.appearance(Blobs.draw(1000, seed: 11))
        for seed in 0..<50 {
            var random = SeededGenerator(seed: UInt64(seed))
            let order = random.permutation(of: 1000)
            let found = try evaluate(pool.rows(at: Array(order[..<600])), pool.rows(at: Array(order[600...])))
            for (name, result) in found {
                let interval = try #require(result.interval)
                #expect(interval.low <= result.value && result.value <= interval.high)
                if name == "sharpness" ? interval.low > 0 || interval.high < 0 : interval.low > 0 {
                    sure[name, default: 0] += 1
                }
                means[name, default: 0] += result.value / 50
                nulls[name, default: 0] += (result.null?.value ?? .nan) / 50
            }
        }
        // At 95 %, of 50: 7 or more come once in 100 runs.
        for (name, count) in sure { #expect(count <= 6, "\(name) is sure of a difference in \(count) of 50") }
        for name in ["power_spectrum", "appearance"] {
            let (mean, null) = (means[name] ?? .nan, nulls[name] ?? .nan)
            #expect(abs(mean / null - 1) < 0.15, "\(name): mean \(mean), null \(null)")
        }
        #expect(abs(means["sharpness"] ?? .nan) < 0.03)
    }

    /// More samples narrow the interval and leave the value.
    @Test func theEffectDoesNotGrowWithTheSamples() throws {
        let blurred = Blobs.appearance(try #require(Self.faults["blur"]))
        let (few, all) = try (
            Sharpness.evaluate(real: Self.real, generated: blurred.rows(in: 0..<100)),
            Sharpness.evaluate(real: Self.real, generated: blurred)
        )
        #expect(abs(few.value / all.value - 1) < 0.2)
        let (wide, narrow) = (try #require(few.interval), try #require(all.interval))
        #expect(wide.high - wide.low > narrow.high - narrow.low)
    }

    @Test func setsWithoutVarietyAreCompared() throws {
        let flat = Blobs.appearance(Matrix(rows: 5, columns: 576, repeating: 100))
        let light = Blobs.appearance(Matrix(rows: 5, columns: 576, repeating: 140))
        for (name, result) in try evaluate(flat, flat) {
            #expect(result.value == 0 && isFinite(result), "\(name)")
            #expect(result.diagnostics.contains { $0.code == "nothing_varies" }, "\(name)")
        }
        // Forty grey levels against a resolution of half a level.
        #expect(isClose(try #require(try evaluate(flat, light)["appearance"]).value, 80, relative: 1e-3))
        #expect(throws: MetricError.tooFewRows(metric: "sharpness", role: "generated", rows: 1, needed: 2)) {
            try Sharpness.evaluate(real: Self.real, generated: flat.rows(in: 0..<1))
        }
        #expect(throws: MetricError.self) {
            try AppearanceDifference.evaluate(real: normalRows(1, 9, 4), generated: normalRows(2, 9, 4))
        }
    }

    @Test func theCatalogueMeasuresThemBesideHeldOutImages() throws {
        var inputs = MetricInputs(
            real: normalRows(1, 600, 3), generated: normalRows(2, 400, 3), heldOut: normalRows(3, 500, 3))
        let names = [Sharpness.name, PowerSpectrum.name, AppearanceDifference.name]
        for name in names {
            #expect(
                try MetricCatalogue.evaluate([name], inputs: inputs).omitted[name]?.hasPrefix("needs images") == true)
        }
        inputs.appearance = .init(
            real: Self.real, generated: Blobs.appearance(Self.fresh),
            heldOut: Blobs.appearance(Blobs.draw(500, seed: 7)))
        let outcome = try MetricCatalogue.evaluate(names, inputs: inputs)
        #expect(Array(outcome.results.keys) == names)
        for (name, result) in outcome.results {
            #expect(result.ceiling?.basis == "held-out data, 400 rows" && isFinite(result), "\(name)")
        }
    }

    private func evaluate(
        _ real: Matrix<Float>, _ generated: Matrix<Float>
    ) throws -> OrderedDictionary<String, MetricResult> {
        [
            Sharpness.name: try Sharpness.evaluate(real: real, generated: generated),
            PowerSpectrum.name: try PowerSpectrum.evaluate(real: real, generated: generated),
            AppearanceDifference.name: try AppearanceDifference.evaluate(real: real, generated: generated),
        ]
    }
}

extension Matrix where Scalar == Float {
    /// The sum with another matrix of this shape, times a number.
    fileprivate func adding(_ other: Matrix, times factor: Float) -> Matrix {
        Matrix(rows: rows, columns: columns, scalars: zip(scalars, other.scalars).map { $0 + factor * $1 })
    }
}
