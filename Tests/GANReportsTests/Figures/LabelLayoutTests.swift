import GANNumerics
import Testing

@testable import GANReports

@Suite struct LabelLayoutTests {
    @Test func leavesLabelsWhereThereIsRoom() {
        #expect(LabelLayout.centres(wanted: [80, 20], sizes: [10, 10], in: 0...100, gap: 2) == [80, 20])
    }

    @Test func keepsLabelsApartInOrderAndInside() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<200 {
            let count = 1 + generator.index(below: 5)
            let wanted = (0..<count).map { _ in generator.uniform() * 300 }
            let sizes = (0..<count).map { _ in 10 + generator.uniform() * 40 }
            let centres = LabelLayout.centres(wanted: wanted, sizes: sizes, in: 0...300, gap: 4)
            let order = wanted.indices.sorted { wanted[$0] < wanted[$1] }
            for (left, right) in zip(order, order.dropFirst()) {
                #expect(centres[right] - sizes[right] / 2 >= centres[left] + sizes[left] / 2 + 4 - 1e-9)
            }
            for index in wanted.indices {
                #expect(centres[index] - sizes[index] / 2 >= -1e-9 && centres[index] + sizes[index] / 2 <= 300 + 1e-9)
            }
        }
    }
}
