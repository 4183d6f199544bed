import GANNumerics
import TestSupport
import Testing

@testable import GANAutodiff

@Suite struct ConcatenationTests {
    @Test func putsChannelsSideBySide() {
        let a = Variable.constant(Tensor(shape: [2, 1, 2], scalars: [1, 2, 3, 4]))
        let b = Variable.constant(Tensor(shape: [2, 1, 1], scalars: [5, 6]))
        let joined = Variable.concatenated([a, b, a])
        #expect(joined.value == Tensor(shape: [2, 1, 5], scalars: [1, 2, 5, 1, 2, 3, 4, 6, 3, 4]))
        #expect(joined.channels(2..<4).value == Tensor(shape: [2, 1, 2], scalars: [5, 1, 6, 3]))
        #expect(b.paddedChannels(before: 1, count: 3).value == Tensor(shape: [2, 1, 3], scalars: [0, 5, 0, 0, 6, 0]))
        #expect(Variable.concatenated([b]).value == b.value)
        #expect(Variable.concatenated([a, .constant(Tensor(shape: [2, 1, 0]))]).value == a.value)
    }

    @Test func gradients() {
        let (a, b) = (Draw.normal([2, 3, 2], seed: 3), Draw.normal([2, 3, 4], seed: 4))
        GradientCheck().run("concatenation", [a, b]) { Variable.concatenated([$0[0], $0[1], $0[0]]).squared() }
        GradientCheck().run("channels", [b]) { $0[0].squared().channels(1..<3) }
        GradientCheck().run("padding", [a]) { $0[0].squared().paddedChannels(before: 1, count: 5) }
    }

    /// More rows than one piece of the copying loop.
    @Test func theSameBitsForAnyNumberOfThreads() {
        let (a, b) = (Draw.normal([30_000, 3], seed: 5), Draw.normal([30_000, 2], seed: 6))
        func joined() -> Tensor { Variable.concatenated([.constant(a), .constant(b)]).value }
        let alone = withThreads(1) { joined() }
        #expect(withThreads(3) { joined() } == alone)
        #expect(Array(alone.scalars.suffix(5)) == Array(a.scalars.suffix(3) + b.scalars.suffix(2)))
    }
}
