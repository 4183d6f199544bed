import GANData
import GANNumerics
import RealModule

/// Statistics of low order of each sample, from which differences in preparation show.
///
/// Of images, on levels: mean, deviation, least, greatest, shares of dark (to 7) and of bright values (from 248), mean steps
/// across, down and of second order, the logarithm of steps at borders of 8×8 blocks by those elsewhere, colourfulness, each channel's
/// mean less the mean, and the means of a 4×4 grid less the mean. Of vectors up to 64 coordinates.
///
/// They stay in levels, so that a check can say by how many levels two sets differ. `ImageAppearance` of `GANMetrics` asks how images
/// look, of contents as of preparation, in bands and properties that a metric compares; an audit's figures (`AuditAppearance`) are
/// ratios in which contents cancel, for a classifier that tells single rows.
enum RowStatistics {
    /// Columns with a meaning of their own.
    static let colourfulness = 10
    static let blockSteps = 9
    static let firstChannel = 11
    private static let gridSide = 4
    /// Blocks are told where at least three borders lie across an image.
    static let leastBlockSide = 32

    static func columns(of shape: SampleShape) -> Int {
        switch shape {
        case .image(_, _, let channels): return firstChannel + channels + gridSide * gridSide
        case .vector(let width): return min(width, SetFacts.coordinates)
        }
    }

    /// One row for each sample; O(values).
    static func of(_ samples: Matrix<Float>, shape: SampleShape) -> Matrix<Float> {
        let columns = columns(of: shape)
        guard case .image(let height, let width, let channels) = shape else {
            // Evenly spread, where there are more.
            let kept = (0..<columns).map { $0 * samples.columns / max(1, columns) }
            return Matrix(
                rows: samples.rows, columns: columns,
                scalars: (0..<samples.rows).flatMap { row in kept.map { samples[row, $0] } })
        }
        return Matrix(rows: samples.rows, columns: columns) { target in
            nonisolated(unsafe) let target = target
            samples.scalars.withUnsafeBufferPointer { values in
                nonisolated(unsafe) let values = values
                Parallel.forEach(samples.rows) { row in
                    let size = samples.columns
                    let image = UnsafeBufferPointer(rebasing: values[row * size..<(row + 1) * size])
                    let found = of(image, height: height, width: width, channels: channels)
                    for (column, value) in found.enumerated() { target[row * columns + column] = Float(value) }
                }
            }
        }
    }

    private static func of(
        _ image: UnsafeBufferPointer<Float>, height: Int, width: Int, channels: Int
    ) -> [Double] {
        var grey = [Double](repeating: 0, count: height * width)
        var channelSums = [Double](repeating: 0, count: channels)
        var (sum, squares, colour, dark, bright) = (0.0, 0.0, 0.0, 0, 0)
        var (least, greatest) = (Double.infinity, -Double.infinity)
        for pixel in 0..<grey.count {
            var total = 0.0
            var (low, high) = (Double.infinity, -Double.infinity)
            for channel in 0..<channels {
                let value = Double(image[pixel * channels + channel])
                channelSums[channel] += value
                total += value
                squares += value * value
                (low, high) = (min(low, value), max(high, value))
                if value <= 7 { dark += 1 }
                if value >= 248 { bright += 1 }
            }
            (least, greatest) = (min(least, low), max(greatest, high))
            colour += high - low
            sum += total
            grey[pixel] = total / Double(channels)
        }
        let count = Double(image.count)
        let mean = sum / count
        let steps = Steps(grey, height: height, width: width)
        let pixels = Double(grey.count)
        return [
            mean, max(0, squares / count - mean * mean).squareRoot(), least, greatest, Double(dark) / count,
            Double(bright) / count, steps.across, steps.down, steps.secondOrder, steps.blocks, colour / pixels,
        ] + channelSums.map { $0 / pixels - mean } + grid(grey, height: height, width: width, mean: mean)
    }

    private static func grid(_ grey: [Double], height: Int, width: Int, mean: Double) -> [Double] {
        var sums = [Double](repeating: 0, count: gridSide * gridSide)
        var counts = [Double](repeating: 0, count: gridSide * gridSide)
        for y in 0..<height {
            for x in 0..<width {
                let cell = y * gridSide / height * gridSide + x * gridSide / width
                sums[cell] += grey[y * width + x]
                counts[cell] += 1
            }
        }
        return zip(sums, counts).map { $1 > 0 ? $0 / $1 - mean : 0 }
    }

    /// Mean absolute steps between neighbouring pixels.
    private struct Steps {
        var across = 0.0
        var down = 0.0
        var secondOrder = 0.0
        var blocks = 0.0

        init(_ grey: [Double], height: Int, width: Int) {
            var (border, borders, inner, inners) = (0.0, 0, 0.0, 0)
            var (second, seconds) = (0.0, 0)
            /// Lines of `length` pixels that are `stride` apart, the lines `next` apart.
            func walk(
                _ grey: UnsafeBufferPointer<Double>, length: Int, stride: Int, lines: Int, next: Int
            ) -> Double {
                guard length > 1 else { return 0 }
                var total = 0.0
                for line in 0..<lines {
                    var (before, last) = (0.0, grey[line * next])
                    for step in 1..<length {
                        let here = grey[line * next + step * stride]
                        let size = abs(here - last)
                        total += size
                        if step & 7 == 0 { border += size } else { inner += size }
                        if step >= 2 { second += abs(here - 2 * last + before) }
                        (before, last) = (last, here)
                    }
                }
                let atBorders = lines * ((length - 1) / 8)
                borders += atBorders
                inners += lines * (length - 1) - atBorders
                seconds += lines * (length - 2)
                return total / Double(lines * (length - 1))
            }
            (across, down) = grey.withUnsafeBufferPointer { grey in
                (
                    walk(grey, length: width, stride: 1, lines: height, next: width),
                    walk(grey, length: height, stride: width, lines: width, next: 1)
                )
            }
            secondOrder = second / Double(max(1, seconds))
            guard min(height, width) >= leastBlockSide else { return }
            // Half a level keeps flat images from deciding.
            let (atBorders, elsewhere) = (border / Double(max(1, borders)), inner / Double(max(1, inners)))
            blocks = Double.log((atBorders + 0.5) / (elsewhere + 0.5))
        }
    }
}
