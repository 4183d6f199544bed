import Foundation
import GANFiles
import GANONNX
import TestSupport
import Testing

@Suite struct ONNXExternalTensorTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("model/m.onnx")
        try FileManager.default.createDirectory(atPath: folder.file("model/data"), withIntermediateDirectories: true)
        try AtomicFile.write([UInt8](repeating: 1, count: 20), to: folder.file("model/data/w.bin"))
        try AtomicFile.write([UInt8](repeating: 2, count: 20), to: folder.file("secret.bin"))
    }

    private func read(_ entries: [(String, String)]) throws -> ONNXModelFile {
        try AtomicFile.write(Wire.model(graph: Wire.output + Wire.external(entries)), to: path)
        return try ONNXModelFile.read(path)
    }

    private func outside(_ location: String) throws -> String? {
        do {
            _ = try read([("location", location)])
            return nil
        } catch ONNXError.externalOutside(_, let tensor, location, let problem) {
            #expect(tensor == "w")
            return problem
        }
    }

    @Test func dataInsideTheFolderAreFound() throws {
        let file = try read([("location", "data/w.bin"), ("offset", "4"), ("length", "16"), ("checksum", "unused")])
        #expect(file.externalFiles.map(\.location) == ["data/w.bin"])
        #expect(file.externalFiles.map(\.size) == [20])
        #expect(file.parameterCount == 4)
        #expect(throws: Never.self) { try read([("location", "./data/w.bin")]) }
    }

    @Test func theDigestCoversTheData() throws {
        let before = try read([("location", "data/w.bin")]).digest()
        var bytes = [UInt8](repeating: 1, count: 20)
        bytes[19] = 9
        try AtomicFile.write(bytes, to: folder.file("model/data/w.bin"))
        let file = try ONNXModelFile.read(path)
        #expect(try file.digest() != before)
        try AtomicFile.write(bytes + [1], to: folder.file("model/data/w.bin"))
        #expect(throws: ONNXError.self) { try file.digest() }
    }

    @Test func whatLeavesTheFolderIsRefused() throws {
        #expect(try outside("../secret.bin") == "leaves the model's folder")
        #expect(try outside("data/../../secret.bin") == "leaves the model's folder")
        #expect(try outside(folder.file("secret.bin")) == "is an absolute path")
        #expect(try outside("") == "names no file")
        #expect(try outside("data\0/w.bin") == "is no file name")
        #expect(try outside("*/_ORT_MEM_ADDR_/*") == "is no file but an address in memory")
        for (name, target) in [("link.bin", "../secret.bin"), ("up", "..")] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.file("model/\(name)"), withDestinationPath: target)
        }
        #expect(try outside("link.bin") == "is a link out of the model's folder")
        #expect(try outside("up/secret.bin") == "is a link out of the model's folder")
    }

    @Test func constantsAndNestedGraphsAreCheckedToo() throws {
        let tensor =
            Wire.text(8, "c") + Wire.number(1, 4) + Wire.number(2, 1)
            + Wire.bytes(13, Wire.text(1, "location") + Wire.text(2, "/etc/passwd"))
        let constant = Wire.bytes(1, Wire.text(4, "Constant") + Wire.bytes(5, Wire.bytes(5, tensor)))
        let nested = Wire.bytes(1, Wire.text(4, "If") + Wire.bytes(5, Wire.bytes(6, constant)))
        let sparse = Wire.bytes(15, Wire.bytes(1, tensor))
        let model = Wire.model(graph: Wire.output)
        let hostile = [
            Wire.model(graph: Wire.output + constant), Wire.model(graph: Wire.output + nested),
            Wire.model(graph: Wire.output + sparse), model + Wire.bytes(25, Wire.bytes(7, nested.dropFirst(2) + [])),
            model + Wire.bytes(20, Wire.bytes(1, constant)),
        ]
        for bytes in hostile {
            #expect(
                throws: ONNXError.externalOutside(
                    path: "m.onnx", tensor: "c", location: "/etc/passwd", problem: "is an absolute path")
            ) { try ONNXModelFile(contents: bytes, path: "m.onnx") }
        }
    }

    @Test func rangesBeyondTheFileAreRefused() throws {
        #expect(
            throws: ONNXError.externalBeyondFile(
                path: path, tensor: "w", location: "data/w.bin", end: 21, available: 20)
        ) { try read([("location", "data/w.bin"), ("offset", "5")]) }
        #expect(throws: ONNXError.self) {
            try read([("location", "data/w.bin"), ("offset", "\(Int64.max)"), ("length", "16")])
        }
        #expect(
            throws: ONNXError.externalMalformed(
                path: path, tensor: "w", key: "length", value: "1152921504606846976, not 16")
        ) { try read([("location", "data/w.bin"), ("length", "\(1 << 60)")]) }
    }

    @Test func entriesThatMeanNothingAreRefused() throws {
        for text in ["-1", "1e3", "", " 4", "99999999999999999999"] {
            #expect(throws: ONNXError.externalMalformed(path: path, tensor: "w", key: "offset", value: text)) {
                try read([("location", "data/w.bin"), ("offset", text)])
            }
        }
        #expect(throws: ONNXError.self) { try read([("location", "data/w.bin"), ("location", "data/w.bin")]) }
        #expect(
            throws: ONNXError.externalUnreadable(path: path, tensor: "w", location: "no.bin", reason: "no such file")
        ) { try read([("location", "no.bin")]) }
        #expect(throws: ONNXError.self) { try read([("location", "data")]) }
    }
}
