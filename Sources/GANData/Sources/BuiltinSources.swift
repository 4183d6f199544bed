import GANNumerics

/// The sources that need no file.
///
/// A training and a test source of the same kind draw from streams of their own; the two sides of a world share one.
enum BuiltinSources {
    static let names = ["shapes", "shapes-test", "ring", "ring-test", "grid", "grid-test"] + ImageWorlds.names
    static let trainingCount = 20_000
    static let testCount = 5_000

    static func open(_ name: String) throws(DataError) -> any SampleSource {
        guard names.contains(name) else { throw .unknownBuiltin(name: name, known: names) }
        let stream = SeededGenerator(seed: 0).split("builtin:\(name)")
        let count = name.hasSuffix("-test") ? testCount : trainingCount
        let title = "builtin:\(name)"
        if let side = ImageWorlds.source(name, count: count) { return side }
        if name.hasPrefix("shapes") { return ShapesSource(name: title, count: count, stream: stream) }
        let modes: KnownModes = name.hasPrefix("ring") ? .ring : .grid
        return GaussianMixture.source(name: title, modes: modes, count: count, stream: stream)
    }
}
