import Foundation
import GANFiles
import GANNumerics
import GANText
import TestSupport
import Testing

@testable import GANCheckpoints

/// The bytes of a file with this header and this many zero bytes of data.
private func file(_ header: String, data: Int = 0) -> [UInt8] { file(Array(header.utf8), data: data) }

private func file(_ header: [UInt8], data: Int = 0) -> [UInt8] {
    let length = UInt64(header.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + header
        + [UInt8](repeating: 0, count: data)
}

/// A tensor's entry in a header.
private func entry(_ name: String, _ shape: String, _ begin: String, _ end: String, type: String = "F32") -> String {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[\(begin),\(end)]}"
}

private func failure(_ contents: [UInt8]) -> CheckpointError? {
    do {
        _ = try SafetensorsFile(contents: contents, path: "f")
        return nil
    } catch {
        return error
    }
}

/// One hostile file for each way in which the container can lie.
@Suite struct SafetensorsHostileTests {
    @Test func tooShort() {
        #expect(failure([]) == .fileTooShort(path: "f", bytes: 0))
        #expect(failure([2, 0, 0, 0, 0, 0, 0, 0, 0x7B]) == .fileTooShort(path: "f", bytes: 9))
    }

    @Test func headerLengthLies() {
        let most = [UInt8](repeating: 0xFF, count: 8) + Array("{}".utf8)
        #expect(failure(most) == .headerTooLarge(path: "f", bytes: .max, limit: SafetensorsFile.headerLimit))
        #expect(failure([3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]) == .headerBeyondFile(path: "f", bytes: 3, available: 2))
    }

    @Test func headerIsNotUnicode() {
        #expect(failure(file([0x7B, 0x22, 0xFF, 0x22, 0x7D])) == .headerNotUnicode(path: "f"))
    }

    @Test(arguments: [
        ("[]", 0, "does not begin with \"{\""),
        (" {}", 0, "does not begin with \"{\""),
        ("{\"a", 3, "ends inside a string"),
        ("{\"a\\", 4, "ends inside a string"),
        ("{} x", 3, "goes on after its end"),
        ("{}\n", 2, "goes on after its end"),
        ("{\"a\":1}", 5, "lacks a \"{\""),
        ("{\"a\":[[[[[[[[", 5, "lacks a \"{\""),
        ("{\"__metadata__\":{\"k\":1}}", 21, "lacks a \"\"\""),
        ("{\"__metadata__\":{\"k\":\"\\ud800\"}}", 28, "has half a surrogate pair"),
        ("{\"__metadata__\":{\"k\":\"\\udc00\"}}", 28, "has half a surrogate pair"),
        ("{\"__metadata__\":{\"k\":\"\\u12g4\"}}", 26, "has an escape without four hexadecimal digits"),
        ("{\"__metadata__\":{\"k\":\"\\x\"}}", 24, "has an unknown escape in a string"),
        ("{\"__metadata__\":{\"k\":\"\n\"}}", 23, "has a control character in a string"),
        ("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1]", 29, "has no whole number where one belongs"),
        ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0]", 30, "lacks a \"]\""),
        ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1e3]", 30, "lacks a \"]\""),
        ("{\"a\":{\"dtype\":\"F32\",\"shape\":[01]", 31, "has a number with a leading zero"),
        ("{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775808]", 47, "has a number above 9223372036854775807"),
        ("{\"a\":{\"extra\":1}}", 14, "has the unknown field \"extra\" in tensor \"a\""),
        ("{\"a\":{\"dtype\":\"F32\"}}", 5, "lacks dtype, shape or two data_offsets in tensor \"a\""),
    ])
    func headerIsMalformed(header: String, offset: Int, problem: String) {
        #expect(failure(file(header)) == .headerMalformed(path: "f", offset: offset, problem: problem))
    }

    @Test func namesComeTwice() {
        let one = entry("a", "[1]", "0", "4")
        #expect(failure(file("{\(one),\(one)}", data: 4)) == .duplicateName(path: "f", name: "a"))
        let escaped = one.replacingOccurrences(of: "\"a\"", with: "\"\\u0061\"")
        #expect(failure(file("{\(one),\(escaped)}", data: 4)) == .duplicateName(path: "f", name: "a"))
        #expect(failure(file("{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}")) == .duplicateName(path: "f", name: "k"))
        #expect(
            failure(file("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}")) == .duplicateName(path: "f", name: "a.dtype")
        )
    }

    @Test func aNameIsTooLong() throws {
        func header(_ length: Int) -> [UInt8] {
            file("{\(entry(String(repeating: "a", count: length), "[1]", "0", "4"))}", data: 4)
        }
        #expect(failure(header(2048)) == nil)
        guard case .headerMalformed(_, _, "has a name of 2049 bytes, of at most 2048")? = failure(header(2049)) else {
            Issue.record("\(String(describing: failure(header(2049))))")
            return
        }
    }

    @Test func tooManyTensors() {
        let entries = (0...SafetensorsHeader.tensorLimit).map { entry("t\($0)", "[0]", "0", "0") }
        #expect(
            failure(file("{\(entries.joined(separator: ","))}"))
                == .tooManyTensors(path: "f", limit: SafetensorsHeader.tensorLimit))
    }

    @Test func typeIsUnknown() {
        #expect(
            failure(file("{\(entry("a", "[1]", "0", "1", type: "F7"))}", data: 1))
                == .unknownElementType(path: "f", tensor: "a", type: "F7"))
        let complex = failure(file("{\(entry("a", "[1]", "0", "8", type: "C64"))}", data: 8))
        #expect(complex?.fact == "has the element type \"C64\", which is known but not read")
    }

    @Test func metadataMayBeNull() throws {
        #expect(try SafetensorsFile(contents: file("{\"__metadata__\":null}"), path: "f").metadata.isEmpty)
        #expect(failure(file("{\"__metadata__\":nu ll}")) != nil)
    }

    @Test func shapeOverflows() {
        #expect(
            failure(file("{\(entry("a", "[4294967296,4294967296]", "0", "4"))}", data: 4))
                == .shapeTooLarge(path: "f", tensor: "a", shape: [4_294_967_296, 4_294_967_296]))
        let axes = "[\([String](repeating: "1", count: 17).joined(separator: ","))]"
        #expect(
            failure(file("{\(entry("a", axes, "0", "4"))}", data: 4))
                == .tooManyAxes(path: "f", tensor: "a", axes: 17, limit: 16))
    }

    @Test func offsetsLie() {
        #expect(
            failure(file("{\(entry("a", "[1]", "4", "0"))}", data: 4))
                == .offsetsReversed(path: "f", tensor: "a", begin: 4, end: 0))
        #expect(
            failure(file("{\(entry("a", "[1]", "0", "4"))}", data: 3))
                == .offsetsBeyondFile(path: "f", tensor: "a", end: 4, available: 3))
        #expect(
            failure(file("{\(entry("a", "[1]", "9223372036854775803", "9223372036854775807"))}", data: 4))
                == .offsetsBeyondFile(path: "f", tensor: "a", end: .max, available: 4))
        #expect(
            failure(file("{\(entry("a", "[2]", "0", "4"))}", data: 4))
                == .sizeMismatch(path: "f", tensor: "a", shape: [2], type: "F32", bytes: 4, expected: 8))
    }

    @Test func tensorsOverlapOrLeaveHoles() {
        let first = entry("a", "[2]", "0", "8")
        #expect(
            failure(file("{\(first),\(entry("b", "[1]", "4", "8"))}", data: 8))
                == .overlap(path: "f", tensor: "b", other: "a"))
        #expect(
            failure(file("{\(first),\(entry("b", "[1]", "12", "16"))}", data: 16))
                == .hole(path: "f", tensor: "b", bytes: 4))
        #expect(failure(file("{\(first)}", data: 9)) == .unclaimedBytes(path: "f", bytes: 1))
    }
}

