public import GANNumerics

/// The true translation of each row of a source, as a built-in world knows it.
public struct KnownTranslation: Sendable {
    /// The source that holds the true translations, "builtin:filled".
    public let target: String
    /// What the labels are called which a translation could exchange and undo on the way back; empty where there are none such.
    public let styles: [String]
    /// Whether translations have a part that nothing in the input tells.
    public let isRandom: Bool
    /// A translation's shape.
    public let shape: SampleShape
    private let world: any ImageWorld
    private let side: Int
    private let place: @Sendable (Int) -> Int

    init(world: any ImageWorld, side: Int, target: String) {
        let kind = type(of: world)
        self.init(
            world: world, side: side, target: target, styles: kind.labelsAreStyles ? kind.classNames : [],
            isRandom: kind.isRandom && side == 1, shape: kind.shape, place: { $0 })
    }

    private init(
        world: any ImageWorld, side: Int, target: String, styles: [String], isRandom: Bool, shape: SampleShape,
        place: @escaping @Sendable (Int) -> Int
    ) {
        self.world = world
        self.side = side
        self.target = target
        self.styles = styles
        self.isRandom = isRandom
        self.shape = shape
        self.place = place
    }

    /// The same of a view whose row `i` is row `rows(i)` of this one's.
    func viewed(_ rows: @escaping @Sendable (Int) -> Int) -> KnownTranslation {
        let before = place
        return KnownTranslation(
            world: world, side: side, target: target, styles: styles, isRandom: isRandom, shape: shape,
            place: { before(rows($0)) })
    }

    /// The style of a row, an index of `styles`.
    public func style(of row: Int) -> Int { world.label(of: place(row)) }

    /// The true translations of `rows`, grey levels, `[rows, shape.size]`.
    ///
    /// With `style` as if each row were of that one (an index of `styles`); `draw` numbers other draws of the random part, 0 for that of `target`.
    public func images(of rows: [Int], style: Int? = nil, draw: Int = 0) -> Matrix<Float> {
        precondition(style.map { styles.indices.contains($0) } ?? true, "style \(style ?? -1) of \(styles.count)")
        let size = shape.size
        return Matrix(rows: rows.count, columns: size) { target in
            nonisolated(unsafe) let target = target
            Parallel.forEachRange(of: rows.count, size: 64) { piece in
                for index in piece {
                    world.draw(
                        place(rows[index]), side: side, style: style, draw: draw,
                        into: UnsafeMutableBufferPointer(rebasing: target[index * size..<(index + 1) * size]))
                }
            }
        }
    }
}
