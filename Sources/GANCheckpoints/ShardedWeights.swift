import Foundation
import GANFiles
import OrderedCollections

/// A model in several files, as Hugging Face's projects save it: "model-00001-of-00002.safetensors" and so on, with an index beside them that says
/// which file holds which tensor.
enum ShardedWeights {
    private static let indexEnding = ".index.json"
    private static let indexLimit = 1 << 26
    private static let greatestCount = 1000

    private struct Index: Decodable {
        var weightMap: [String: String]

        enum CodingKeys: String, CodingKey {
            case weightMap = "weight_map"
        }
    }

    /// The files of a model, and which of them holds which tensor, where an index says it.
    private struct Parts {
        var files: [String]
        var places: [String: String]?
    }

    /// Whether `path` is an index by its name.
    static func isIndex(_ path: String) -> Bool { path.hasSuffix(indexEnding) }

    /// Which of how many parts of a model a file is by its name, "model-00001-of-00002.safetensors"; nil for a whole one.
    static func shard(_ path: String) -> (number: Int, count: Int)? {
        let name = (path as NSString).lastPathComponent
        guard let match = name.firstMatch(of: /-(\d{5})-of-(\d{5})\./), let number = Int(match.1),
            let count = Int(match.2), count > 1
        else { return nil }
        return (number, count)
    }

    /// The whole model of an index, or of one of its files where the others lie beside it; nil of any other file, and of a part that is alone.
    ///
    /// Throws for an index that can't be read, for files that it names and that are missing, all listed, and for tensors that its files lack.
    static func read(_ path: String) throws(CheckpointError) -> WeightFile? {
        guard let parts = isIndex(path) ? try index(path) : siblings(of: path) else { return nil }
        let folder = (path as NSString).deletingLastPathComponent
        func place(_ name: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }
        let missing = parts.files.filter { !FileManager.default.fileExists(atPath: place($0)) }
        guard missing.isEmpty else {
            if !isIndex(path) { return nil }
            throw .shardsMissing(path: path, missing: missing, count: parts.files.count)
        }
        var members: OrderedDictionary<String, WeightNode> = [:]
        var files: [WeightFile] = []
        var size = 0
        for name in parts.files {
            let file = try WeightFile.readAlone(place(name))
            size += file.byteCount
            guard size <= WeightFile.fileLimit else {
                throw .file(.fileTooLarge(path: path, bytes: size, limit: WeightFile.fileLimit))
            }
            for (tensor, node) in file.root.members {
                if let places = parts.places, places[tensor] != name { continue }
                guard members.updateValue(node, forKey: tensor) == nil else {
                    throw .duplicateName(path: file.path, name: tensor)
                }
            }
            files.append(file)
        }
        if let lost = parts.places?.keys.sorted().first(where: { members[$0] == nil }) {
            throw .unreadableFormat(
                path: path, found: "the index of a model whose tensor \(lost) is not in its file",
                remedy: "Fetch or write the files again: they don't belong together.")
        }
        return WeightFile(parts: files, root: WeightGroup(members: members), path: path)
    }

    /// The files that an index names.
    private static func index(_ path: String) throws(CheckpointError) -> Parts {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try BoundedFile.read(path, limit: indexLimit) } catch { throw .file(error) }
        func unreadable(_ what: String) -> CheckpointError {
            .unreadableFormat(path: path, found: what, remedy: "Name a file of weights, or fetch the index again.")
        }
        guard let index = try? JSONText(String(decoding: bytes, as: UTF8.self)).decoded(as: Index.self) else {
            throw unreadable("no index of weights: it has no \"weight_map\" of names to files")
        }
        let files = Set(index.weightMap.values).sorted()
        guard !files.isEmpty, files.count <= greatestCount else {
            throw unreadable("an index of \(files.count) files, expected 1 to \(greatestCount)")
        }
        // Files beside the index, and no others: an index from elsewhere must not lead through the disk.
        if let stray = files.first(where: { $0.contains("/") || $0.isEmpty || $0.hasPrefix(".") || isIndex($0) }) {
            throw unreadable("an index that names \"\(stray)\", which is no file beside it")
        }
        return Parts(files: files, places: index.weightMap)
    }

    /// The files of which one has this name.
    private static func siblings(of path: String) -> Parts? {
        guard let (_, count) = shard(path), count <= greatestCount else { return nil }
        let name = (path as NSString).lastPathComponent
        guard let match = name.firstMatch(of: /-(\d{5})-of-/) else { return nil }
        let (stem, rest) = (name[..<match.range.lowerBound], name[match.range.upperBound...])
        return Parts(
            files: (1...count).map { number in
                let digits = String(number)
                return "\(stem)-\(String(repeating: "0", count: 5 - digits.count))\(digits)-of-\(rest)"
            }, places: nil)
    }

    /// Which of the files beside a part are missing, for messages.
    static func missing(beside path: String) -> [String] {
        let folder = (path as NSString).deletingLastPathComponent
        return (siblings(of: path)?.files ?? []).filter {
            !FileManager.default.fileExists(atPath: folder.isEmpty ? $0 : "\(folder)/\($0)")
        }
    }

    /// What a folder holds that was named where a file is needed; nil of one without weights.
    static func folderHint(_ path: String) -> (found: String, remedy: String)? {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path).sorted() else { return nil }
        if names.contains("model_index.json") {
            return (
                "a folder of a diffusers pipeline",
                "Its parts are folders of their own, and none of them makes images of latent vectors alone: sample it there, and give the images with --generated."
            )
        }
        let endings = [".safetensors", ".bin", ".pt", ".pth", ".ckpt", ".pkl", ".onnx"]
        let indexes = names.filter(isIndex)
        let weights = names.filter { name in endings.contains { name.hasSuffix($0) } }
        guard let first = indexes.first ?? weights.first else { return nil }
        let list = (indexes + weights).prefix(5).joined(separator: ", ")
        return ("a folder that holds \(list)", "Name the file: \(path.hasSuffix("/") ? path : path + "/")\(first).")
    }
}
