import Foundation
import GANCheckpoints
import GANModels
import GANText

/// Finds the checkpoints of a series, and tells files that are whole from those that somebody still writes.
struct SeriesFiles {
    let inputs: [String]

    /// Endings of files that may hold weights; in a folder others are left alone.
    static let suffixes = ModelEnding.allCases.map(\.rawValue)

    /// The checkpoints there are now, each once, in the order of inputs and then of names.
    ///
    /// Hidden files are left out: tools write to such names first. A name that is neither file nor folder throws, unless
    /// `isWaiting`, for then it may still come.
    func paths(isWaiting: Bool = false) throws(SeriesError) -> [String] {
        var found: [String] = []
        var seen: Set<String> = []
        for input in inputs {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: input, isDirectory: &isFolder) else {
                if isWaiting { continue }
                throw .missing(path: input)
            }
            let paths = isFolder.boolValue ? Self.files(in: input) : [input]
            if paths.isEmpty, !isWaiting { throw .noCheckpoints(path: input) }
            for path in paths where seen.insert(URL(fileURLWithPath: path).standardizedFileURL.path).inserted {
                found.append(path)
            }
        }
        return found
    }

    private static func files(in folder: String) -> [String] {
        if isRun(folder) { return TrainingFolder.checkpoints(in: folder) }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        return names.sorted().filter { name in
            !name.hasPrefix(".") && ModelEnding(path: name) != nil
        }.map { base + "/" + $0 }
    }

    private static func isRun(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: folder + "/" + TrainingFolder.planName)
    }

    /// Whether every input is a run that says it has ended, or a file.
    var isFinished: Bool {
        inputs.allSatisfy { input in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: input, isDirectory: &isFolder) else { return false }
            return !isFolder.boolValue || TrainingFolder.end(of: input) != nil
        }
    }

    /// What changes while a file is written.
    struct Signature: Equatable {
        var size: Int
        var changed: Date
        var number: Int

        init?(_ path: String) {
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
            size = (attributes[.size] as? NSNumber)?.intValue ?? 0
            changed = attributes[.modificationDate] as? Date ?? .distantPast
            number = (attributes[.systemFileNumber] as? NSNumber)?.intValue ?? 0
        }
    }
}

/// Files that have stopped changing.
struct SeriesSettling {
    private var last: [String: SeriesFiles.Signature] = [:]

    /// The paths whose files are as they were at the call before; new and changed ones must wait for the next.
    mutating func settled(_ paths: [String]) -> [String] {
        var now: [String: SeriesFiles.Signature] = [:]
        var settled: [String] = []
        for path in paths {
            guard let signature = SeriesFiles.Signature(path) else { continue }
            now[path] = signature
            if last[path] == signature { settled.append(path) }
        }
        last = now
        return settled
    }
}

/// A series that can't be begun, or came to nothing.
enum SeriesError: ExplainedError, Equatable {
    case missing(path: String)
    case noCheckpoints(path: String)
    case nothingMeasured(path: String, count: Int, first: String)

    var location: String {
        switch self {
        case .missing(let path), .noCheckpoints(let path), .nothingMeasured(let path, _, _): return path
        }
    }

    var fact: String {
        switch self {
        case .missing: return "there is no such file or folder"
        case .noCheckpoints: return "the folder holds no checkpoint"
        case .nothingMeasured(_, let count, let first):
            return count == 0
                ? "no checkpoint came"
                : "none of \(count) checkpoint\(count == 1 ? "" : "s") could be measured: \(first)"
        }
    }

    var expectation: String {
        switch self {
        case .missing: return "a run of `ganeval train`, a folder of checkpoints, or checkpoints"
        case .noCheckpoints:
            return
                "a run with checkpoints, or files ending in \(SeriesFiles.suffixes.map { "." + $0 }.joined(separator: ", "))"
        case .nothingMeasured: return "at least one checkpoint whose generator runs"
        }
    }

    var remedy: String {
        switch self {
        case .missing: return "Check the path."
        case .noCheckpoints: return "Name the folder that holds them, or wait for them with --watch."
        case .nothingMeasured:
            return "Try one with `ganeval sample`, and say what its file doesn't: see `ganeval series --help`."
        }
    }
}
