import GANNumerics

/// A random cut of row numbers into disjoint blocks of nearly equal size.
///
/// Blocks are drawn by a seeded permutation: files are often sorted by class, and neither contiguous nor strided blocks
/// would then be samples of the whole.
enum DisjointBlocks {
    /// `blocks` lists of row numbers that together hold each of 0..<count once; sizes differ by at most one.
    ///
    /// Within a block the rows keep their order. The same seed and purpose give the same blocks.
    static func rows(count: Int, blocks: Int, seed: UInt64, purpose: String) -> [[Int]] {
        precondition(blocks >= 1 && blocks <= count, "\(blocks) blocks of \(count) rows")
        var generator = SeededGenerator(seed: seed).split(purpose)
        let order = generator.permutation(of: count)
        return (0..<blocks).map { block in
            order[block * count / blocks..<(block + 1) * count / blocks].sorted()
        }
    }
}
