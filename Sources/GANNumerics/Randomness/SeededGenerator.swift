import RealModule

/// A seeded, splittable source of randomness: Philox 4×32 with ten rounds.
///
/// Counter-based, so draw number i of a stream is a function of the key and i alone. `split` derives an independent
/// stream from a label or an index; giving each sample a stream of its own makes results independent of batch size
/// and thread count. Period 2^66 words a stream. Not for cryptography.
///
/// Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 3.3.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Equatable {
    /// The stream's key, two 32-bit words.
    public let key: SIMD2<UInt32>
    /// How many blocks of four words have been drawn; with the key it is the whole state.
    public private(set) var blocksDrawn: UInt64 = 0
    private var buffer = SIMD4<UInt32>()
    private var bufferedWords = 0

    /// The root stream of a seed.
    public init(seed: UInt64) {
        key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    }

    private init(key: SIMD2<UInt32>) { self.key = key }

    /// An independent stream for a named purpose; drawing from it does not move this one.
    public func split(_ label: String) -> SeededGenerator {
        // FNV-1a spreads the label over 64 bits; Philox then mixes it with the key.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in label.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return derived(from: hash, domain: 1)
    }

    /// An independent stream for item `index` of a series.
    public func split(_ index: Int) -> SeededGenerator {
        derived(from: UInt64(bitPattern: Int64(index)), domain: 2)
    }

    private func derived(from word: UInt64, domain: UInt32) -> SeededGenerator {
        // Ordinary draws leave the counter's upper words at zero, so a non-zero domain can't collide with them.
        let counter = SIMD4(
            UInt32(truncatingIfNeeded: word), UInt32(truncatingIfNeeded: word >> 32), domain, 0x6765_6e65)
        let block = Self.block(counter: counter, key: key)
        return SeededGenerator(key: SIMD2(block[0], block[1]))
    }

    /// One Philox 4×32-10 block: the bijection of `counter` under `key`.
    public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        var counter = counter
        var key = key
        for _ in 0..<10 {
            let first = UInt64(0xD251_1F53) &* UInt64(counter[0])
            let second = UInt64(0xCD9E_8D57) &* UInt64(counter[2])
            counter = SIMD4(
                UInt32(truncatingIfNeeded: second >> 32) ^ counter[1] ^ key[0], UInt32(truncatingIfNeeded: second),
                UInt32(truncatingIfNeeded: first >> 32) ^ counter[3] ^ key[1], UInt32(truncatingIfNeeded: first))
            key = key &+ SIMD2(0x9E37_79B9, 0xBB67_AE85)
        }
        return counter
    }

    private mutating func nextWord() -> UInt32 {
        if bufferedWords == 0 {
            let counter = SIMD4(
                UInt32(truncatingIfNeeded: blocksDrawn), UInt32(truncatingIfNeeded: blocksDrawn >> 32), 0, 0)
            buffer = Self.block(counter: counter, key: key)
            blocksDrawn += 1
            bufferedWords = 4
        }
        bufferedWords -= 1
        return buffer[3 - bufferedWords]
    }

    /// The next 64 bits of the stream.
    public mutating func next() -> UInt64 {
        let low = UInt64(nextWord())
        return low | UInt64(nextWord()) << 32
    }

    /// A uniform draw in [0, 1) with 53 random bits.
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A uniform whole number in 0..<bound, without modulo bias.
    public mutating func index(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    /// Two independent standard normal draws (Box and Muller 1958, both branches).
    public mutating func normalPair() -> (Double, Double) {
        // 1 - u lies in (0, 1], so the logarithm is finite.
        let radius = (-2 * Double.log(1 - uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        return (radius * Double.cos(angle), radius * Double.sin(angle))
    }

    /// Fills `buffer` with normal draws of mean 0 and the given standard deviation.
    public mutating func fillNormal(_ buffer: UnsafeMutableBufferPointer<Float>, standardDeviation: Double = 1) {
        var index = 0
        while index < buffer.count {
            let (first, second) = normalPair()
            buffer[index] = Float(first * standardDeviation)
            if index + 1 < buffer.count { buffer[index + 1] = Float(second * standardDeviation) }
            index += 2
        }
    }

    /// A matrix `[rows, columns]` of standard normal draws in which row i comes from the stream `split(firstRow + i)`.
    public func normalRows(_ rows: Int, columns: Int, firstRow: Int = 0) -> Matrix<Float> {
        Matrix(rows: rows, columns: columns) { target in
            for row in 0..<rows {
                var stream = split(firstRow + row)
                stream.fillNormal(UnsafeMutableBufferPointer(rebasing: target[row * columns..<(row + 1) * columns]))
            }
        }
    }

    /// A random order of 0..<count.
    public mutating func permutation(of count: Int) -> [Int] {
        var order = Array(0..<count)
        order.shuffle(using: &self)
        return order
    }

    /// `count` distinct indices below `bound`, in random order, without replacement.
    public mutating func sample(_ count: Int, below bound: Int) -> [Int] {
        precondition(count <= bound, "\(count) distinct indices below \(bound)")
        var order = Array(0..<bound)
        for position in 0..<count {
            order.swapAt(position, position + index(below: bound - position))
        }
        return Array(order[0..<count])
    }
}