@Suite struct SafetensorsFileTests {
    private var sample: [String: Tensor] {
        [
            "layer.weight": Tensor(shape: [2, 3], scalars: [0, 1, -2, 3.5, .infinity, .leastNonzeroMagnitude]),
            "layer.bias": Tensor(shape: [3], scalars: [1, 2, 3]), "scale": Tensor(4), "empty": Tensor(shape: [0, 5]),
        ]
    }

    @Test func readsWhatTheFormatAllows() throws {
        let header =
            "{ \"a\" : {\"shape\":[], \"data_offsets\":[ 0 , 4 ],\n\"dtype\":\"F32\"},\"__metadata__\":{\"k\":\"\\u00e9\\ud83d\\ude00\\n/\\/\"}}  "
        let read = try SafetensorsFile(contents: file(header, data: 4), path: "f")
        #expect(read.metadata == ["k": "é😀\n//"])
        #expect(read.tensors["a"]?.tensor() == Tensor(0))
        #expect(try SafetensorsFile(contents: file("{}"), path: "f").tensors.isEmpty)
    }

    @Test func whatIsWrittenIsRead() throws {
        let folder = try TemporaryFolder()
        let metadata = ["quote\"\\": "line\n\u{01}\u{7f}é😀", "plain": ""]
        try SafetensorsFile.write(tensors: sample, metadata: metadata, to: folder.file("s"))
        let read = try SafetensorsFile.read(folder.file("s"))
        #expect(read.tensors.mapValues { $0.tensor() } == sample)
        #expect(read.metadata == metadata)
        #expect(read.names == ["empty", "layer.bias", "layer.weight", "scale"])
        #expect(try folder.entries() == ["s"])
    }

