import Foundation
import TestSupport
import Testing

/// The TensorBoard of `python3`, where there is one.
private enum TensorBoard {
    /// `.ci/run` installs it, so that there this always runs.
    static let isInstalled =
        (try? python(["-c", "import tensorboard.backend.event_processing.event_accumulator"])) != nil

    private struct Failure: Error { let arguments: [String] }

    static func python(_ arguments: [String]) throws -> Data {
        let folder = try TemporaryFolder()
        let output = URL(fileURLWithPath: folder.file("output"))
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(arguments: arguments) }
        return try Data(contentsOf: output)
    }
}

/// What the real TensorBoard reads in the event files of a training.
@Suite(.enabled(if: TensorBoard.isInstalled, "TensorBoard is not installed for python3"))
struct TensorBoardTests {
    /// Opens a folder as TensorBoard's server does, and prints each tag's steps with its values, or its pictures' sizes.
    private static let reader = """
        import json, sys
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
        events = EventAccumulator(sys.argv[1], size_guidance={"images": 0, "scalars": 0}).Reload()
        tags = events.Tags()
        print(json.dumps({
            "scalars": {tag: [[event.step, event.value] for event in events.Scalars(tag)] for tag in tags["scalars"]},
            "images": {tag: [[event.step, event.width, event.height, event.encoded_image_string[1:4].decode()]
                             for event in events.Images(tag)] for tag in tags["images"]}}))
        """

    private struct Read: Decodable {
        struct Picture: Decodable, Equatable {
            var step: Int
            var width: Int
            var height: Int
            var kind: String

            init(from decoder: any Decoder) throws {
                var values = try decoder.unkeyedContainer()
                step = try values.decode(Int.self)
                width = try values.decode(Int.self)
                height = try values.decode(Int.self)
                kind = try values.decode(String.self)
            }
        }

        var scalars: [String: [[Double]]]
        var images: [String: [Picture]]
    }

    /// A run and its continuation, each with a file of its own, are one curve and one film.
    @Test func scalarsAreThoseOfTheLogAndGridsArePictures() throws {
        let program = try Program()
        let (run, events) = (program.file("run"), program.file("events"))
        let common = ["train", "--out", run, "--tensorboard", events, "--quiet"]
        let begun = common + ["--data", "builtin:shapes[0:600]", "--preset", "small28", "--checkpoint-every", "2"]
        #expect(try program.run(begun + ["--steps", "2"]).code == 0)
        #expect(try program.run(begun + ["--steps", "4", "--resume"]).code == 0)
        let log = try String(contentsOfFile: run + "/log.jsonl", encoding: .utf8).split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        let read = try JSONDecoder().decode(Read.self, from: try TensorBoard.python(["-c", Self.reader, events]))
        for (tag, key) in [("loss/generator", "generator_loss"), ("loss/discriminator", "discriminator_loss")] {
            let expected = try log.compactMap { line -> [Double]? in
                guard let value = line[key] as? Double else { return nil }
                return [Double(try #require(line["step"] as? Int)), Double(Float(value))]
            }
            #expect(!expected.isEmpty && read.scalars[tag] == expected, "\(tag): \(read.scalars), expected \(expected)")
        }
        let pictures = try #require(read.images["samples"])
        #expect(
            pictures.map(\.step) == [2, 4] && pictures.allSatisfy { $0.kind == "PNG" && $0.width > 0 && $0.height > 0 })
    }
}
