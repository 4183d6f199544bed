import GANNumerics

/// One side of a built-in world of images that belong together: `builtin:outlines`, `builtin:filled`, `builtin:world-a`, `builtin:world-b`.
///
/// Images are drawn when they are read; each depends on its row alone.
struct WorldSource: SampleSource {
    let name: String
    let count: Int
    let labels: [Int]?
    let knownTranslation: KnownTranslation?
    private let world: any ImageWorld
    private let side: Int
    private let digest = SampleDigest()

    init(world: any ImageWorld, side: Int, count: Int, suffix: String) {
        let names = type(of: world).names
        name = "builtin:\(names[side])\(suffix)"
        self.world = world
        self.side = side
        self.count = count
        labels = (0..<count).map { world.label(of: $0) }
        knownTranslation = KnownTranslation(
            world: world, side: 1 - side, target: "builtin:\(names[1 - side])\(suffix)")
    }

    var rule: String { type(of: world).rules[side] }
    var shape: SampleShape { type(of: world).shape }
    var classNames: [String]? { type(of: world).classNames }

    func read(rows: Range<Int>) throws -> Matrix<Float> {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows \(rows) of \(count)")
        let size = shape.size
        return Matrix(rows: rows.count, columns: size) { target in
            nonisolated(unsafe) let target = target
            Parallel.forEachRange(of: rows.count, size: 64) { piece in
                for index in piece {
                    world.draw(
                        rows.lowerBound + index, side: side, style: nil, draw: 0,
                        into: UnsafeMutableBufferPointer(rebasing: target[index * size..<(index + 1) * size]))
                }
            }
        }
    }

    func contentDigest() throws -> String {
        try digest.value(of: self) { .floats(try read(rows: $0).scalars) }
    }

    func origin(of row: Int) -> String { "picture \(row), \(type(of: world).classNames[world.label(of: row)])" }
}
