import Foundation
import GANCheckpoints
import GANFiles
import GANReports
import GANTraining

/// Who watches a training: a page and TensorBoard, where they are asked for.
struct TrainingWatchers {
    private let name: String
    private let live: String?
    private let events: EventFile?
    private let steps: Int
    private var points: [TrainingPoint]
    private var samples: String?

    /// Watchers of a run in `folder`, whose earlier lines a resumed one shows too.
    init(name: String, live: String?, tensorboard: String?, steps: Int, folder: String, resume: Bool) throws {
        self.name = name
        self.live = live
        self.steps = steps
        points = resume ? TrainingLog.read(folder: folder) : []
        let last = points.last?.step ?? 0
        events = try tensorboard.map { try EventFile(folder: $0, after: last) }
    }

    /// Takes a step's news to all of them; throws what writing throws.
    mutating func saw(_ progress: TrainingRun.Progress) throws {
        guard live != nil || events != nil, progress.line != nil || progress.samples != nil else { return }
        if let line = progress.line {
            // A resumed run repeats the lines after its state.
            points.removeAll { $0.step >= line.step }
            points.append(line)
            try events?.append(line)
        }
        if let path = progress.samples {
            samples = path
            if let events, let png = FileManager.default.contents(atPath: path) {
                try events.append(png: Array(png), step: progress.step)
            }
        }
        guard let live else { return }
        let page = LiveTrainingPage.html(
            name: name, points: points, steps: steps, isFinished: progress.step == steps,
            samples: samples.flatMap { FileManager.default.contents(atPath: $0) }.map { Array($0) })
        try AtomicFile.write(page, to: live)
    }
}
