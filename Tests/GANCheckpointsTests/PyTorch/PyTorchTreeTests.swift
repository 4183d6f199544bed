import OrderedCollections
import Testing

@testable import GANCheckpoints

private func pickle(_ body: (inout PickleBuilder) -> Void) -> [UInt8] {
    var builder = PickleBuilder()
    body(&builder)
    return torchArchive(builder.done())
}

@Suite struct PyTorchTreeTests {
    @Test(arguments: ["recursive.pth", "recursive_tuple.pth"])
    func containersThatHoldThemselvesAreRefused(name: String) throws {
        #expect(try CheckpointFixture.problem(CheckpointFixture.bytes(name)) == .recursive)
    }

    @Test func depthIsLimited() {
        func nested(_ depth: Int) -> [UInt8] {
            pickle {
                for _ in 0..<depth { $0.add(.emptyList) }
                $0.add(.emptyDictionary)
                for _ in 0..<depth { $0.add(.append) }
            }
        }
        #expect(CheckpointFixture.problem(nested(PyTorchTree.greatestDepth)) == .tooDeep(limit: 200))
        #expect(CheckpointFixture.error(nested(PyTorchTree.greatestDepth - 1)) == nil)
        // Deep enough to exhaust any stack that grew with it.
        #expect(CheckpointFixture.problem(nested(400_000)) == .tooDeep(limit: 200))
    }

    /// Each list holds the one before it twice: 2^60 entries from three hundred bytes.
    @Test func repeatedContainersAreLimited() {
        let laughs = pickle {
            $0.add(.emptyDictionary)
            for _ in 0..<60 {
                $0.add(.binaryPut, [0])
                $0.add(.binaryGet, [0])
                $0.add(.tuple2)
            }
        }
        guard case .pickleLimit(_, PyTorchTree.greatestCount) = CheckpointFixture.problem(laughs) else {
            Issue.record("a billion laughs were \(String(describing: CheckpointFixture.problem(laughs)))")
            return
        }
        // One long list of numbers, looked at again and again.
        let lists = pickle {
            $0.add(.emptyList)
            $0.add(.mark)
            for _ in 0..<50_000 { $0.add(.none) }
            $0.add(.appends)
            $0.add(.binaryPut, [0])
            $0.add(.mark)
            for _ in 0..<50_000 { $0.add(.binaryGet, [0]) }
            $0.add(.tuple)
        }
        guard case .pickleLimit = CheckpointFixture.problem(lists) else {
            Issue.record("long lists were \(String(describing: CheckpointFixture.problem(lists)))")
            return
        }
    }

    @Test func keysComeOnce() {
        let twice = pickle {
            $0.add(.emptyDictionary)
            $0.add(.mark)
            for value in [1, 2] {
                $0.text("k")
                $0.integer(value)
            }
            $0.add(.setItems)
        }
        #expect(CheckpointFixture.problem(twice) == .duplicateKey("k"))
    }

    @Test func aSharedDictionaryIsReadTwice() throws {
        let shared = pickle {
            $0.add(.emptyDictionary)
            $0.text("a")
            $0.add(.emptyDictionary)
            $0.add(.binaryPut, [0])
            $0.add(.setItem)
            $0.text("b")
            $0.add(.binaryGet, [0])
            $0.add(.setItem)
        }
        #expect(try WeightFile(contents: shared, path: "f").root.groups.count == 2)
    }
}
