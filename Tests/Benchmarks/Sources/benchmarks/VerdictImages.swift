import Foundation
import GANData
import GANNumerics

/// Images of which scenes are made, with their classes.
struct VerdictImages {
    let name: String
    let shape: SampleShape
    let images: Matrix<Float>
    let labels: [Int]?

    /// The rows of `source`; `isTinted` gives each grey image a colour of its own.
    init(_ source: any SampleSource, isTinted: Bool = false) throws {
        labels = source.labels
        let rows = try source.read(rows: 0..<source.count)
        guard isTinted, case .image(let height, let width, 1) = source.shape else {
            (name, shape, images) = (source.name, source.shape, rows)
            return
        }
        name = "\(source.name), tinted"
        shape = .image(height: height, width: width, channels: 3)
        let draws = SeededGenerator(seed: 0).split("tints").normalRows(rows.rows, columns: 3)
        var tinted = Matrix<Float>(rows: rows.rows, columns: rows.columns * 3, repeating: 0)
        for row in 0..<rows.rows {
            // The strongest channel keeps the grey level.
            let weights = (0..<3).map { exp(-abs(draws[row, $0])) }
            let strongest = weights.max() ?? 1
            for pixel in 0..<rows.columns {
                for channel in 0..<3 {
                    tinted[row, pixel * 3 + channel] = (rows[row, pixel] * weights[channel] / strongest).rounded()
                }
            }
        }
        images = tinted
    }

    func source(_ rows: [Int], _ name: String, isLabelled: Bool) -> ArraySource {
        ArraySource(
            name: name, rule: "rows of \(self.name)", shape: shape, samples: images.rows(at: rows),
            labels: isLabelled ? labels.map { labels in rows.map { labels[$0] } } : nil)
    }

    func source(_ samples: Matrix<Float>, _ name: String) -> ArraySource {
        ArraySource(name: name, rule: "made of \(self.name)", shape: shape, samples: samples)
    }
}
