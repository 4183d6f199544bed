import Testing

@testable import GANCheckpoints

@Suite struct PyTorchLegacyFileTests {
    private func damaged(_ change: (inout [UInt8]) -> Void) throws -> PyTorchError.Problem? {
        var contents = try CheckpointFixture.bytes("tiny_legacy.pth")
        change(&contents)
        return CheckpointFixture.problem(contents)
    }

    /// Where the storages begin: 24 and 32 bytes of numbers, each after its count.
    private let storages = 8 + 12 + 8 + 32

    @Test func endsWithItsLastStorage() throws {
        #expect(try damaged { $0.append(0) } == .damagedFile("1 bytes follow the last storage"))
        guard case .storageSize? = try damaged({ $0.removeLast() }) else {
            Issue.record("a file cut short was read")
            return
        }
        guard case .storageMissing? = try damaged({ $0.removeLast(storages) }) else {
            Issue.record("a file without storages was read")
            return
        }
    }

    @Test func countsMustAgree() throws {
        let problem = try damaged { $0[$0.count - storages] ^= 1 }
        guard case .damagedFile(let fact) = problem else {
            Issue.record("a wrong count gave \(String(describing: problem))")
            return
        }
        #expect(fact.contains("elements, not"))
        let huge = try damaged { $0[$0.count - storages + 7] = 0x10 }
        guard case .damagedFile = huge else {
            Issue.record("a count of 2^60 gave \(String(describing: huge))")
            return
        }
    }

    @Test func theVersionAndByteOrderAreChecked() throws {
        // The second pickle is 1001, the third says little_endian = True.
        #expect(try damaged { $0[18] ^= 1 } == .damagedFile("the file's version is not 1001"))
        let order = try damaged { bytes in
            let word = Array("little_endian".utf8)
            let start = bytes.indices.first { bytes[$0...].starts(with: word) } ?? 0
            let flag = bytes[start...].firstIndex(of: PickleOpcode.newTrue.rawValue) ?? 0
            bytes[flag] = PickleOpcode.newFalse.rawValue
        }
        #expect(order == .bigEndian)
    }

    @Test func anotherMagicNumberIsNoTorchFile() throws {
        #expect(try damaged { $0[5] ^= 1 } == .notTorch)
    }
}
