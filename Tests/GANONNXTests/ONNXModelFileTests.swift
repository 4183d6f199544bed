import Foundation
import GANFiles
import GANNumerics
import GANONNX
import TestSupport
import Testing

@Suite struct ONNXModelFileTests {
    @Test func pagesAndPointersAreNamed() {
        for (text, found) in [
            ("<!DOCTYPE html><html>", ForeignContent.webPage),
            ("version https://git-lfs.github.com/spec/v1\n", .pointer),
        ] {
            #expect(throws: ONNXError.content(.foreign(path: "m.onnx", found))) {
                try ONNXModelFile(contents: Array(text.utf8), path: "m.onnx")
            }
        }
    }

    private func read(_ bytes: [UInt8], path: String = "m.onnx") throws -> ONNXModelFile {
        try ONNXModelFile(contents: bytes, path: path)
    }

    private func graph(_ contents: [UInt8]) throws -> ONNXModelFile { try read(Wire.model(graph: contents)) }

    @Test func readsADiscriminatorFromPyTorch() throws {
        let file = try ONNXModelFile.read(Fixture.url("checkpoints/discriminator.onnx").path)
        #expect(file.inputs == [ONNXValue(name: "images", type: .float32, shape: [nil, 1, 28, 28])])
        #expect(file.outputs == [ONNXValue(name: "logits", type: .float32, shape: [nil, 1])])
        #expect(file.operators == ["Conv": 2, "LeakyRelu": 2, "Flatten": 1, "Gemm": 1])
        #expect(file.parameterCount == 36_513)
        #expect(file.producer == "pytorch")
        #expect(file.operatorSets[""] == 20)
        #expect(file.externalFiles.isEmpty)
        var digest = ContentDigest()
        digest.update(file.contents)
        #expect(try file.digest() == digest.hexadecimal())
    }

    @Test func readsAPlantedGenerator() throws {
        let file = try ONNXModelFile.read(Fixture.url("planted/collapsed.onnx").path)
        #expect(file.inputs.map(\.summary) == ["float32 [?, 16]"])
        #expect(file.outputs.map(\.summary) == ["float32 [?, 1, 28, 28]"])
    }

    @Test func initializersAreNoInputs() throws {
        let file = try graph(
            Wire.bytes(11, Wire.text(1, "x")) + Wire.bytes(11, Wire.text(1, "w")) + Wire.output
                + Wire.initializer(Wire.number(1, 1) + Wire.number(2, 1) + Wire.bytes(9, [0, 0, 0, 0])))
        #expect(file.inputs.map(\.name) == ["x"])
        #expect(file.inputs[0].type == nil && file.inputs[0].shape == nil)
    }

    @Test func negativeAxesAreOpen() throws {
        let axes = Wire.bytes(1, Wire.number(1, UInt64(bitPattern: -1))) + Wire.bytes(1, Wire.number(1, 3))
        let type = Wire.bytes(1, Wire.number(1, 2) + Wire.bytes(2, axes))
        let file = try graph(Wire.bytes(12, Wire.text(1, "y") + Wire.bytes(2, type)))
        #expect(file.outputs == [ONNXValue(name: "y", type: .uint8, shape: [nil, 3])])
    }

    @Test func whatIsNoModelIsRefused() throws {
        #expect(throws: ONNXError.notAModel(path: "m.onnx", missing: "graph")) { try read([]) }
        #expect(throws: ONNXError.notAModel(path: "m.onnx", missing: "outputs")) { try graph([]) }
        #expect(throws: ONNXError.notAModel(path: "m.onnx", missing: "IR version")) {
            try read(Wire.bytes(7, Wire.output))
        }
        #expect(throws: ONNXError.notAModel(path: "m.onnx", missing: "operator set")) {
            try read(Wire.number(1, 8) + Wire.bytes(7, Wire.output))
        }
        #expect(throws: ONNXError.self) { try read(Array("PK\u{3}\u{4} a zip file is no model".utf8)) }
        let folder = try TemporaryFolder()
        #expect(throws: ONNXError.file(.missing(path: folder.file("no.onnx")))) {
            try ONNXModelFile.read(folder.file("no.onnx"))
        }
    }

    @Test func newerVersionsAreRefusedByName() {
        #expect(throws: ONNXError.newer(path: "m.onnx", what: "IR version", found: 99, supported: 14)) {
            try read(Wire.model(graph: Wire.output, irVersion: 99))
        }
        #expect(throws: ONNXError.newer(path: "m.onnx", what: "operator set", found: 99, supported: 28)) {
            try read(Wire.model(graph: Wire.output, operatorSet: 99))
        }
        // Others' operator sets are the runtime's to judge.
        let custom = Wire.bytes(8, Wire.text(1, "com.example") + Wire.number(2, 99))
        #expect(throws: Never.self) { try read(Wire.model(graph: Wire.output) + custom) }
    }

    @Test func everyPrefixIsRefused() throws {
        let bytes = Wire.model(
            graph: Wire.initializer(Wire.number(1, 1) + Wire.number(2, 1) + Wire.bytes(9, [0, 0, 0, 0]))
                + Wire.bytes(11, Wire.text(1, "x")) + Wire.output)
        for count in 0..<bytes.count { #expect(throws: ONNXError.self) { try read(Array(bytes[..<count])) } }
        #expect(throws: Never.self) { try read(bytes) }
    }

    @Test func duplicatesThatReadersUnderstandDifferentlyAreRefused() {
        #expect(throws: ONNXError.self) { try read(Wire.model(graph: Wire.output) + Wire.bytes(7, [])) }
        #expect(throws: ONNXError.duplicateName(path: "m.onnx", what: "output", name: "y")) {
            try graph(Wire.output + Wire.output)
        }
        let tensor = Wire.bytes(5, Wire.number(1, 0) + Wire.number(2, 1))
        #expect(throws: Never.self) { try graph(Wire.output + Wire.bytes(1, Wire.bytes(5, tensor))) }
        #expect(throws: ONNXError.self) { try graph(Wire.output + Wire.bytes(1, Wire.bytes(5, tensor + tensor))) }
    }

    @Test func tensorsMustHaveTheirData() {
        func tensor(_ fields: [UInt8]) throws -> ONNXModelFile { try graph(Wire.output + Wire.initializer(fields)) }
        let float: [UInt8] = Wire.number(2, 1)
        #expect(throws: Never.self) {
            try tensor(Wire.number(1, 2) + float + Wire.bytes(4, .init(repeating: 0, count: 8)))
        }
        #expect(
            throws: ONNXError.sizeMismatch(
                path: "m.onnx", tensor: "w", shape: [3], type: .float32, found: 8, expected: 12)
        ) { try tensor(Wire.number(1, 3) + float + Wire.bytes(9, .init(repeating: 0, count: 8))) }
        #expect(
            throws: ONNXError.sizeMismatch(
                path: "m.onnx", tensor: "w", shape: [2], type: .int64, found: 3, expected: 2)
        ) { try tensor(Wire.number(1, 2) + Wire.number(2, 7) + Wire.bytes(7, [1, 0x80, 1, 5])) }
        #expect(
            throws: ONNXError.sizeMismatch(
                path: "m.onnx", tensor: "w", shape: [1 << 59], type: .uint8, found: 0, expected: 1 << 59)
        ) { try tensor(Wire.number(1, 1 << 59) + Wire.number(2, 2)) }
        #expect(throws: ONNXError.shapeTooLarge(path: "m.onnx", tensor: "w", shape: [1 << 60])) {
            try tensor(Wire.number(1, 1 << 60) + Wire.number(2, 2))
        }
        #expect(throws: ONNXError.shapeTooLarge(path: "m.onnx", tensor: "w", shape: [1 << 60, 1 << 60])) {
            try tensor(Wire.number(1, 1 << 60) + Wire.number(1, 1 << 60) + float)
        }
        #expect(throws: ONNXError.shapeTooLarge(path: "m.onnx", tensor: "w", shape: [-1])) {
            try tensor(Wire.number(1, .max) + float)
        }
        #expect(throws: ONNXError.unknownElementType(path: "m.onnx", tensor: "w", number: 0)) {
            try tensor(Wire.number(1, 0))
        }
        #expect(throws: ONNXError.unknownElementType(path: "m.onnx", tensor: "w", number: 1 << 60)) {
            try tensor(Wire.number(2, 1 << 60))
        }
        #expect(throws: ONNXError.tooMany(path: "m.onnx", what: "axes", limit: 64)) {
            try tensor((0..<65).flatMap { _ in Wire.number(1, 0) } + float)
        }
    }

    @Test func fourBitElementsArePacked() throws {
        let three = Wire.number(1, 3) + Wire.number(2, 22)
        #expect(throws: Never.self) { try graph(Wire.output + Wire.initializer(three + Wire.bytes(9, [1, 2]))) }
        #expect(throws: ONNXError.self) { try graph(Wire.output + Wire.initializer(three + Wire.bytes(9, [1]))) }
    }

    @Test func lengthsBeyondTheFileAreRefused() {
        for length in [UInt64(1 << 31), 1 << 60, .max] {
            #expect(throws: ONNXError.self) { try read(Wire.claim(7, length)) }
            #expect(throws: ONNXError.self) { try graph(Wire.output + Wire.claim(5, length)) }
            #expect(throws: ONNXError.self) { try graph(Wire.output + Wire.bytes(5, Wire.claim(9, length))) }
        }
    }

    @Test func graphsWithinGraphsEnd() throws {
        let file = try graph(Wire.output + Wire.nested(depth: 32))
        #expect(file.operators == ["If": 32])
        #expect(throws: ONNXError.nestedTooDeeply(path: "m.onnx", limit: 32)) {
            try graph(Wire.output + Wire.nested(depth: 33))
        }
        #expect(throws: ONNXError.self) { try graph(Wire.output + Wire.nested(depth: 20_000)) }
    }

    @Test func manySmallFieldsEnd() {
        let nodes = Array(repeatElement([UInt8(0x0A), 0], count: 1 << 20 + 1).joined())
        #expect(throws: ONNXError.tooMany(path: "m.onnx", what: "nodes", limit: 1 << 20)) {
            try graph(Wire.output + nodes)
        }
        let unknown = Array(repeatElement([UInt8(0xF8), 1, 0], count: 1 << 24 + 1).joined())
        #expect(throws: ONNXError.tooMany(path: "m.onnx", what: "fields", limit: 1 << 24)) { try read(unknown) }
    }

    @Test func fuzzedModelsNeverBringItDown() throws {
        let times = ProcessInfo.processInfo.environment["GANEVAL_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 1
        let rounds = 30_000 * max(1, times)
        let constant = Wire.bytes(5, Wire.bytes(5, Wire.number(1, 0) + Wire.number(2, 6)))
        let sound = [
            Wire.text(2, "g"),
            Wire.initializer(Wire.number(1, 2) + Wire.number(2, 1) + Wire.bytes(9, .init(repeating: 1, count: 8))),
            Wire.bytes(11, Wire.text(1, "x") + Wire.bytes(2, Wire.bytes(1, Wire.number(1, 1)))), Wire.output,
            Wire.bytes(1, Wire.text(4, "Constant") + constant), Wire.nested(depth: 3),
        ].flatMap { $0 }
        let bases = [
            Wire.model(graph: sound),
            Wire.model(graph: sound + Wire.external([("location", "w.bin"), ("offset", "0")])),
        ]
        #expect(throws: Never.self) { try read(bases[0]) }
        var random = SeededGenerator(seed: 17)
        var outcomes = [true: 0, false: 0]
        for round in 0..<rounds {
            var bytes = bases[round % 2]
            for _ in 0...Int(random.next() % 4) {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 5 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes[place] ^= 1 << UInt8(random.next() % 8)
                case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                case 3: bytes[place] = 0xFF
                default: bytes.removeSubrange(place..<min(bytes.count - 1, place + Int(random.next() % 8)))
                }
            }
            do {
                _ = try read(bytes, path: "/nonexistent/m.onnx")
                outcomes[true, default: 0] += 1
            } catch is ONNXError {
                outcomes[false, default: 0] += 1
            }
        }
        // Some mutations hit what nothing depends on; most are noticed. What must not happen is a crash.
        #expect(outcomes.values.allSatisfy { $0 > rounds / 100 })
    }
}
