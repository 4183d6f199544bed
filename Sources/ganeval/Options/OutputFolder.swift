import ArgumentParser
import Foundation
import GANData
import GANGate
import GANMetrics
import GANModels
import GANReports

/// Checks of where results will go, before the work begins.
enum OutputFolder {
    /// A SOURCE argument or a plain path that a command reads, and what it is: "the training data"; nil where none was given.
    typealias Input = (role: String, argument: String?)

    /// A report and what it keeps of its samples beside it.
    static func report(_ role: String, _ path: String?) -> [Input] {
        [(role, path), ("\(role)'s contributions", path.map { ReportContributions.path(besideReport: $0) })]
    }

    /// Checks a folder that a command fills with files of these names; see the other checks.
    static func check(_ folder: String, names: [String], against inputs: [Input]) throws {
        try check(folder)
        try check(folder, isOutside: inputs)
        try check(outputs: names.map { "\(folder)/\($0)" }, against: inputs)
    }

    /// Throws where `folder` is, or lies in, a folder of data: the pictures of results would be read as data the next time.
    ///
    /// A folder of checkpoints may hold what was found out about them.
    private static func check(_ folder: String, isOutside inputs: [Input]) throws {
        let place = resolved(folder)
        for (role, argument) in inputs where role != checkpointRole {
            guard let argument, case .path(let path)? = (try? SourceSpecification(argument))?.place else { continue }
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                continue
            }
            let data = resolved(path)
            if place == data || place.hasPrefix(data == "/" ? data : data + "/") {
                throw ValidationError(
                    "\(folder) is in \(path), \(role): results would be read as data there; write elsewhere.")
            }
        }
    }

    /// A path by the folders that it really leads through, as far as there are such.
    private static func resolved(_ path: String) -> String {
        var place = URL(fileURLWithPath: path).standardizedFileURL
        var missing: [String] = []
        while place.path != "/", !FileManager.default.fileExists(atPath: place.path) {
            missing.insert(place.lastPathComponent, at: 0)
            place = place.deletingLastPathComponent()
        }
        return missing.reduce(place.resolvingSymlinksInPath().standardizedFileURL) { $0.appendingPathComponent($1) }
            .path
    }

    /// How the inputs of a series are called.
    static let checkpointRole = "a checkpoint"

    /// Says where an earlier run's files were put, if any were there.
    static func tell(kept folder: String?, quiet: Bool) {
        if let folder, !quiet { Console.note("What an earlier run wrote there is kept in \(folder).") }
    }

    /// Throws when a folder for samples holds other pictures, or when a picture would replace one of the inputs.
    static func check(_ folder: SampleFolder, against inputs: [Input]) throws {
        // Other pictures in the folder would later be read as samples of this generator.
        let strays = folder.strays
        if let stray = strays.first {
            throw ValidationError(
                "\(folder.path) holds \(strays.count) other pictures, such as \(stray), which would pass for samples: name an "
                    + "empty folder.")
        }
        let read = Set(inputs.compactMap { $0.argument.map { ($0 as NSString).lastPathComponent } })
        let outputs = folder.names.filter(read.contains).map { "\(folder.path)/\($0)" }
        try check(outputs: outputs, against: inputs)
    }

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
    static func check(outputs: [String], against inputs: [Input]) throws {
        var taken: [String: String] = [:]
        var takenFiles: [FileIdentity: String] = [:]
        func take(_ path: String, _ role: String) {
            taken[resolved(path)] = role
            if let identity = FileIdentity(path) { takenFiles[identity] = role }
        }
        for (role, argument) in inputs {
            guard let argument, !argument.isEmpty else { continue }
            let specification = try? SourceSpecification(argument)
            if case .path(let path)? = specification?.place { take(path, role) }
            take(argument, role)
        }
        for path in outputs {
            let sameFile = FileIdentity(path).flatMap { takenFiles[$0] }
            if let role = sameFile ?? taken.updateValue("another output", forKey: resolved(path)) {
                throw ValidationError("\(path) is \(role); write to another file.")
            }
        }
    }
}
