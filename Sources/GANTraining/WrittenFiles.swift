import Foundation
import GANCheckpoints
import GANFiles
import GANNumerics

/// What a run has written beside its state, by digests that the state keeps: whoever goes on beside damaged files would pass them on
/// as those of one whole run.
struct WrittenFiles: Codable, Equatable {
    /// SHA-256 of the checkpoints that were written, by their names.
    private var checkpoints: [String: String] = [:]
    /// SHA-256 of the log's lines up to the state's step.
    private var log = ""

    /// The state after `lines`.
    func with(log lines: [TrainingPoint]) throws -> WrittenFiles {
        var files = self
        files.log = Self.digest(Array(try TrainingLog.encoded(lines).utf8))
        return files
    }

    /// Notes the checkpoint at `path` as it lies there.
    mutating func add(checkpoint path: String) throws {
        checkpoints[URL(fileURLWithPath: path).lastPathComponent] = try Self.digest(of: path)
    }

    /// Throws `damagedRun` for a file of the run in `folder` that is another than was written; checkpoints may have been removed.
    func check(folder: String, log lines: [TrainingPoint]) throws {
        guard try with(log: lines) == self else {
            throw TrainingError.damagedRun(
                path: "\(folder)/\(TrainingLog.fileName)", problem: "its lines are not those that the run wrote")
        }
        for (name, digest) in checkpoints.sorted(by: { $0.key < $1.key }) {
            let path = "\(folder)/checkpoints/\(name)"
            guard FileManager.default.fileExists(atPath: path) else { continue }
            if try Self.digest(of: path) != digest {
                throw TrainingError.damagedRun(path: path, problem: "it is not the checkpoint that the run wrote")
            }
        }
    }

    private static func digest(of path: String) throws -> String { digest(try BoundedFile.read(path, limit: .max)) }

    private static func digest(_ bytes: [UInt8]) -> String {
        var digest = ContentDigest()
        digest.update(bytes)
        return digest.hexadecimal()
    }
}
