import Foundation
import GANCheckpoints
import GANModels

/// Finds the checkpoints of a series, and tells files that are whole from those that somebody still writes.
package struct SeriesFiles {
    package let inputs: [String]

    /// Inputs are folders of runs or of checkpoints, and checkpoints.
    package init(inputs: [String]) { self.inputs = inputs }

    /// Endings of files that may hold weights; in a folder others are left alone.
    package static let suffixes = ModelEnding.allCases.map(\.rawValue)

    /// The checkpoints there are now, each once, in the order of inputs and then of names.
    ///
    /// Hidden files are left out: tools write to such names first. A name that is neither file nor folder throws, unless
    /// `isWaiting`, for then it may still come.
    package func paths(isWaiting: Bool = false) throws(SeriesError) -> [String] {
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
    package var isFinished: Bool {
        inputs.allSatisfy { input in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: input, isDirectory: &isFolder) else { return false }
            return !isFolder.boolValue || TrainingFolder.end(of: input) != nil
        }
    }

    /// What changes while a file is written.
    package struct Signature: Equatable {
        var size: Int
        var changed: Date
        var number: Int

        package init?(_ path: String) {
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
            size = (attributes[.size] as? NSNumber)?.intValue ?? 0
            changed = attributes[.modificationDate] as? Date ?? .distantPast
            number = (attributes[.systemFileNumber] as? NSNumber)?.intValue ?? 0
        }
    }
}
