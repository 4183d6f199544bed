import Foundation
import GANFiles
import OrderedCollections
import TestSupport
import Testing

@testable import GANCheckpoints

@Suite struct WeightFileTests {
    /// Every tensor of every file is what PyTorch or NumPy says, to the last bit.
    @Test func readsWhatOthersWrote() throws {
        let expected = try CheckpointFixture.expected()
        #expect(expected.count >= 20)
        for (name, groups) in expected.sorted(by: { $0.key < $1.key }) {
            let file = try CheckpointFixture.read(name)
            for (path, tensors) in groups {
                let group = path == "." ? file.root : try #require(file.root.groups[path], "\(name) \(path)")
                #expect(Set(group.tensors.keys) == Set(tensors.keys), "\(name) \(path)")
                for (key, expected) in tensors {
                    let tensor = try #require(group.tensors[key], "\(name) \(key)")
                    #expect(tensor.shape == expected.shape, "\(name) \(key)")
                    #expect(tensor.type.rawValue == expected.type, "\(name) \(key)")
                    #expect(tensor.doubles(0..<tensor.count) == expected.values, "\(name) \(key)")
                    #expect(tensor.floats() == expected.values.map(Float.init), "\(name) \(key)")
                }
            }
        }
    }

    @Test(arguments: [
        ("zip.pth", WeightFileFormat.pyTorch), ("legacy.pth", .pyTorchLegacy), ("types.safetensors", .safetensors),
        ("weights.npz", .npz), ("training_state.pt", .pyTorch),
    ])
    func tellsFormatsApart(name: String, format: WeightFileFormat) throws {
        let file = try CheckpointFixture.read(name)
        #expect(file.format == format && file.notes.isEmpty && file.byteCount > 0)
        // The name has no say.
        let contents = try CheckpointFixture.bytes(name)
        #expect(try WeightFile(contents: contents, path: "weights.unknown").format == format)
    }

    @Test func tensorsInOrderAreSlicesOfTheFile() throws {
        for name in ["zip.pth", "legacy.pth", "types.safetensors", "weights.npz"] {
            for (key, tensor) in try CheckpointFixture.read(name).root.tensors where tensor.count > 0 {
                #expect(tensor.bytes.startIndex > 0, "\(name) \(key)")
            }
        }
    }

    @Test func aSingleArrayIsAGroupOfOne() throws {
        let file = try WeightFile.read(Fixture.url("checkpoints/z.npy").path)
        #expect(file.format == .npy && file.root.tensors["array"]?.shape.first == 16)
    }

    @Test func aTrainedDiscriminatorIsRead() throws {
        let file = try WeightFile.read(Fixture.url("checkpoints/discriminator_zip.pth").path)
        let selected = try file.select(role: .discriminator)
        #expect(selected.tensors.count == 10 && file.root.elementCount == 36_706)
        #expect(WeightHealth(selected).findings.isEmpty)
    }

    @Test func metadataAndEmptyTensorsAreKept() throws {
        let file = try CheckpointFixture.read("metadata.safetensors")
        #expect(file.metadata == ["format": "pt"])
        #expect(file.root.tensors["empty"]?.shape == [0, 3])
    }

    @Test func aFileWithoutChecksumsIsReadWithANote() throws {
        let file = try CheckpointFixture.read("no_checksums.pth")
        #expect(file.notes.count == 1 && file.notes[0].contains("without checksums"))
    }

    @Test func damageIsSeen() throws {
        var contents = try CheckpointFixture.bytes("zip.pth")
        let tensor = try #require(try CheckpointFixture.read("zip.pth").root.tensors["0.weight"])
        contents[tensor.bytes.startIndex + 5] ^= 1
        guard case .content(.checksumMismatch) = CheckpointFixture.error(contents) else {
            Issue.record("a flipped bit was not seen")
            return
        }
    }

    @Test func theDigestIsThatOfTheContent() throws {
        let contents = try CheckpointFixture.bytes("types.safetensors")
        let file = try WeightFile(contents: contents, path: "f")
        #expect(file.digest() == (try SafetensorsFile(contents: contents, path: "f").digest()))
        #expect(file.digest() != (try CheckpointFixture.read("zip.pth").digest()))
    }

    @Test func valuesAreShortTexts() throws {
        let root = try CheckpointFixture.read("extras.pth").root
        func value(_ key: String) -> String? {
            if case .value(let text)? = root.members[key] { return text }
            return nil
        }
        let expected = [
            "path": "/data/run", "device": "cuda:1", "size": "(2, 3)", "type": "(type F16)", "set": "{1}",
            "frozen": "{2}", "huge": "(whole number of 13 bytes)", "minus": "-1099511627776", "nothing": "None",
            "3": "three", "(1, 2)": "pair", "true": "True", "real": "-0.5", "score": "1.5",
            "bytes": "(3 bytes)", "long": "[0, 1, 2, 3, 4, 5, 6, 7, … 100 values]",
        ]
        for (key, text) in expected { #expect(value(key) == text, "\(key)") }
        #expect(value("text")?.count == 501)
        #expect(root.groups["counter"]?.members.keys == ["a", "b"])
        #expect(root.groups["default"]?.groups["a"]?.members.isEmpty == true)
        #expect(root.groups["nested"]?.tensorCount == 1)
    }

    /// The length of a safetensors header can begin like a pickle.
    @Test func headersThatLookLikePickles() throws {
        for length in [0x0280, 0x0480, 0x01_0280] {
            let header = Array("{}".utf8) + [UInt8](repeating: UInt8(ascii: " "), count: length - 2)
            let count = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
            #expect(try WeightFile(contents: count + header, path: "f").format == .safetensors)
        }
    }

    @Test func aHeaderThatClaimsTooMuch() {
        let claim = [0, 0, 0, 0, 0, 0, 0, 0x10] + Array("{}".utf8)
        #expect(
            CheckpointFixture.error(claim)
                == .headerTooLarge(path: "f", bytes: 1 << 60, limit: SafetensorsFile.headerLimit))
    }

    @Test func otherFilesAreNamed() throws {
        let known: [([UInt8], String)] = [
            (try CheckpointFixture.bytes("old.tar"), "tar"), ([0x1F, 0x8B, 8], "gzip"),
            ([0x89] + Array("HDF\r\n".utf8), "HDF5"), (Array("GGUF".utf8), "GGUF"), ([], "empty"),
            (Array("<!DOCTYPE html><html>".utf8), "a web page"),
            (Array("version https://git-lfs.github.com/spec/v1\n".utf8), "Git LFS"),
            (Array("what is this".utf8), "no known format"),
            (archive([("picture.png", [1])]), "zip file without weights"),
            (archive([("a.npy", []), ("b.txt", [])]), "arrays and other things"),
        ]
        for (contents, word) in known {
            guard case .unreadableFormat(_, let found, let remedy) = CheckpointFixture.error(contents) else {
                Issue.record("\(word) was read")
                continue
            }
            #expect(found.contains(word) && !remedy.isEmpty)
        }
    }
}
