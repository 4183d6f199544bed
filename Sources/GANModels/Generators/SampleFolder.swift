import Foundation
public import GANData
import GANFiles
public import GANNumerics

/// A folder of PNG pictures, one a sample: `00000.png`, `00001.png`, and so on.
public struct SampleFolder: Sendable {
    /// The folder's path.
    public let path: String
    /// The pictures' names, in the order of the samples.
    public let names: [String]
    private let shape: ImageShape

    /// The folder for `count` samples, which is made where there is none.
    ///
    /// `source` is what errors call the generator. Throws `ModelError.unsuitableSamples` for samples that are no images, and
    /// `FileError.notWritable`.
    public init(_ path: String, count: Int, shape: SampleShape, source: String) throws {
        guard let image = shape.imageShape else {
            throw ModelError.unsuitableSamples(
                source: source, found: "\(shape)", expected: "images, for a folder of PNG files")
        }
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw FileError.notWritable(path: path, reason: error.localizedDescription)
        }
        let digits = max(5, String(count - 1).count)
        names = (0..<count).map { row in
            let number = String(row)
            return String(repeating: "0", count: digits - number.count) + number + ".png"
        }
        self.path = path
        self.shape = image
    }

    /// Other pictures in the folder, by name: readers would take them for samples of this generator.
    public var strays: [String] {
        let own = Set(names)
        let present = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return present.filter { $0.lowercased().hasSuffix(".png") && !own.contains($0) }.sorted()
    }

    /// Writes samples `[count, size]` of grey levels; throws what writing a picture throws.
    public func write(_ samples: Matrix<Float>) throws {
        precondition(samples.rows == names.count, "\(samples.rows) samples for \(names.count) names")
        for (row, name) in names.enumerated() {
            try PNGEncoder.write(
                pixels: GreyLevels.quantize(samples.row(row)), height: shape.height, width: shape.width,
                channels: shape.channels, to: path + "/" + name, synced: false)
        }
    }
}
