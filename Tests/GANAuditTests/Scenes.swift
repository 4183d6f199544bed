import GANData
import GANNumerics

@testable import GANAudit

/// Small grey images of soft spots, each unlike the others, and what may be done to them.
struct Scenes {
    let side: Int
    let rows: Matrix<Float>

    init(_ count: Int, side: Int = 16, seed: UInt64) {
        self.side = side
        let root = SeededGenerator(seed: seed)
        rows = Matrix(rows: count, columns: side * side) { target in
            for image in 0..<count {
                var stream = root.split(image)
                var values = [Double](repeating: 10, count: side * side)
                for _ in 0..<7 {
                    let (y, x) = (stream.uniform() * Double(side), stream.uniform() * Double(side))
                    let (width, height) = (1 + 2 * stream.uniform(), 40 + 120 * stream.uniform())
                    for place in values.indices {
                        let (dy, dx) = (Double(place / side) - y, Double(place % side) - x)
                        let square = (dy * dy + dx * dx) / (width * width)
                        values[place] += height / (1 + square * square)
                    }
                }
                for place in values.indices {
                    target[image * side * side + place] = Float(min(255, values[place]).rounded())
                }
            }
        }
    }

    var shape: SampleShape { .image(height: side, width: side, channels: 1) }

    func source(_ range: Range<Int>, _ name: String) -> ArraySource { source(rows.rows(in: range), name) }

    func source(_ samples: Matrix<Float>, _ name: String) -> ArraySource {
        ArraySource(name: name, rule: "test", shape: shape, samples: samples)
    }

    /// Each image through a rule for its pixels, given row and column; what lies outside reads as 0.
    func changed(
        _ images: Matrix<Float>, _ rule: (_ pixel: (Int, Int) -> Float, _ row: Int, _ column: Int) -> Float
    ) -> Matrix<Float> {
        var result = images
        for image in 0..<images.rows {
            func pixel(_ row: Int, _ column: Int) -> Float {
                (0..<side).contains(row) && (0..<side).contains(column) ? images[image, row * side + column] : 0
            }
            for row in 0..<side {
                for column in 0..<side { result[image, row * side + column] = rule(pixel, row, column) }
            }
        }
        return result
    }
}
