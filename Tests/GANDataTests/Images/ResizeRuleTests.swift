import Testing

@testable import GANData

@Suite struct ResizeRuleTests {
    /// A map's weights as rows over the inputs.
    private func dense(_ taps: ResizeTaps) -> [[Float]] {
        (0..<taps.outputs).map { index in
            var row = [Float](repeating: 0, count: taps.inputs)
            for term in taps.offsets[index]..<taps.offsets[index + 1] {
                let position: Int = taps.starts[index] + term - taps.offsets[index]
                row[position] = taps.weights[term]
            }
            return row
        }
    }

    private func near(_ found: [[Float]], _ expected: [[Float]]) -> Bool {
        found.count == expected.count && zip(found.joined(), expected.joined()).allSatisfy { abs($0 - $1) < 1e-6 }
    }

    @Test func smallMapsWorkedOutByHand() {
        func map(_ rule: ResizeRule, _ inputs: Int, _ outputs: Int) -> [[Float]] {
            dense(ResizeTaps(inputs: inputs, outputs: outputs, rule: rule))
        }
        #expect(map(.torchBilinear, 2, 4) == [[1, 0], [0.75, 0.25], [0.25, 0.75], [0, 1]])
        #expect(map(.tf1Bilinear, 2, 4) == [[1, 0], [0.5, 0.5], [0, 1], [0, 1]])
        // Reducing by two: PyTorch takes two pixels, Pillow's triangle four, fewer at the edges.
        #expect(map(.torchBilinear, 4, 2) == [[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]])
        #expect(map(.tf1Bilinear, 4, 2) == [[1, 0, 0, 0], [0, 0, 1, 0]])
        // Pillow's triangle of radius 2 about 1 has 3/4, 3/4 and 1/4 over the first three pixels.
        let triangle: [Float] = [Float(3) / 7, Float(3) / 7, Float(1) / 7, 0]
        #expect(near(map(.pilBilinear, 4, 2), [triangle, Array(triangle.reversed())]))
        let (third, rest) = (Float(1.0 / 3), Float(2.0 / 3))
        #expect(near(map(.area, 3, 2), [[rest, third, 0], [0, third, rest]]))
        #expect(map(.area, 2, 4) == [[1, 0], [1, 0], [0, 1], [0, 1]])
        #expect(map(.nearest, 4, 2) == [[0, 1, 0, 0], [0, 0, 0, 1]])
    }

    @Test(arguments: ResizeRule.allCases) func weightsSumToOneAndTheSameSizeChangesNothing(_ rule: ResizeRule) {
        for (inputs, outputs) in [(1, 1), (1, 7), (7, 1), (13, 5), (5, 13), (28, 299), (1000, 3)] {
            for row in dense(ResizeTaps(inputs: inputs, outputs: outputs, rule: rule)) {
                #expect(abs(row.reduce(0, +) - 1) < 1e-5)
            }
        }
        for (index, row) in dense(ResizeTaps(inputs: 9, outputs: 9, rule: rule)).enumerated() {
            for (position, weight) in row.enumerated() { #expect(abs(weight - (position == index ? 1 : 0)) < 1e-6) }
        }
    }

    @Test(arguments: ResizeRule.allCases) func aRangeIsAPartOfTheWhole(_ rule: ResizeRule) {
        let whole = dense(ResizeTaps(inputs: 11, outputs: 31, rule: rule))
        #expect(dense(ResizeTaps(inputs: 11, outputs: 31, range: 5..<20, rule: rule)) == Array(whole[5..<20]))
    }
}
