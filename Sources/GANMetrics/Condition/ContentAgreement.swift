package import GANNumerics
import OrderedCollections
import RealModule

/// How much of an input's layout its output keeps: the correlation of where both have edges.
///
///     mean over images of corr(|∇ light(output)|, |∇ light(input)|)
///
/// In −1…1. Needs no targets, so that it serves models that were trained without pairs. |∇| is the root of the squared differences to the right and
/// below. O(n²·h·w) for n images that are compared with one another.
package enum ContentAgreement {
    package static let name = "content_agreement"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Content kept", section: .condition, direction: .higher, values: .init(-1...1),
        sees: "outputs whose edges lie elsewhere than their input's, or that do not depend on it",
        blindTo:
            "colours and textures: an output that keeps every edge may be of the wrong kind; models that are meant to move things",
        paper: "Zhu et al. 2017, arXiv 1703.10593, for what is to be kept",
        needs: [],
        formula: "mean over images of the correlation of edge strengths of output and input",
        reading:
            "1 where edges lie where the input has them, the null where they could be another input's. Models that change outlines by intention have less.",
        references:
            "Null: inputs of other outputs. Ceiling: true translations of the same inputs, where the data know them.",
        uncertainty: "Normal over images; the p-value is that of 999 random assignments of inputs to outputs.",
        conventions: "Edge strengths of light, 0.299 R + 0.587 G + 0.114 B; at most 500 images, the first ones.")

    /// Standardized edge strengths of images `[n, height·width·channels]`: mean 0 and norm 1 each, `[n, height·width]`; zeros for a plain image.
    package static func edges(_ images: Matrix<Float>, height: Int, width: Int, channels: Int) -> Matrix<Float> {
        precondition(images.columns == height * width * channels, "rows of \(images.columns) values")
        let size = height * width
        return Matrix(rows: images.rows, columns: size) { target in
            nonisolated(unsafe) let target = target
            images.scalars.withUnsafeBufferPointer { source in
                nonisolated(unsafe) let source = source
                Parallel.forEachRange(of: images.rows, size: 16) { range in
                    var light = [Float](repeating: 0, count: size)
                    for row in range {
                        for pixel in 0..<size {
                            let start = row * size * channels + pixel * channels
                            light[pixel] =
                                channels >= 3
                                ? 0.299 * source[start] + 0.587 * source[start + 1] + 0.114 * source[start + 2]
                                : source[start]
                        }
                        let own = UnsafeMutableBufferPointer(rebasing: target[row * size..<(row + 1) * size])
                        fill(own, light, height: height, width: width)
                    }
                }
            }
        }
    }

    private static func fill(
        _ target: UnsafeMutableBufferPointer<Float>, _ light: [Float], height: Int, width: Int
    ) {
        var (sum, square) = (0.0, 0.0)
        for y in 0..<height {
            for x in 0..<width {
                let here = light[y * width + x]
                let right = x + 1 < width ? light[y * width + x + 1] - here : 0
                let below = y + 1 < height ? light[(y + 1) * width + x] - here : 0
                let strength = (right * right + below * below).squareRoot()
                target[y * width + x] = strength
                sum += Double(strength)
                square += Double(strength) * Double(strength)
            }
        }
        let mean = sum / Double(target.count)
        let norm = max(0, square - sum * mean).squareRoot()
        for place in target.indices {
            target[place] = norm > 1e-6 ? Float((Double(target[place]) - mean) / norm) : 0
        }
    }

    /// The agreement of outputs' edges with those of their inputs, `[n, height·width]` both, and of a true translation's where one is known.
    package static func result(
        outputs: Matrix<Float>, inputs: Matrix<Float>, truth: Matrix<Float>?, seed: UInt64
    )
        -> (result: MetricResult, own: [Double])
    {
        let products = MatrixProduct.multiply(outputs, transposed: false, inputs, transposed: true)
        let count = outputs.rows
        let own = (0..<count).map { Double(products[$0, $0]) }
        let distances = Matrix<Double>(
            rows: count, columns: count, scalars: products.scalars.map { 1 - Double($0) })
        let found = PairAssignment(distances: distances, seed: seed)
        var result = PairedFigure.result(own, bounds: entry.bounds)
        let all = products.scalars.reduce(0.0) { $0 + Double($1) }
        let others = (all - own.reduce(0, +)) / Double(count * (count - 1))
        result.null = MetricReference(value: others, basis: "inputs of other outputs, all pairs of \(count)")
        result.ceiling = truth.map { truth in
            let agreements = (0..<count).map { row in
                zip(truth.row(row), inputs.row(row)).reduce(0.0) { $0 + Double($1.0 * $1.1) }
            }
            return MetricReference(
                value: Statistics.mean(agreements), basis: "true translations of \(count) inputs")
        }
        result.parts["p_value"] = .number(found.pValue)
        result.parts["own_recognized"] = .number(Statistics.mean(found.shares))
        result.parts["images"] = .count(count)
        return (result, own)
    }
}
