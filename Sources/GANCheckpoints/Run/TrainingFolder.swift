import Foundation
import GANFiles

/// The folder of a training run, as whoever watches it sees it; `TrainingRun` fills it.
package enum TrainingFolder {
    /// The file that holds the run's plan; a folder with one is a run.
    package static let planName = "run.json"

    /// The run's checkpoints, oldest first.
    package static func checkpoints(in folder: String) -> [String] { numberedCheckpoints(in: folder).map(\.path) }

    /// The run's checkpoints with their steps, oldest first.
    package static func numberedCheckpoints(in folder: String) -> [(step: Int, path: String)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/checkpoints")) ?? []
        return names.compactMap { name -> (step: Int, path: String)? in
            guard name.hasPrefix("step-"), name.hasSuffix(".safetensors"),
                let step = Int(name.dropFirst("step-".count).dropLast(".safetensors".count))
            else { return nil }
            return (step, folder + "/checkpoints/" + name)
        }.sorted { $0.step < $1.step }
    }

    /// How the run in `folder` ended; nil while it has not, and after a kill.
    package static func end(of folder: String) -> RunEnd? {
        guard let bytes = try? BoundedFile.read(folder + "/" + RunEnd.fileName, limit: 4096),
            let end = try? JSONDecoder().decode(RunEnd.self, from: Data(bytes)), end.schema == RunEnd.name
        else { return nil }
        return end
    }
}
