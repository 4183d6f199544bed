import Foundation
import TestSupport
import Testing

@testable import GANCheckpoints

private let place = PicklePlace(path: "f", part: "data.pkl")

private func problem(_ pickle: [UInt8]) -> PyTorchError.Problem? {
    do {
        _ = try PickleMachine.run(pickle[...], place: place)
        return nil
    } catch {
        guard case .pyTorch(let error) = error else { return nil }
        return error.problem
    }
}

private func pickle(_ body: (inout PickleBuilder) -> Void) -> [UInt8] {
    var builder = PickleBuilder()
    body(&builder)
    return builder.done()
}

@Suite struct PickleMachineTests {
    /// Both hostile pickles would run a command on loading; here nothing runs, and the error says what was wanted and where.
    @Test(arguments: [("hostile_plain.pkl", "byte 25"), ("hostile_zip.pth", "data.pkl, byte 25")])
    func hostilePicklesAreRefused(name: String, byte: String) throws {
        let path = Fixture.url("checkpoints/\(name)").path
        let before = try FileManager.default.contentsOfDirectory(atPath: ".")
        do {
            _ = try WeightFile.read(path)
            Issue.record("\(name) was read")
        } catch {
            #expect(error.location == "\(path), \(byte)")
            #expect(error.fact == "the pickle asks for posix.system, which could run code; nothing was run")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: ".") == before)
        #expect(!FileManager.default.fileExists(atPath: "HOSTILE_PICKLE_RAN"))
    }

    @Test(arguments: [
        ("posix", "system", true), ("os", "system", true), ("builtins", "eval", true), ("builtins", "exec", true),
        ("torch", "load", true), ("torch.hub", "load", true), ("torch._utils", "_import_dotted_name", true),
        ("numpy", "load", true), ("numpy.testing._private.utils", "runstring", true), ("subprocess", "Popen", true),
        ("os.path", "join", true), ("code", "InteractiveConsole", true), ("importlib.util", "find_spec", true),
        ("", "", false), ("__main__", "Generator", false), ("collections", "namedtuple", false),
        ("code.models", "Generator", false), ("argparse", "FileType", false), ("posixish", "x", false),
    ])
    func unknownNamesAreWordsAndAreNeverCalled(module: String, name: String, isAlarming: Bool) throws {
        let calls = pickle {
            $0.global(module, name)
            $0.text("touch x")
            $0.add(.tuple1)
            $0.add(.reduce)
        }
        let stack = pickle {
            $0.text(module)
            $0.add(.memoize)
            $0.text(name)
            $0.add(.stackGlobal)
            $0.text("touch x")
            $0.add(.tuple1)
            $0.add(.reduce)
        }
        for bytes in [calls, stack] {
            let (arena, _) = try PickleMachine.run(bytes[...], place: place)
            guard case .object(let number) = arena[arena.root] else {
                Issue.record("\(arena[arena.root]) is no object")
                continue
            }
            #expect(arena.objects[Int(number)].name == "\(module).\(name)")
            #expect(Array(arena.names.all) == ["\(module).\(name)"])
            #expect(Array(arena.names.alarming) == (isAlarming ? ["\(module).\(name)"] : []))
        }
    }

    /// What hangs on an unknown object is kept as data: arguments, items, pairs, attributes.
    @Test func objectsKeepWhatThePickleGivesThem() throws {
        let bytes = pickle {
            $0.global("a", "B")
            $0.add(.emptyTuple)
            $0.add(.newObject)
            $0.integer(5)
            $0.add(.append)
            $0.text("k")
            $0.integer(6)
            $0.add(.setItem)
            $0.add(.emptyDictionary)
            $0.text("x")
            $0.integer(7)
            $0.add(.setItem)
            $0.add(.build)
        }
        let (arena, _) = try PickleMachine.run(bytes[...], place: place)
        let object = try #require(arena.objects.first)
        #expect(object.items.count == 1 && object.pairs.count == 2 && object.state != nil)
        // Its result may be called again, and is as inert.
        let again = pickle {
            $0.global("a", "B")
            $0.add(.emptyTuple)
            $0.add(.reduce)
            $0.add(.emptyTuple)
            $0.add(.reduce)
        }
        #expect(try PickleMachine.run(again[...], place: place).arena.objects.last?.name == "a result of a.B")
    }

    @Test func aGlobalWhoseNameIsComputedIsRefused() {
        let computed = pickle {
            $0.text("posix")
            $0.text("system")
            $0.add(.tuple2)
            $0.add(.stackGlobal)
        }
        #expect(problem(computed) == .refusedGlobal("something whose name is not in plain text"))
        // Texts that hide behind others are looked at again when they are used.
        let hidden = pickle {
            $0.text("posix")
            $0.text("system")
            $0.text("collections")
            $0.text("OrderedDict")
            $0.add(.binaryPut, [7])
            $0.add(.pop)
            $0.add(.pop)
            $0.add(.binaryGet, [7])
            $0.add(.binaryGet, [7])
            $0.add(.pop)
            $0.add(.pop)
            $0.add(.stackGlobal)
        }
        #expect(problem(hidden) == .refusedGlobal("something whose name is not in plain text"))
    }

    @Test(arguments: [
        ("torch._utils", "_rebuild_sparse_tensor", "a sparse tensor"),
        ("torch", "ComplexFloatStorage", "complex numbers"),
        ("torch", "QInt8Storage", "quantized numbers"), ("torch._utils", "_rebuild_qtensor", "a quantized tensor"),
    ])
    func whatIsKnownButNotReadIsNamed(module: String, name: String, what: String) throws {
        let (arena, _) = try PickleMachine.run(pickle { $0.global(module, name) }[...], place: place)
        guard case .global(.unread(what)) = arena[arena.root] else {
            Issue.record("\(module).\(name) is \(arena[arena.root])")
            return
        }
    }

    @Test(arguments: [
        (UInt8(ascii: "i"), "INST"), (UInt8(ascii: "o"), "OBJ"), (0x82, "EXT1"), (0x84, "EXT4"),
        (0x97, "NEXT_BUFFER"), (UInt8(ascii: "P"), "PERSID"), (UInt8(ascii: "2"), "DUP"), (0xFF, "0xff"), (0, "0x00"),
    ])
    func instructionsBeyondTheListAreRefused(code: UInt8, name: String) {
        #expect(problem([0x80, 2, code, 0x2E]) == .refusedOpcode(name))
    }

    @Test func everyCallOfWhatIsNoFunctionIsRefused() {
        let cases: [(inout PickleBuilder) -> Void] = [
            {
                $0.text("x"); $0.add(.emptyTuple); $0.add(.reduce)
            },
            {
                $0.global("torch", "FloatStorage"); $0.add(.emptyTuple); $0.add(.reduce)
            },
            {
                $0.global("torch", "float32"); $0.add(.emptyTuple); $0.add(.newObject)
            },
            {
                $0.global("torch._utils", "_rebuild_tensor_v2"); $0.add(.emptyTuple); $0.add(.reduce)
            },
            {
                $0.global("torch._utils", "_rebuild_parameter"); $0.add(.emptyTuple); $0.add(.reduce)
            },
            {
                $0.global("torch._tensor", "_rebuild_from_type_v2"); $0.add(.emptyTuple); $0.add(.reduce)
            },
            {
                $0.global("torch", "device"); $0.add(.emptyTuple); $0.add(.reduce)
            },
            {
                $0.global("collections", "OrderedDict"); $0.text("x"); $0.add(.reduce)
            },
            {
                $0.global("collections", "OrderedDict"); $0.integer(1); $0.add(.tuple1); $0.add(.reduce)
            },
            {
                $0.integer(1); $0.add(.emptyDictionary); $0.add(.build)
            },
            {
                $0.integer(1); $0.add(.persistentIdentifier)
            },
            {
                $0.integer(1); $0.integer(2); $0.add(.append)
            }, { $0.add(.append) }, { $0.add(.tuple3) },
            { $0.add(.setItems) },
            {
                $0.add(.emptyDictionary); $0.add(.mark); $0.integer(1); $0.add(.setItems)
            },
            { $0.add(.binaryGet, [3]) }, { $0.add(.memoize) }, { $0.add(.mark) }, { $0.add(.pop) }, { _ in },
        ]
        for (index, body) in cases.enumerated() {
            guard case .malformedPickle = problem(pickle(body)) else {
                Issue.record("case \(index) gave \(String(describing: problem(pickle(body))))")
                continue
            }
        }
    }

    /// What no Python can load is damaged, though nothing here would mind.
    @Test func whatNoPythonLoadsIsRefused() {
        let keys: [(inout PickleBuilder) -> Void] = [
            { $0.add(.emptyDictionary) }, { $0.add(.emptyList) },
            {
                $0.add(.emptyList); $0.add(.tuple1)
            },
        ]
        for (index, key) in keys.enumerated() {
            let bytes = pickle {
                $0.add(.emptyDictionary); key(&$0); $0.integer(1); $0.add(.setItem)
            }
            guard case .malformedPickle = problem(bytes) else {
                Issue.record("key \(index) was taken")
                continue
            }
        }
        let frame: [UInt8] = [0x80, 4, 0x95] + [UInt8](repeating: 0xFF, count: 8) + [0x4E, 0x2E]
        #expect(
            problem(frame)
                == .malformedPickle("a frame of 18446744073709551615 bytes is longer than the pickle"))
        #expect(problem([0x80, 4, 0x95, 2, 0, 0, 0, 0, 0, 0, 0, 0x4E, 0x2E]) == nil)
    }

