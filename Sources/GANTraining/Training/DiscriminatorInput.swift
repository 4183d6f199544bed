import GANAutodiff
import GANData
import GANNumerics

/// Samples as a discriminator gets them: changed by the augmentation, under noise, with their labels or what they were made of, in packs.
///
/// Both networks' samples go the same way, so that nothing of it tells them apart.
struct DiscriminatorInput {
    let shape: [Int]
    let settings: Hyperparameters
    let classCount: Int

    init(_ sampleShape: SampleShape, _ settings: Hyperparameters, classCount: Int) {
        switch sampleShape {
        case .image(let height, let width, let channels): shape = [height, width, channels]
        case .vector(let size): shape = [size]
        }
        self.settings = settings
        self.classCount = classCount
    }

    /// Samples `[n, …]` of a step as `[n / packing, …]`, with the batch's labels or inputs behind them; differentiable at the samples.
    func prepared(
        _ samples: Variable, _ batch: TrainingBatch, step: Int, probability: Double, random: SeededGenerator
    ) -> Variable {
        let count = samples.shape[0]
        var x = samples.reshaped([count] + shape)
        if let augmentation = settings.augmentation, shape.count == 3 {
            x = ImageAugmentation.changed(
                x, by: augmentation.policies, probability: probability, random: random.split("augmentation"))
        }
        if let noise = settings.instanceNoise, noise.deviation(at: step) > 0 {
            var stream = random.split("noise")
            x =
                x
                + .constant(
                    Tensor(shape: x.shape) { stream.fillNormal($0, standardDeviation: noise.deviation(at: step)) })
        }
        if settings.condition == .concatenation { x = .concatenated([x, .constant(planes(batch.labels))]) }
        if settings.translation?.judgesPairs == true, let inputs = batch.inputs {
            // Both sides of a pair have one shape.
            x = .concatenated([x, .constant(Tensor(inputs).reshaped([count] + shape))])
        }
        guard settings.packing > 1 else { return x }
        let packs = count / settings.packing
        guard shape.count == 3 else { return x.reshaped([packs, settings.packing * shape[0]]) }
        return x.reshaped([packs, settings.packing] + shape).permuted([0, 2, 3, 1, 4])
            .reshaped([packs, shape[0], shape[1], settings.packing * shape[2]])
    }

    /// Labels as one-hot channels of every pixel, `[n, …, classes]`.
    private func planes(_ labels: [Int]) -> Tensor {
        let pixels = shape.dropLast().reduce(1, *)
        var result = Tensor(shape: [labels.count] + shape.dropLast() + [classCount])
        for (row, label) in labels.enumerated() {
            for pixel in 0..<pixels { result.scalars[(row * pixels + pixel) * classCount + label] = 1 }
        }
        return result
    }
}

extension Tensor {
    /// Labels as one-hot rows `[n, classes]`.
    static func oneHot(_ labels: [Int], classes: Int) -> Tensor {
        var result = Tensor(shape: [labels.count, classes])
        for (row, label) in labels.enumerated() { result.scalars[row * classes + label] = 1 }
        return result
    }
}
