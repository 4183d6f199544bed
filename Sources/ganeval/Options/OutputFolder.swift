import ArgumentParser
import Foundation
import GANData
import GANReports

/// Checks of where results will go, before the work begins.
enum OutputFolder {
    /// Throws when `path` is a file, or when neither it nor the nearest folder above it can be written to.
    static func check(_ path: String) throws {
        if path.isEmpty { throw ValidationError("--out is empty; name a folder.") }
        var folder = URL(fileURLWithPath: path).standardizedFileURL
        var isFolder: ObjCBool = false
        while !FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) {
            folder = folder.deletingLastPathComponent()
        }
        guard isFolder.boolValue else { throw ReportError.notAFolder(path: folder.path) }
        guard FileManager.default.isWritableFile(atPath: folder.path) else {
            throw ReportError.cannotWrite(path: folder.path, reason: "permission denied")
        }
    }

    /// Throws when no file can be written at `path`.
    static func checkFile(_ path: String) throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw ReportError.cannotWrite(path: path, reason: "a folder has this name")
        }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw ReportError.cannotWrite(path: path, reason: "it is no regular file, and a rename would replace it")
        }
        let folder = URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent().path
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw ReportError.cannotWrite(path: path, reason: "the folder \(folder) does not exist")
        }
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw ReportError.cannotWrite(path: path, reason: "permission denied")
        }
    }

    /// Throws when one of `outputs` is a file that the command reads, or another output.
    ///
    /// Inputs are SOURCE arguments or plain paths with what they are, "the training data"; those that are not given are nil.
    static func check(outputs: [String], against inputs: [(role: String, argument: String?)]) throws {
        func resolved(_ path: String) -> String {
            URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
        }
        var taken: [String: String] = [:]
        for (role, argument) in inputs {
            guard let argument, !argument.isEmpty else { continue }
            let specification = try? SourceSpecification(argument)
            if case .path(let path)? = specification?.place { taken[resolved(path)] = role }
            taken[resolved(argument)] = role
        }
        for path in outputs {
            if let role = taken.updateValue("another output", forKey: resolved(path)) {
                throw ValidationError("\(path) is \(role); write to another file.")
            }
        }
    }
}
