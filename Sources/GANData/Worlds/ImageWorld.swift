import GANNumerics

/// Two sets of images whose rows belong together by a rule that is known: row i of the second is the true translation of row i of the first.
///
/// A world is one file that conforms and one line in `ImageWorlds.all`. An image is a function of the stream, its row and its side.
protocol ImageWorld: Sendable {
    /// What follows "builtin:" for the first and the second set.
    static var names: [String] { get }

    /// The world whose rows `stream` decides.
    init(stream: SeededGenerator)

    /// How images of each side came about, with a version: another drawing would be other data.
    static var rules: [String] { get }
    /// A sample of each side.
    static var shape: SampleShape { get }
    /// The names of the labels.
    static var classNames: [String] { get }
    /// Whether labels are what a translation could exchange and undo on the way back.
    static var labelsAreStyles: Bool { get }
    /// Whether the second side has a part that nothing in the first tells.
    static var isRandom: Bool { get }

    /// The label of a row, the same on both sides.
    func label(of row: Int) -> Int

    /// Draws `row` of one side into `shape.size` grey levels, channels last.
    ///
    /// `style` stands for the row's own label where labels are styles; `draw` numbers the random part, 0 for the row that is in the set.
    func draw(_ row: Int, side: Int, style: Int?, draw: Int, into target: UnsafeMutableBufferPointer<Float>)
}

/// The worlds: the one list of them.
enum ImageWorlds {
    static let all: [any ImageWorld.Type] = [OutlineWorld.self, ColourWorld.self]

    /// "outlines", "outlines-test", "filled", and so on.
    static let names = all.flatMap { $0.names.flatMap { [$0, "\($0)-test"] } }

    /// A side of a world by what follows "builtin:"; nil for other names.
    static func source(_ name: String, count: Int) -> WorldSource? {
        let isTest = name.hasSuffix("-test")
        let plain = isTest ? String(name.dropLast(5)) : name
        for type in all {
            guard let side = type.names.firstIndex(of: plain) else { continue }
            // Both sides of a world draw from one stream.
            let stream = SeededGenerator(seed: 0).split("builtin:\(type.names[0])\(isTest ? "-test" : "")")
            return WorldSource(
                world: type.init(stream: stream), side: side, count: count, suffix: isTest ? "-test" : "")
        }
        return nil
    }
}