    @Test func readsNumbersOfEveryForm() throws {
        for value in [0, 1, 255, 256, -1, -256, 1 << 31, -1 << 31, 1 << 40, .max, .min] {
            var builder = PickleBuilder()
            builder.integer(value)
            let (arena, _) = try PickleMachine.run(builder.done()[...], place: place)
            guard case .integer(value) = arena[arena.root] else {
                Issue.record("\(value) was read as \(arena[arena.root])")
                continue
            }
        }
        let (arena, _) = try PickleMachine.run([0x80, 2, 0x8A, 0, 0x2E], place: place)
        guard case .integer(0) = arena[arena.root] else { Issue.record("an empty number is not 0"); return }
    }

    @Test func claimsOfLengthCostNothing() {
        // A text of 2^60 bytes, one of 2^32 - 1, and memory number 2^32 - 1.
        #expect(
            problem([0x80, 2, 0x8D, 0, 0, 0, 0, 0, 0, 0, 0x10])
                == .pickleLimit(
                    "holds a text or number of 1152921504606846976 bytes", limit: PickleStream.greatestArgument))
        #expect(
            problem([0x80, 2, 0x58, 0xFF, 0xFF, 0xFF, 0xFF])
                == .pickleLimit("holds a text or number of 4294967295 bytes", limit: PickleStream.greatestArgument))
        #expect(problem([0x80, 2, 0x58, 0xFF, 0xFF, 0, 0]) == .pickleEnds)
        let memory = pickle {
            $0.add(.none)
            $0.add(.longBinaryPut, [0xFF, 0xFF, 0xFF, 0xFF])
            $0.add(.longBinaryGet, [0xFF, 0xFF, 0xFF, 0xFF])
        }
        #expect(problem(memory) == nil)
    }

    @Test func instructionsAndMembersAreLimited() {
        let long = [0x80, 2] + [UInt8](repeating: PickleOpcode.none.rawValue, count: PickleScanner.greatestCount + 1)
        #expect(
            problem(long)
                == .pickleLimit(
                    "has more than \(PickleScanner.greatestCount) instructions", limit: PickleScanner.greatestCount))
        // Lists made of one long list, again and again.
        let copies = pickle {
            $0.add(.emptyList)
            $0.add(.mark)
            for _ in 0..<10_000 { $0.add(.none) }
            $0.add(.appends)
            $0.add(.tuple1)
            $0.add(.binaryPut, [0])
            $0.global("builtins", "list")
            $0.add(.binaryPut, [1])
            for _ in 0..<1_000 {
                $0.add(.binaryGet, [1])
                $0.add(.binaryGet, [0])
                $0.add(.reduce)
            }
        }
        #expect(
            problem(copies)
                == .pickleLimit(
                    "has containers of more than \(PickleMachine.greatestChildren) members",
                    limit: PickleMachine.greatestChildren))
    }

    @Test func protocolsBeyondTheListAreRefused() {
        for version: UInt8 in [0, 1, 6, 255] {
            #expect(
                problem([0x80, version, 0x4E, 0x2E])
                    == .malformedPickle("the pickle has protocol \(version), not 2 to 5"))
        }
    }
}
