import GANAutodiff
import GANNumerics
import Testing

@Suite struct ShapeOperationsTests {
    let a = Draw.normal([4, 3], seed: 3)

    // Squares make the second derivative of these linear maps non-zero.
    @Test func sumsAndBroadcasts() {
        let c = Draw.normal([3], seed: 4)
        let r = Draw.normal([4], seed: 5)
        GradientCheck().run("sum", [a]) { $0[0].squared().sum() }
        GradientCheck().run("mean", [a]) { $0[0].squared().mean() }
        GradientCheck().run("expand", [Tensor(0.7)]) { $0[0].squared().expanded(to: [2, 3]) }
        GradientCheck().run("sum to channels", [a]) { $0[0].squared().summedToChannels() }
        GradientCheck().run("broadcast channels", [c]) { $0[0].squared().broadcastChannels(to: [4, 3]) }
        GradientCheck().run("add channels", [a, c]) { $0[0].addingChannels($0[1]).squared() }
        GradientCheck().run("multiply channels", [a, c]) { $0[0].multiplyingChannels($0[1]).squared() }
        GradientCheck().run("sum rows", [a]) { $0[0].squared().summedRows() }
        GradientCheck().run("broadcast rows", [r]) { $0[0].squared().broadcastRows(columns: 3) }
    }

    @Test func rearrangements() {
        GradientCheck().run("reshape", [a]) { $0[0].squared().reshaped([2, 6]) }
        GradientCheck().run("permute", [Draw.normal([2, 3, 2, 2])]) { $0[0].squared().permuted([2, 0, 3, 1]) }
        GradientCheck().run("rows", [a]) { $0[0].squared().rows(1..<3) }
        GradientCheck().run("gather", [a]) { $0[0].squared().gathered(rows: [2, 0, 2, 3]) }
    }

    @Test func permutationMovesElements() {
        let tensor = Tensor(shape: [2, 3], scalars: [0, 1, 2, 3, 4, 5])
        #expect(tensor.permuted([1, 0]).scalars == [0, 3, 1, 4, 2, 5])
        let four = Draw.normal([2, 3, 4, 5])
        #expect(four.permuted([3, 1, 0, 2]).permuted([2, 1, 3, 0]) == four)
    }

    /// Every order of four axes, of tensors within one piece of work and beyond, by the definition.
    @Test(arguments: [[2, 3, 4, 5], [3, 1, 2, 1], [5, 7, 31, 64], [0, 2, 3, 4]])
    func permutationsAreThoseOfTheDefinition(shape: [Int]) {
        let tensor = Tensor(shape: shape, scalars: (0..<shape.reduce(1, *)).map(Float.init))
        for code in 0..<256 {
            let order = (0..<4).map { code >> (2 * $0) & 3 }
            guard Set(order).count == 4 else { continue }
            let result = tensor.permuted(order)
            #expect(result.shape == order.map { shape[$0] })
            var wrong = 0
            for (position, value) in result.scalars.enumerated() {
                var (rest, index) = (position, [0, 0, 0, 0])
                for axis in order.reversed() {
                    index[axis] = rest % shape[axis]
                    rest /= shape[axis]
                }
                let source = index.indices.reduce(0) { $0 * shape[$1] + index[$1] }
                if value != Float(source) { wrong += 1 }
            }
            #expect(wrong == 0, "order \(order)")
        }
    }

    @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
    func products(transposed: Bool, transposingOther: Bool) {
        let first = Draw.normal(transposed ? [5, 3] : [3, 5], seed: 6)
        let second = Draw.normal(transposingOther ? [4, 5] : [5, 4], seed: 7)
        GradientCheck().run("product \(transposed) \(transposingOther)", [first, second]) {
            $0[0].multiplied(by: $0[1], transposed: transposed, transposingOther: transposingOther).squared()
        }
    }

    @Test func largeProductsAgreeWithTheDefinition() {
        // Larger than one tile in both directions, with ragged edges.
        let (m, n, k) = (150, 600, 37)
        let a = Draw.normal([m, k], seed: 8)
        let b = Draw.normal([k, n], seed: 9)
        let c = Variable.constant(a).multiplied(by: .constant(b)).value
        for (i, j) in [(0, 0), (149, 599), (128, 512), (127, 511), (60, 300)] {
            var expected = 0.0
            for p in 0..<k { expected += Double(a.scalars[i * k + p]) * Double(b.scalars[p * n + j]) }
            #expect(abs(Double(c.scalars[i * n + j]) - expected) < 1e-4)
        }
    }
}
