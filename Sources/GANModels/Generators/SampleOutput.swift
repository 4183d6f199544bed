import Foundation
package import GANData
package import GANNumerics

/// Where samples are written, in the form that the ending of the path says.
package enum SampleOutput: Sendable, Equatable {
    /// `.png`, `.jpg`, `.jpeg`: one picture of all samples.
    case grid(String)
    /// `.npy`: an array of grey levels, or of the values themselves.
    case array(String)
    /// Anything else: a folder of PNG files, one a sample.
    case folder(String)

    /// The output at `path`.
    package init(_ path: String) {
        switch (path as NSString).pathExtension {
        case "png": self = .grid(path)
        case _ where Self.isJPEG(path): self = .grid(path)
        case "npy": self = .array(path)
        default: self = .folder(path)
        }
    }

    /// Whether a picture of this name is a JPEG.
    static func isJPEG(_ path: String) -> Bool {
        ["jpg", "jpeg"].contains((path as NSString).pathExtension.lowercased())
    }

    /// Whether it is one file.
    package var isFile: Bool { if case .folder = self { false } else { true } }

    /// Writes samples of one shape; `source` is what errors call the generator.
    ///
    /// `checked` sees the folder before a picture is written to it. Throws what it throws and what writing throws.
    package func write(
        _ samples: Matrix<Float>, shape: SampleShape, source: String, checked: (SampleFolder) throws -> Void
    ) throws {
        switch self {
        case .grid(let path): try SampleGrid.write(samples, shape: shape, to: path)
        case .array(let path): try SampleArray.write(samples, shape: shape, to: path)
        case .folder(let path):
            let folder = try SampleFolder(path, count: samples.rows, shape: shape, source: source)
            try checked(folder)
            try folder.write(samples)
        }
    }
}
