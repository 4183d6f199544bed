import Foundation

/// Endings of pictures and arrays that nothing is written in: a folder of such a name would be a mistake.
enum PictureEnding: String {
    case webp, gif, bmp, tif, tiff, ppm, svg, pdf, npz, csv, zip, pt, safetensors

    /// The ending of `path`, in small or capital letters; nil for others, for a path that ends in a slash, and for a folder that
    /// exists.
    init?(path: String) {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if path.hasSuffix("/") || exists && isFolder.boolValue { return nil }
        self.init(rawValue: (path as NSString).pathExtension.lowercased())
    }
}
