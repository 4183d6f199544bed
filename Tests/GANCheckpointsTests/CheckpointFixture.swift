import Foundation
import GANFiles
import TestSupport

@testable import GANCheckpoints

/// The files that `fixtures/checkpoints/make.py` makes, and what each must be read as.
enum CheckpointFixture {
    /// A tensor as PyTorch or NumPy says it is.
    struct Expected: Decodable, Sendable {
        let shape: [Int]
        let type: String
        let values: [Double]
    }

    static func path(_ name: String) -> String { Fixture.url("checkpoints/files/\(name)").path }

    static func bytes(_ name: String) throws -> [UInt8] { try BoundedFile.read(path(name), limit: 1 << 24) }

    static func read(_ name: String) throws -> WeightFile { try WeightFile.read(path(name)) }

    /// File, group, tensor's name.
    static func expected() throws -> [String: [String: [String: Expected]]] {
        let data = try Data(contentsOf: Fixture.url("checkpoints/files/expected.json"))
        return try JSONDecoder().decode([String: [String: [String: Expected]]].self, from: data)
    }

    /// The error that reading a file ends in.
    static func error(_ contents: [UInt8], path: String = "f") -> CheckpointError? {
        do {
            _ = try WeightFile(contents: contents, path: path)
            return nil
        } catch { return error }
    }

    /// What is wrong with a PyTorch file.
    static func problem(_ contents: [UInt8]) -> PyTorchError.Problem? {
        guard case .pyTorch(let error) = error(contents) else { return nil }
        return error.problem
    }
}

/// A pickle built by hand.
struct PickleBuilder {
    var bytes: [UInt8] = [0x80, 2]

    mutating func add(_ opcode: PickleOpcode, _ argument: [UInt8] = []) {
        bytes.append(opcode.rawValue)
        bytes += argument
    }

    mutating func text(_ text: String) { add(.shortBinaryUnicode, [UInt8(text.utf8.count)] + Array(text.utf8)) }

    mutating func global(_ module: String, _ name: String) { add(.global, Array("\(module)\n\(name)\n".utf8)) }

    mutating func integer(_ value: Int) {
        let word = UInt32(truncatingIfNeeded: value)
        if let small = UInt8(exactly: value) {
            add(.binaryInteger1, [small])
        } else if Int(Int32(truncatingIfNeeded: value)) == value {
            add(.binaryInteger, (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) })
        } else {
            add(.long1, [8] + (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
        }
    }

    mutating func integers(_ values: [Int]) {
        add(.mark)
        for value in values { integer(value) }
        add(.tuple)
    }

    /// A float32 tensor that looks at a storage.
    mutating func tensor(
        storage key: String, count: Int, offset: Int, shape: [Int], strides: [Int], type: String = "FloatStorage"
    ) {
        global("torch._utils", "_rebuild_tensor_v2")
        add(.mark)
        add(.mark)
        text("storage")
        global("torch", type)
        text(key)
        text("cpu")
        integer(count)
        add(.tuple)
        add(.persistentIdentifier)
        integer(offset)
        integers(shape)
        integers(strides)
        add(.newFalse)
        global("collections", "OrderedDict")
        add(.emptyTuple)
        add(.reduce)
        add(.tuple)
        add(.reduce)
    }

    /// The pickle, ended.
    func done() -> [UInt8] { bytes + [PickleOpcode.stop.rawValue] }
}

/// A zip archive without checksums, which PyTorch writes when asked to: of stored entries, and of deflated ones.
func archive(
    _ entries: [(name: String, content: [UInt8])], compressed: [(name: String, content: [UInt8], size: Int)] = []
) -> [UInt8] {
    func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
    var (file, directory): ([UInt8], [UInt8]) = ([], [])
    let all =
        entries.map { ($0.name, $0.content, $0.content.count, UInt16(0)) }
        + compressed.map { ($0.name, $0.content, $0.size, UInt16(8)) }
    for (name, content, size, method) in all {
        let sizes = bytes(UInt32(0)) + bytes(UInt32(content.count)) + bytes(UInt32(size))
        let common = bytes(UInt16(20)) + bytes(UInt16(0)) + bytes(method) + bytes(UInt32(0)) + sizes
        let lengths = bytes(UInt16(name.utf8.count)) + bytes(UInt16(0))
        directory += bytes(UInt32(0x0201_4b50)) + bytes(UInt16(20)) + common + lengths
        directory += bytes(UInt16(0)) + [UInt8](repeating: 0, count: 8) + bytes(UInt32(file.count)) + Array(name.utf8)
        file += bytes(UInt32(0x0403_4b50)) + common + lengths + Array(name.utf8) + content
    }
    let start = file.count
    file += directory
    file += bytes(UInt32(0x0605_4b50)) + bytes(UInt32(0)) + bytes(UInt16(all.count)) + bytes(UInt16(all.count))
    return file + bytes(UInt32(directory.count)) + bytes(UInt32(start)) + bytes(UInt16(0))
}

/// A PyTorch archive of a pickle and storages.
func torchArchive(_ pickle: [UInt8], storages: [String: [UInt8]] = [:]) -> [UInt8] {
    archive([("a/data.pkl", pickle)] + storages.sorted { $0.key < $1.key }.map { ("a/data/\($0.key)", $0.value) })
}
