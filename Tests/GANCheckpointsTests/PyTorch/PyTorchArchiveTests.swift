import GANFiles
import OrderedCollections
import Testing

@testable import GANCheckpoints

@Suite struct PyTorchArchiveTests {
    @Test(arguments: [
        ("missing_storage.pth", PyTorchError.Problem.storageMissing("0")),
        ("short_storage.pth", .storageSize("0", bytes: 12, expected: 16)), ("big_endian.pth", .bigEndian),
        ("plain.pkl", .notTorch),
    ])
    func filesThatCannotBeReadSayWhy(name: String, problem: PyTorchError.Problem) throws {
        #expect(try CheckpointFixture.problem(CheckpointFixture.bytes(name)) == problem)
    }

    /// They are refused where they are wanted; beside other weights they do no harm.
    @Test(arguments: [
        ("sparse.pth", "a sparse tensor"), ("complex.pth", "complex numbers"), ("meta.pth", "without data"),
        ("negated.pth", "negated or conjugated"),
    ])
    func tensorsThatAreNotReadAreNamed(name: String, what: String) throws {
        let error = #expect(throws: CheckpointError.self) {
            try CheckpointFixture.read(name).select(role: .network)
        }
        #expect(error?.fact.contains(what) == true, "\(String(describing: error))")
    }

    private func oneTensor(
        count: Int = 4, offset: Int = 0, shape: [Int], strides: [Int], type: String = "FloatStorage"
    ) -> [UInt8] {
        var pickle = PickleBuilder()
        pickle.tensor(storage: "0", count: count, offset: offset, shape: shape, strides: strides, type: type)
        return pickle.done()
    }

    private let storage = ["0": [UInt8](repeating: 0, count: 16)]

    @Test func viewsThatLeaveTheirStorageAreRefused() {
        for (offset, shape, strides) in [
            (0, [5], [1]), (1, [4], [1]), (4, [], []), (0, [1 << 60], [1]), (.max, [2], [1]),
        ] {
            let pickle = oneTensor(offset: offset, shape: shape, strides: strides)
            guard case .viewOutside = CheckpointFixture.problem(torchArchive(pickle, storages: storage)) else {
                Issue.record("\(shape) at \(offset) was read")
                continue
            }
        }
        for (shape, strides) in [([4], [-1]), ([-4], [1]), ([2, 2], [1])] {
            let pickle = oneTensor(shape: shape, strides: strides)
            guard case .malformedPickle = CheckpointFixture.problem(torchArchive(pickle, storages: storage)) else {
                Issue.record("\(shape) by \(strides) was read")
                continue
            }
        }
    }

    /// One number seen 2^60 times is a view inside its storage, and would still fill any memory.
    @Test func expandedViewsAreLimited() {
        for shape in [[1 << 60], [1 << 30, 1 << 30], [1 << 28]] {
            let pickle = oneTensor(shape: shape, strides: shape.map { _ in 0 })
            switch CheckpointFixture.problem(torchArchive(pickle, storages: storage)) {
            case .tooMuchData, .viewOutside: break
            case let other: Issue.record("\(shape) gave \(String(describing: other))")
            }
        }
        // Many views that are each allowed.
        var pickle = PickleBuilder()
        pickle.add(.emptyList)
        pickle.add(.mark)
        for _ in 0..<20 { pickle.tensor(storage: "0", count: 4, offset: 0, shape: [5_000_000], strides: [0]) }
        pickle.add(.appends)
        guard case .tooMuchData = CheckpointFixture.problem(torchArchive(pickle.done(), storages: storage)) else {
            Issue.record("twenty large views were read")
            return
        }
    }

    @Test func storagesMustBeWhatTheyAreDeclaredToBe() {
        func problem(_ pickle: [UInt8]) -> PyTorchError.Problem? {
            CheckpointFixture.problem(torchArchive(pickle, storages: storage))
        }
        #expect(problem(oneTensor(count: 5, shape: [4], strides: [1])) == .storageSize("0", bytes: 16, expected: 20))
        #expect(
            problem(oneTensor(shape: [4], strides: [1], type: "DoubleStorage"))
                == .storageSize("0", bytes: 16, expected: 32))
        #expect(
            problem(oneTensor(count: 1 << 62, shape: [4], strides: [1]))
                == .malformedPickle("a storage has \(1 << 62) elements"))
        #expect(
            problem(oneTensor(count: -1, shape: [4], strides: [1])) == .malformedPickle("a storage has -1 elements"))
        var pickle = PickleBuilder()
        pickle.add(.emptyList)
        pickle.add(.mark)
        for count in [4, 3] { pickle.tensor(storage: "0", count: count, offset: 0, shape: [], strides: []) }
        pickle.add(.appends)
        #expect(problem(pickle.done()) == .storageTypes("0"))
    }

    @Test func archivesAreNotAmbiguous() {
        let pickle = oneTensor(shape: [4], strides: [1])
        let twice = archive([("a/data.pkl", pickle), ("a/data/0", storage["0"] ?? []), ("a/data/0", [])])
        #expect(CheckpointFixture.problem(twice) == .damagedFile("the archive has two entries called a/data/0"))
        let two = archive([("a/data.pkl", pickle), ("b/data.pkl", pickle)])
        #expect(CheckpointFixture.problem(two) == .damagedFile("the archive has 2 entries called data.pkl"))
        // Names are only compared, never opened.
        var outside = PickleBuilder()
        outside.tensor(storage: "../../etc/passwd", count: 4, offset: 0, shape: [4], strides: [1])
        #expect(
            CheckpointFixture.problem(torchArchive(outside.done(), storages: storage))
                == .storageMissing("../../etc/passwd"))
    }

    /// Compressed entries that would unpack to far more than the file, in the pickle's place and in a storage's.
    @Test func bombsAreNotUnpacked() throws {
        let size = 80 << 20
        let bomb = Bomb.deflated(size)
        #expect(bomb.count < size / 100)
        for (name, other) in [("a/data.pkl", "a/x"), ("a/data/0", "a/data.pkl")] {
            let pickle = oneTensor(count: size / 4, shape: [size / 4], strides: [1])
            let contents = archive([(other, pickle)], compressed: [(name, bomb, size)])
            guard case .content(.declaredSizeOverLimit) = CheckpointFixture.error(contents) else {
                Issue.record("a bomb at \(name) gave \(String(describing: CheckpointFixture.error(contents)))")
                continue
            }
        }
        // A small one is data like any other.
        let small = archive(
            [("a/data.pkl", oneTensor(count: 1_000, shape: [1_000], strides: [1]))],
            compressed: [("a/data/0", Bomb.deflated(4_000), 4_000)])
        #expect(try WeightFile(contents: small, path: "f").root.tensors["0"]?.count == 1_000)
    }

    @Test func aTensorAloneIsRead() throws {
        let file = try WeightFile(
            contents: torchArchive(oneTensor(shape: [2, 2], strides: [2, 1]), storages: storage), path: "f")
        #expect(file.root.tensors["0"]?.shape == [2, 2])
    }
}

/// A deflate stream that repeats one zero byte, as tightly as the format can (RFC 1951, fixed codes).
private enum Bomb {
    static func deflated(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var (buffer, filled): (UInt32, UInt32) = (0, 0)
        /// Huffman codes go in from their highest bit, everything else from the lowest.
        func put(_ code: UInt32, _ length: UInt32, isCode: Bool = true) {
            for index in 0..<length {
                let bit = isCode ? code >> (length - 1 - index) & 1 : code >> index & 1
                buffer |= bit << filled
                filled += 1
                if filled == 8 {
                    bytes.append(UInt8(truncatingIfNeeded: buffer))
                    (buffer, filled) = (0, 0)
                }
            }
        }
        put(1, 1, isCode: false)
        put(1, 2, isCode: false)
        put(0x30, 8)
        var left = count - 1
        while left >= 258 {
            // Length 258 is symbol 285, distance 1 is symbol 0.
            put(0xC5, 8)
            put(0, 5)
            left -= 258
        }
        for _ in 0..<left { put(0x30, 8) }
        put(0, 7)
        while filled != 0 { put(0, 1) }
        return bytes
    }
}
