import GANData
import GANNumerics

/// Small grey images of three kinds, each with a light and a place of its own.
enum SmallImages {
    static let shape = SampleShape.image(height: 10, width: 10, channels: 1)

    static func source(_ count: Int, seed: UInt64, isLabelled: Bool = true) -> ArraySource {
        let stream = SeededGenerator(seed: seed)
        let labels = (0..<count).map { $0 % 3 }
        let samples = Matrix<Float>(rows: count, columns: 100) { target in
            for row in 0..<count {
                var own = stream.split(row)
                let (x, y) = (2.0 + 2.5 * Double(labels[row]) + own.uniform(), 3 + 4 * own.uniform())
                let (light, width) = (120 + 100 * own.uniform(), 1 + own.uniform())
                for pixel in 0..<100 {
                    let (dx, dy) = (Double(pixel % 10) - x, Double(pixel / 10) - y)
                    let value = 20 + light / (1 + (dx * dx + dy * dy) / width) + 6 * own.uniform()
                    target[row * 100 + pixel] = Float(min(255, value.rounded()))
                }
            }
        }
        return ArraySource(
            name: "small images", rule: "made", shape: shape, samples: samples, labels: isLabelled ? labels : nil,
            classNames: isLabelled ? ["left", "middle", "right"] : nil)
    }
}
