import Foundation
import TestSupport
import Testing

@testable import GANEvaluation

@Suite struct SeriesFilesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ name: String, _ text: String = "x") throws {
        let url = URL(fileURLWithPath: folder.file(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    @Test func aFolderGivesItsWeightFiles() throws {
        for name in ["b.pt", "a.safetensors", "c.ONNX", "notes.txt", ".a.pt", "log.json"] { try write(name) }
        let found = try SeriesFiles(inputs: [folder.path + "/"]).paths()
        #expect(found == ["a.safetensors", "b.pt", "c.ONNX"].map { folder.file($0) })
    }

    @Test func aRunGivesItsCheckpointsAndNothingElse() throws {
        try write("run/run.json", "{}")
        try write("run/state.safetensors")
        for step in [1000, 50] { try write("run/checkpoints/step-\(step).safetensors") }
        try write("run/checkpoints/step-x.safetensors")
        let found = try SeriesFiles(inputs: [folder.file("run")]).paths()
        #expect(found == [50, 1000].map { folder.file("run") + "/checkpoints/step-\($0).safetensors" })
    }

    @Test func eachFileCountsOnce() throws {
        try write("a.pt")
        let files = SeriesFiles(inputs: [folder.file("a.pt"), folder.path, folder.path + "/./a.pt"])
        #expect(try files.paths() == [folder.file("a.pt")])
    }

    @Test func whatIsNotThereThrowsOrIsAwaited() throws {
        let missing = SeriesFiles(inputs: [folder.file("none")])
        #expect(throws: SeriesError.missing(path: folder.file("none"))) { try missing.paths() }
        #expect(try missing.paths(isWaiting: true).isEmpty && !missing.isFinished)
        let empty = SeriesFiles(inputs: [folder.path])
        #expect(throws: SeriesError.noCheckpoints(path: folder.path)) { try empty.paths() }
        #expect(try empty.paths(isWaiting: true).isEmpty && !empty.isFinished)
    }

    @Test func aFileHasEndedAndARunSaysSo() throws {
        try write("a.pt")
        #expect(SeriesFiles(inputs: [folder.file("a.pt")]).isFinished)
        try write("run/run.json", "{}")
        #expect(!SeriesFiles(inputs: [folder.file("run")]).isFinished)
        try write("run/done.json", #"{"schema": "ganeval.run-end/1", "step": 3, "diverged": false}"#)
        #expect(SeriesFiles(inputs: [folder.file("run"), folder.file("a.pt")]).isFinished)
    }

    @Test func aFileSettlesWhenItStopsChanging() throws {
        var settling = SeriesSettling()
        let path = folder.file("a.pt")
        #expect(settling.settled([path]).isEmpty)
        try write("a.pt", "one")
        #expect(settling.settled([path]).isEmpty)
        try write("a.pt", "longer")
        #expect(settling.settled([path]).isEmpty)
        #expect(settling.settled([path]) == [path])
        #expect(settling.settled([path]) == [path])
    }

    @Test func errorsSayWhatToDo() {
        for error in [
            SeriesError.missing(path: "p"), .noCheckpoints(path: "p"),
            .nothingMeasured(path: "p", count: 2, first: "f"),
            .nothingMeasured(path: "p", count: 0, first: ""),
        ] {
            #expect(error.location == "p")
            #expect(![error.fact, error.expectation, error.remedy].contains(""))
        }
    }
}
