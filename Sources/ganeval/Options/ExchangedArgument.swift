import ArgumentParser
import Foundation
import GANData
import GANModels

/// A source where a generator was asked for, or a generator where a source was: told by its name before anything is read.
enum ExchangedArgument {
    /// Throws for what can only be a source: a built-in one, a folder, a range of rows, or a file that no model's ending has.
    static func check(generator text: String, option: String) throws {
        let other = option == "--generator" ? " Samples that were made before go to --generated." : ""
        guard let found = sourceKind(text) else { return }
        throw ValidationError(
            "\(option) is '\(text)', \(found); expected a checkpoint. Were it and a source exchanged?\(other)")
    }

    /// Throws for what can only be a model, by its ending.
    static func check(source text: String, option: String) throws {
        guard let specification = try? SourceSpecification(text), specification.array == nil,
            case .path(let file) = specification.place, let ending = ModelEnding(path: file),
            !ending.isSharedWithSamples, !isFolder(file)
        else { return }
        let other = option == "--generated" ? " A generator goes to --generator." : ""
        throw ValidationError(
            "\(option) is '\(text)', a .\(ending.rawValue) file of a model; expected a source of samples. "
                + "Were it and a checkpoint exchanged?\(other)")
    }

    private static func sourceKind(_ text: String) -> String? {
        guard !FileManager.default.fileExists(atPath: text) || isFolder(text) else {
            let isSamples = SourceFormats.claims(fileNamed: (text as NSString).lastPathComponent)
            return isSamples && ModelEnding(path: text) == nil ? "a file of samples" : nil
        }
        if text.hasPrefix("builtin:") || text.hasPrefix(StackedSource.prefix) { return "a built-in source" }
        if isFolder(text) { return "a folder" }
        if let specification = try? SourceSpecification(text), specification.first != 0 || specification.end != nil {
            return "rows of a source"
        }
        return nil
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
