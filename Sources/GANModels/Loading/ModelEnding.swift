import Foundation
import GANCheckpoints
import GANData
import GANFiles

/// The endings of names under which models are kept: the one list that every command asks.
public enum ModelEnding: String, Sendable, CaseIterable {
    case safetensors, pt, pth, ckpt, bin, pkl, npz, onnx

    /// The ending of `path` in small or capital letters; nil for any other.
    public init?(path: String) { self.init(rawValue: (path as NSString).pathExtension.lowercased()) }

    /// Whether samples have files of this ending as well: arrays in `.npz`, records of CIFAR in `.bin`.
    public var isSharedWithSamples: Bool { SourceFormats.claims(fileNamed: "model.\(rawValue)") }

    /// Whether the file at `path` is a model where samples could be meant as well.
    ///
    /// By its ending alone but for `.bin`, whose size and first bytes tell CIFAR's records from weights; `.npz` files are taken for
    /// samples. A file that can't be opened counts by its ending. Reads at most 512 bytes.
    public static func isModel(_ path: String) -> Bool {
        // The index of a model in several files.
        if path.hasSuffix(".index.json") { return true }
        guard let ending = ModelEnding(path: path) else { return false }
        guard ending.isSharedWithSamples else { return true }
        return ending == .bin && holdsWeights(path)
    }

    private static func holdsWeights(_ path: String) -> Bool {
        guard let file = try? RandomAccessFile(path: path),
            let head = try? file.read(at: 0, count: min(file.size, 512))
        else { return true }
        // Asked first: one of a record's pixels may look like the brace that begins a header.
        if CIFARFile.isLikely(size: file.size, firstByte: head.first) { return false }
        return FileSignature(Array(head)) != .unknown
    }
}
