import Foundation
import GANData
import GANNumerics

/// Images a second from a folder or archive of JPEG, PNG or WebP files to grey levels, on all threads; with `--resize SIDE` converted as well.
///
/// `peers/decoding.py FOLDER --make 10000` makes such a folder, and times Pillow's threads on it.
struct DecodingBenchmark {
    let folder: String
    let reading: SourceReading
    let rounds: Int

    init(_ options: Options) throws {
        var options = options
        guard let folder = options.text("folder") else { throw BenchmarkError(message: "decoding needs --folder.") }
        self.folder = folder
        let side = try options.text("resize").map { text in
            guard let side = Int(text), (1...4096).contains(side) else {
                throw BenchmarkError(message: "--resize is \(text); expected a side in pixels.")
            }
            return ImageSize(height: side, width: side)
        }
        reading = SourceReading(conversion: ImageConversion(size: side))
        rounds = try options.count("rounds", default: 3)
        try options.finish()
    }

    func run() throws {
        var (best, opening) = (0.0, Double.infinity)
        var shape = ""
        var count = 0
        for _ in 0..<rounds {
            let clock = ContinuousClock()
            let start = clock.now
            let source = try SampleSources.open(folder, reading: reading)
            let opened = clock.now
            for first in stride(from: 0, to: source.count, by: 256) {
                _ = try source.read(rows: first..<min(source.count, first + 256))
            }
            opening = min(opening, (opened - start) / .seconds(1))
            best = max(best, Double(source.count) / ((clock.now - opened) / .seconds(1)))
            (shape, count) = ("\(source.shape)", source.count)
        }
        try printLine([
            "benchmark": "decoding", "measure": "ganeval", "images_per_second": best, "opening_seconds": opening,
            "images": count, "shape": shape, "threads": Parallel.threadCount,
            "folder": URL(fileURLWithPath: folder).lastPathComponent,
        ])
    }
}