    @Test func equalContentGivesEqualBytes() throws {
        let folder = try TemporaryFolder()
        let order = sample.keys.sorted()
        for (index, names) in [order, order.reversed()].enumerated() {
            var tensors: [String: Tensor] = [:]
            for name in names { tensors[name] = sample[name] }
            try SafetensorsFile.write(tensors: tensors, metadata: ["b": "1", "a": "2"], to: folder.file("\(index)"))
        }
        let bytes = try BoundedFile.read(folder.file("0"), limit: 10_000)
        #expect(try BoundedFile.read(folder.file("1"), limit: 10_000) == bytes)
        // A whole file, byte for byte, so that the order and the padding can't drift.
        try SafetensorsFile.write(tensors: ["x": Tensor(1)], metadata: ["k": "v"], to: folder.file("small"))
        let header = "{\"__metadata__\":{\"k\":\"v\"},\"x\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}"
        #expect(header.utf8.count == 78)
        let expected = [80, 0, 0, 0, 0, 0, 0, 0] + Array("\(header)  ".utf8) + [0, 0, 0x80, 0x3F]
        #expect(try BoundedFile.read(folder.file("small"), limit: 200) == expected)
    }

    @Test func everyTensorIsAligned() throws {
        let folder = try TemporaryFolder()
        let tensors = [
            "a": WeightTensor(shape: [3], type: .uint8, bytes: [1, 2, 3]), "b": WeightTensor(Tensor(2)),
            "c": WeightTensor(shape: [1], type: .float64, bytes: [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]),
            "d": WeightTensor(shape: [1], type: .float16, bytes: [0, 0x3C]),
        ]
        try SafetensorsFile.write(tensors: tensors, to: folder.file("mixed"))
        let read = try SafetensorsFile.read(folder.file("mixed"))
        for (name, tensor) in read.tensors {
            #expect(tensor.bytes.startIndex % tensor.type.size == 0, "\(name)")
            #expect(tensor == tensors[name])
        }
    }

    @Test func refusesTheReservedName() throws {
        let folder = try TemporaryFolder()
        #expect(throws: CheckpointError.reservedName(path: folder.file("r"), name: "__metadata__")) {
            try SafetensorsFile.write(tensors: ["__metadata__": Tensor(1)], to: folder.file("r"))
        }
        #expect(try folder.entries().isEmpty)
    }

    @Test func saysWhyAFileCannotBeReadOrWritten() throws {
        let folder = try TemporaryFolder()
        #expect(throws: CheckpointError.file(.missing(path: folder.file("gone")))) {
            try SafetensorsFile.read(folder.file("gone"))
        }
        let path = folder.file("sparse")
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        #expect(truncate(path, 1 << 40) == 0)
        let limit = SafetensorsFile.fileLimit
        #expect(throws: CheckpointError.file(.fileTooLarge(path: path, bytes: 1 << 40, limit: limit))) {
            try SafetensorsFile.read(path)
        }
        let inside = folder.file("no/x")
        let error = FileError.folderMissing(path: inside, folder: folder.file("no"))
        #expect(throws: CheckpointError.file(error)) { try SafetensorsFile.write(tensors: sample, to: inside) }
        #expect(CheckpointError.file(error).description == error.description)
    }

    @Test func digestIsThatOfTheFile() throws {
        let folder = try TemporaryFolder()
        try SafetensorsFile.write(tensors: sample, to: folder.file("s"))
        var digest = ContentDigest()
        digest.update(try BoundedFile.read(folder.file("s"), limit: 10_000))
        #expect(try SafetensorsFile.read(folder.file("s")).digest() == digest.hexadecimal())
    }

    @Test func everyPrefixIsRefused() throws {
        let folder = try TemporaryFolder()
        try SafetensorsFile.write(tensors: sample, metadata: ["k": "v"], to: folder.file("s"))
        let whole = try BoundedFile.read(folder.file("s"), limit: 10_000)
        for length in 0..<whole.count { #expect(failure(Array(whole[0..<length])) != nil, "prefix of \(length) bytes") }
        #expect(failure(whole) == nil)
    }

    /// A flipped bit is refused, or it changed only what no container can check: values and texts.
    @Test func flippedBitsNeverBreakTheReader() throws {
        let folder = try TemporaryFolder()
        try SafetensorsFile.write(tensors: sample, metadata: ["k": "v"], to: folder.file("s"))
        let whole = try BoundedFile.read(folder.file("s"), limit: 10_000)
        var random = SeededGenerator(seed: 20_240_607)
        var refused = 0
        for _ in 0..<2_000 {
            var damaged = whole
            for _ in 0..<(1 + random.index(below: 3)) {
                damaged[random.index(below: damaged.count)] ^= 1 << UInt8(random.index(below: 8))
            }
            guard let read = try? SafetensorsFile(contents: damaged, path: "f") else {
                refused += 1
                continue
            }
            for tensor in read.tensors.values { #expect(tensor.floats().count == tensor.count) }
        }
        #expect(refused > 1_000)
    }
}
