import Foundation
import GANNumerics
import OrderedCollections
import Testing

@testable import GANCheckpoints

/// Damaged files end in a tree or in a named error, never in a crash, whatever was damaged.
///
/// `GANEVAL_FUZZ_ROUNDS` multiplies the number of mutations.
@Suite struct FuzzTests {
    static let mutations = 20_000
    static let rounds = max(1, ProcessInfo.processInfo.environment["GANEVAL_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 1)
    static let seeds = ["tiny.pth", "tiny_legacy.pth", "tiny.safetensors", "tiny.npz"]

    /// Reads what bytes hold as far as anybody would; says whether they were read, or fails without a full error.
    @discardableResult
    static func read(_ contents: [UInt8]) -> Bool {
        do {
            let file = try WeightFile(contents: contents, path: "f")
            let found = file.stateDicts()
            for tensor in file.root.tensors.values { #expect(tensor.floats().count == tensor.count) }
            _ = try file.select(role: .generator)
            return !found.isEmpty
        } catch {
            let isWhole = !error.location.isEmpty && !error.fact.isEmpty && !error.expectation.isEmpty
            if !isWhole || error.remedy.isEmpty { Issue.record("\(error) lacks a part") }
            return false
        }
    }

    @Test(arguments: seeds) func mutationsNeverCrash(name: String) throws {
        let whole = try CheckpointFixture.bytes(name)
        let structure = Self.structure(of: whole, name: name)
        // Pieces that do not depend on the number of threads, each with a stream of its own.
        let pieces = 20 * Self.rounds
        let root = SeededGenerator(seed: 17).split(name)
        Parallel.forEach(pieces) { piece in
            var generator = root.split(piece)
            for _ in 0..<Self.mutations / 20 {
                Self.read(Self.mutated(whole, structure, by: &generator))
            }
        }
    }

    /// Where most of the structure lies: damage to numbers alone is seen by checksums, or not at all.
    private static func structure(of whole: [UInt8], name: String) -> [Int] {
        // In a zip file of PyTorch most bytes are padding.
        whole.indices.filter { index in
            whole[index] != UInt8(ascii: "Z") || index == 0 || whole[index - 1] != UInt8(ascii: "Z")
        }
    }

    private static let telling: [UInt8] = [0, 1, 2, 0x7F, 0x80, 0xFF] + PickleMachineSeeds.opcodes

    private static func mutated(
        _ whole: [UInt8], _ structure: [Int], by generator: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = whole
        for _ in 0...generator.index(below: 4) {
            guard !bytes.isEmpty else { break }
            let place = min(bytes.count - 1, structure[generator.index(below: structure.count)])
            switch generator.index(below: 8) {
            case 0: bytes[place] ^= 1 << UInt8(generator.index(below: 8))
            case 1, 2: bytes[place] = telling[generator.index(below: telling.count)]
            case 3: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
            case 4: bytes.remove(at: place)
            case 5: bytes.insert(telling[generator.index(below: telling.count)], at: place)
            case 6:
                // A piece of the file again, somewhere else.
                let end = min(bytes.count, place + 1 + generator.index(below: 24))
                bytes.insert(contentsOf: Array(bytes[place..<end]), at: generator.index(below: bytes.count))
            default: bytes.removeLast(generator.index(below: min(bytes.count, 40)))
            }
        }
        return bytes
    }

    /// The pickles alone, in an archive without checksums: nothing shields the machine.
    @Test func picklesNeverCrash() throws {
        let whole = try PickleMachineSeeds.pickle()
        let storages = ["0": [UInt8](repeating: 1, count: 12), "1": [UInt8](repeating: 2, count: 32)]
        #expect(Self.read(torchArchive(whole, storages: storages)))
        let structure = Array(whole.indices)
        let root = SeededGenerator(seed: 18)
        Parallel.forEach(20 * Self.rounds) { piece in
            var generator = root.split(piece)
            for _ in 0..<Self.mutations / 20 {
                let pickle = Self.mutated(whole, structure, by: &generator)
                Self.read(torchArchive(pickle, storages: storages))
            }
        }
    }

    /// Objects, modules, NumPy arrays and storages within a plain pickle, as StyleGAN's snapshots hold them.
    @Test func plainPicklesNeverCrash() throws {
        let whole = PickleMachineSeeds.plain()
        let file = try WeightFile(contents: whole, path: "f")
        let chosen = try file.select("net", role: .generator)
        #expect(chosen.names == ["weight"] && chosen.tensors["weight"]?.floats() == [1, 2])
        #expect(chosen.attributes["width"] == .integer(7) && file.unknownNames == ["a.Net"])
        #expect(file.root.tensors["array"]?.floats() == [0.5])
        let structure = Array(whole.indices)
        let root = SeededGenerator(seed: 19)
        Parallel.forEach(20 * Self.rounds) { piece in
            var generator = root.split(piece)
            for _ in 0..<Self.mutations / 20 { Self.read(Self.mutated(whole, structure, by: &generator)) }
        }
    }

    /// Every prefix of every small file of `fixtures/checkpoints/files`.
    @Test func prefixesAreErrors() throws {
        let folder = CheckpointFixture.path("")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names.count > 30)
        for name in names where !name.hasSuffix(".json") {
            let whole = try CheckpointFixture.bytes(name)
            // All of the beginning and the end; in the middle of long files every eleventh.
            let lengths = (0..<whole.count).filter { $0 < 700 || $0 > whole.count - 700 || $0.isMultiple(of: 11) }
            Parallel.forEach(lengths.count) { index in
                #expect(!Self.read(Array(whole[..<lengths[index]])), "\(name), \(lengths[index]) bytes")
            }
        }
    }
}

/// What the fuzz test of pickles begins with.
private enum PickleMachineSeeds {
    static let opcodes: [UInt8] = (UInt8.min...UInt8.max).filter { PickleOpcode(rawValue: $0) != nil }

    /// A dictionary of a NumPy array and a network of an unknown class, whose weight lies in the pickle as a file of `torch.save`.
    static func plain() -> [UInt8] {
        var builder = PickleBuilder()
        builder.add(.emptyDictionary)
        builder.add(.mark)
        builder.text("array")
        builder.global("numpy.core.multiarray", "_reconstruct")
        builder.global("numpy", "ndarray")
        builder.integers([0])
        builder.add(.shortBinaryBytes, [1, UInt8(ascii: "b")])
        builder.add(.tuple3)
        builder.add(.reduce)
        builder.add(.mark)
        builder.integer(1)
        builder.integers([1])
        builder.global("numpy", "dtype")
        builder.text("f4")
        builder.add(.tuple1)
        builder.add(.reduce)
        builder.add(.newFalse)
        builder.add(.shortBinaryBytes, [4, 0, 0, 0, 0x3F])
        builder.add(.tuple)
        builder.add(.build)
        builder.text("net")
        builder.global("a", "Net")
        builder.add(.emptyTuple)
        builder.add(.newObject)
        builder.add(.emptyDictionary)
        builder.add(.mark)
        builder.text("_modules")
        builder.add(.emptyDictionary)
        builder.text("width")
        builder.integer(7)
        builder.text("_parameters")
        builder.add(.emptyDictionary)
        builder.text("weight")
        builder.global("torch._utils", "_rebuild_tensor_v2")
        builder.add(.mark)
        builder.global("torch.storage", "_load_from_bytes")
        let storage = embedded()
        builder.add(.shortBinaryBytes, [UInt8(storage.count)] + storage)
        builder.add(.tuple1)
        builder.add(.reduce)
        builder.integer(0)
        builder.integers([2])
        builder.integers([1])
        builder.add(.newFalse)
        builder.add(.none)
        builder.add(.tuple)
        builder.add(.reduce)
        builder.add(.setItem)
        builder.add(.setItems)
        builder.add(.build)
        builder.add(.setItems)
        return builder.done()
    }

    /// A storage of two numbers as an older file of `torch.save`.
    private static func embedded() -> [UInt8] {
        var object = PickleBuilder()
        object.add(.mark)
        object.text("storage")
        object.global("torch", "FloatStorage")
        object.text("0")
        object.text("cpu")
        object.integer(2)
        object.add(.none)
        object.add(.tuple)
        object.add(.persistentIdentifier)
        var keys = PickleBuilder()
        keys.add(.emptyList)
        keys.text("0")
        keys.add(.append)
        let magic: [UInt8] = [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]
        let facts: [UInt8] = [0x80, 2, 0x4D, 0xE9, 3, 0x2E, 0x80, 2, 0x7D, 0x2E]
        let numbers: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]
        return magic + facts + object.done() + keys.done() + numbers
    }

    static func pickle() throws -> [UInt8] {
        var builder = PickleBuilder()
        builder.add(.emptyDictionary)
        builder.add(.binaryPut, [0])
        builder.add(.mark)
        builder.text("a")
        builder.tensor(storage: "0", count: 3, offset: 0, shape: [3], strides: [1])
        builder.text("b")
        builder.tensor(storage: "1", count: 4, offset: 0, shape: [2, 2], strides: [1, 2], type: "LongStorage")
        builder.text("c")
        builder.add(.emptyList)
        builder.add(.mark)
        builder.integer(1)
        builder.integer(-70_000)
        builder.add(.binaryFloat, [0x3F, 0xF0, 0, 0, 0, 0, 0, 0])
        builder.add(.appends)
        builder.add(.setItems)
        return builder.done()
    }
}
