import GANNumerics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Draws `builtin:ring` and `builtin:grid`: sample i depends on the stream and i alone; its label is its mode.
enum GaussianMixture {
    /// `count` samples drawn from `stream`, a generator that no other source uses.
    static func source(name: String, modes: KnownModes, count: Int, stream: SeededGenerator) -> ArraySource {
        var labels: [Int] = []
        var values: [Float] = []
        for row in 0..<count {
            var generator = stream.split(row)
            let mode = generator.index(below: modes.centres.rows)
            let deviation = modes.standardDeviations[mode]
            let (x, y) = generator.normalPair()
            labels.append(mode)
            values.append(Float(modes.centres[mode, 0] + deviation * x))
            values.append(Float(modes.centres[mode, 1] + deviation * y))
        }
        // The builtin mixtures have one deviation for all modes.
        let deviation = modes.standardDeviations.first ?? 0
        return ArraySource(
            name: name, rule: "gaussian mixture, \(modes.centres.rows) modes, σ \(deviation)",
            count: count,
            shape: .vector(2), values: .floats(values), labels: labels, knownModes: modes)
    }
}
