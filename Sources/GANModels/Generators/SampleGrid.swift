public import GANData
public import GANNumerics

/// A picture of what a generator makes.
public enum SampleGrid {
    /// Writes 64 samples in eight rows, or for points in the plane a picture of 4,096 of them, as a PNG.
    public static func write(_ generator: any Generator, seed: UInt64, to path: String) throws {
        let samples = try generator.sample(rows: 0..<(generator.sampleShape.isImage ? 64 : 4096), seed: seed)
        try write(samples, shape: generator.sampleShape, to: path)
    }

    /// Writes samples side by side in eight columns, or points in the plane as a picture of their density: a JPEG where the path ends so,
    /// else a PNG.
    public static func write(_ samples: Matrix<Float>, shape: SampleShape, to path: String) throws {
        switch shape {
        case .image(let height, let width, let channels):
            let grid = ImageGrid(
                images: samples, height: height, width: width, channels: channels, columns: 8,
                scale: max(1, 64 / max(height, width)))
            try write(grid.pixels, height: grid.height, width: grid.width, channels: grid.channels, to: path)
        case .vector:
            let size = 384
            try write(scatter(samples, size: size), height: size, width: size, channels: 1, to: path)
        }
    }

    /// What a picture in JPEG is written at: nobody sees a difference, and nothing is measured on it.
    private static let quality = 95

    private static func write(_ pixels: [UInt8], height: Int, width: Int, channels: Int, to path: String) throws {
        if SampleOutput.isJPEG(path) {
            try JPEGEncoder.write(
                pixels: pixels, height: height, width: width, channels: channels, quality: quality, to: path)
        } else {
            try PNGEncoder.write(pixels: pixels, height: height, width: width, channels: channels, to: path)
        }
    }

    /// The first two coordinates as dark dots on white; the picture spans all of them with a margin.
    private static func scatter(_ points: Matrix<Float>, size: Int) -> [UInt8] {
        var pixels = [UInt8](repeating: 255, count: size * size)
        guard points.columns >= 2 else { return pixels }
        let finite = (0..<points.rows).filter { points[$0, 0].isFinite && points[$0, 1].isFinite }
        let reach = finite.map { max(abs(points[$0, 0]), abs(points[$0, 1])) }.max() ?? 1
        let scale = Float(size) / 2 / (max(reach, 1e-6) * 1.05)
        for row in finite {
            let x = Int(Float(size) / 2 + points[row, 0] * scale)
            let y = Int(Float(size) / 2 - points[row, 1] * scale)
            guard (0..<size).contains(x), (0..<size).contains(y) else { continue }
            pixels[y * size + x] = pixels[y * size + x] > 60 ? pixels[y * size + x] - 60 : 0
        }
        return pixels
    }
}
