import GANAutodiff
import GANNumerics
import Testing

@testable import GANTraining

@Suite struct ImageAugmentationTests {
    private func changed(_ policy: Augmentation.Policy, _ images: Tensor, probability: Double = 1) -> Tensor {
        ImageAugmentation.changed(
            .constant(images), by: [policy], probability: probability, random: SeededGenerator(seed: 3)
        ).value
    }

    private let images = Tensor(shape: [6, 8, 8, 2], repeating: 0.5)

    @Test(arguments: Augmentation.Policy.allCases) func aChangeOfProbability0IsNone(policy: Augmentation.Policy) {
        let random = Tensor(shape: [6, 8, 8, 2], scalars: SeededGenerator(seed: 1).normalRows(6, columns: 128).scalars)
        let result = changed(policy, random, probability: 0)
        for (new, old) in zip(result.scalars, random.scalars) { #expect(abs(new - old) < 1e-5) }
        #expect(changed(policy, random) != random)
        #expect(changed(policy, random) == changed(policy, random))
    }

    @Test func aCutoutIsASquareOfAtMostHalfASide() {
        let result = changed(.cutout, images)
        for image in 0..<6 {
            let zeros = result.scalars[image * 128..<(image + 1) * 128].count { $0 == 0 }
            #expect(zeros <= 4 * 4 * 2 && zeros % 2 == 0)
        }
    }

    @Test func aTranslationMovesByOnePixelOfEight() {
        let result = changed(.translation, images)
        for image in 0..<6 {
            let zeros = result.scalars[image * 128..<(image + 1) * 128].count { $0 == 0 }
            // None, one edge, or two edges that share a corner.
            #expect([0, 16, 30].contains(zeros))
        }
    }

    @Test func aFlipTwiceIsNone() {
        let row = Tensor(shape: [1, 1, 4, 1], scalars: [1, 2, 3, 4])
        #expect([[1, 2, 3, 4], [4, 3, 2, 1]].contains(changed(.flip, row).scalars))
    }

    @Test func aSteeredProbabilityFollowsItsTarget() {
        let augmentation = Augmentation(policies: [.flip], probability: 0, target: 0.6, samplesForAll: 320)
        var state = AugmentationState(probability: 0)
        // Every fourth update of 8 samples moves it by 32 / 320.
        for _ in 0..<4 { state.saw(meanSign: 0.9, batch: 8, augmentation) }
        #expect(abs(state.probability - 0.1) < 1e-12)
        for _ in 0..<3 { state.saw(meanSign: 0.9, batch: 8, augmentation) }
        #expect(abs(state.probability - 0.1) < 1e-12)
        for _ in 0..<5 { state.saw(meanSign: 0, batch: 8, augmentation) }
        #expect(state.probability >= 0 && state.probability <= 0.2)
    }
}
