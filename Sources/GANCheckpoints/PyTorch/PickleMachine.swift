/// Acts on a pickle's instructions, building nodes in a table and nothing else.
///
/// It has no way to call anything: the functions that mean something here are cases of `PickleGlobal`, and calling one
/// makes a node; any other name is a word, and its objects are what the pickle gives them (`PickleObject`). Memory is bounded by the number of instructions and by `greatestChildren`.
struct PickleMachine {
    /// Most members of all containers together.
    static let greatestChildren = 8_000_000

    var arena = PickleArena()
    let place: PicklePlace
    var stream: PickleStream
    /// Where the instruction under way stands.
    var offset = 0
    private var stack: [PickleNode.ID] = []
    private var marks: [Int] = []
    private var memo: [UInt32: PickleNode.ID] = [:]
    private var memoized: UInt32 = 0
    private var children = 0
    let isEmbedded: Bool
    /// Bytes that were made, not found: texts that stand for bytes, and numbers in another byte order.
    var madeBytes = 0
    /// Storages that lie in the pickle, by the number of their bytes.
    var embeddedStorages: [Int32: Int32] = [:]

    /// Scans and then builds the pickle that `bytes` begin with; `end` is the index after it.
    ///
    /// A pickle that is `embedded` in another can't hold a third.
    static func run(
        _ bytes: ArraySlice<UInt8>, place: PicklePlace, embedded: Bool = false
    ) throws(CheckpointError) -> (arena: PickleArena, end: Int) {
        let (count, end) = try PickleScanner.scan(bytes, place: place)
        var machine = PickleMachine(bytes: bytes, place: place, isEmbedded: embedded)
        machine.arena.nodes.reserveCapacity(count)
        while let instruction = try machine.nextUnlessStop() { try machine.act(on: instruction) }
        machine.arena.root = try machine.pop()
        return (machine.arena, end)
    }

    private init(bytes: ArraySlice<UInt8>, place: PicklePlace, isEmbedded: Bool) {
        self.place = place
        self.isEmbedded = isEmbedded
        stream = PickleStream(bytes, place: place)
    }

    private mutating func nextUnlessStop() throws(CheckpointError) -> PickleInstruction? {
        let instruction = try stream.next()
        offset = instruction.offset
        return instruction.opcode == .stop ? nil : instruction
    }

    func malformed(_ what: String) -> CheckpointError { place.error(.malformedPickle(what), at: offset) }

    private mutating func act(on instruction: PickleInstruction) throws(CheckpointError) {
        let argument = instruction.argument
        switch instruction.opcode {
        case .protocolVersion, .frame: break
        case .mark: marks.append(stack.count)
        case .pop: if marks.last == stack.count { marks.removeLast() } else { _ = try pop() }
        case .popMark: _ = try popMark()
        case .none: push(.none)
        case .newTrue: push(.boolean(true))
        case .newFalse: push(.boolean(false))
        case .binaryInteger1, .binaryInteger2: push(.integer(Int(stream.unsigned(argument))))
        case .binaryInteger: push(.integer(Int(Int32(truncatingIfNeeded: stream.unsigned(argument)))))
        case .long1, .long4: push(long(argument))
        case .binaryFloat: push(.float(Double(bitPattern: stream.unsigned(argument).byteSwapped)))
        case .binaryString, .shortBinaryString: push(string(stream.bytes[argument]))
        case .binaryUnicode, .shortBinaryUnicode, .binaryUnicode8: push(.text(stream.text(argument)))
        case .binaryBytes, .shortBinaryBytes, .binaryBytes8, .byteArray8: push(bytes(stream.bytes[argument]))
        case .memoize, .binaryPut, .longBinaryPut, .binaryGet, .longBinaryGet: try useMemo(instruction)
        case .global:
            push(.global(named(stream.text(argument), stream.text(instruction.name))))
        case .stackGlobal:
            guard case .text(let name) = arena[try pop()], case .text(let module) = arena[try pop()] else {
                throw malformed("a global's name is no text")
            }
            push(.global(named(module, name)))
        case .persistentIdentifier: push(try storage(from: try pop()))
        case .reduce:
            let arguments = try pop()
            push(try call(try pop(), with: arguments))
        case .newObject:
            let arguments = try pop()
            push(try newObject(try pop(), with: arguments))
        case .newObjectByKeywords:
            _ = try pop()
            let arguments = try pop()
            push(try newObject(try pop(), with: arguments))
        case .build:
            let state = try pop()
            try build(try top(), from: state)
        default: try actOnContainer(instruction.opcode)
        }
    }

    private mutating func actOnContainer(_ opcode: PickleOpcode) throws(CheckpointError) {
        switch opcode {
        case .emptyTuple: push(.tuple([]))
        case .emptyList: push(.list([]))
        case .emptyDictionary: push(.dictionary([]))
        case .emptySet: push(.set([]))
        case .tuple: push(.tuple(try popMark()))
        case .frozenSet: push(.set(try popMark()))
        case .tuple1, .tuple2, .tuple3:
            let count = opcode == .tuple1 ? 1 : opcode == .tuple2 ? 2 : 3
            push(.tuple(try pop(count)))
        case .append:
            let item = try pop(1)
            try add(item, to: try top())
        case .appends, .addItems:
            let items = try popMark()
            try add(items, to: try top())
        case .setItem:
            let pair = try pop(2)
            try set(pair, in: try top())
        case .setItems:
            let pairs = try popMark()
            try set(pairs, in: try top())
        default: throw malformed("the instruction \(opcode) is out of place")
        }
    }

    private mutating func useMemo(_ instruction: PickleInstruction) throws(CheckpointError) {
        let index = UInt32(truncatingIfNeeded: stream.unsigned(instruction.argument))
        switch instruction.opcode {
        case .memoize:
            memo[memoized] = try top()
            memoized += 1
        case .binaryPut, .longBinaryPut: memo[index] = try top()
        default:
            guard let id = memo[index] else { throw malformed("memory \(index) is used before it is set") }
            stack.append(id)
        }
    }

    /// A whole number of any length; one beyond 64 bits is a word about it, for no weight needs it.
    private func long(_ range: Range<Int>) -> PickleNode {
        guard range.count <= 8 else { return .opaque("whole number of \(range.count) bytes") }
        let shift = 64 - 8 * range.count
        if shift == 64 { return .integer(0) }
        return .integer(Int(Int64(bitPattern: stream.unsigned(range) << UInt64(shift)) >> Int64(shift)))
    }
}

// MARK: The stack.

extension PickleMachine {
    mutating func push(_ node: PickleNode) {
        stack.append(PickleNode.ID(truncatingIfNeeded: arena.nodes.count))
        arena.nodes.append(node)
    }

    private mutating func push(_ id: PickleNode.ID) { stack.append(id) }

    private func top() throws(CheckpointError) -> PickleNode.ID {
        guard let id = stack.last, stack.count > (marks.last ?? 0) else { throw malformed("the stack is empty") }
        return id
    }

    private mutating func pop() throws(CheckpointError) -> PickleNode.ID {
        let id = try top()
        stack.removeLast()
        return id
    }

    private mutating func pop(_ count: Int) throws(CheckpointError) -> [PickleNode.ID] {
        guard stack.count - count >= (marks.last ?? 0) else { throw malformed("the stack is empty") }
        try charge(count)
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    private mutating func popMark() throws(CheckpointError) -> [PickleNode.ID] {
        guard let mark = marks.popLast(), mark <= stack.count else { throw malformed("a mark is missing") }
        try charge(stack.count - mark)
        defer { stack.removeLast(stack.count - mark) }
        return Array(stack[mark...])
    }

    /// Counts members before memory is taken for them.
    mutating func charge(_ count: Int) throws(CheckpointError) {
        children += count
        guard children <= Self.greatestChildren else {
            throw place.error(
                .pickleLimit(
                    "has containers of more than \(Self.greatestChildren) members", limit: Self.greatestChildren),
                at: offset)
        }
    }

    private mutating func add(_ items: [PickleNode.ID], to id: PickleNode.ID) throws(CheckpointError) {
        // The node is emptied first, so that its members are not copied at each addition.
        let node = arena[id]
        arena.nodes[Int(id)] = .none
        switch node {
        case .list(var members):
            members += items
            arena.nodes[Int(id)] = .list(members)
        case .set(var members):
            members += items
            arena.nodes[Int(id)] = .set(members)
        case .object(let number):
            arena.nodes[Int(id)] = node
            arena.objects[Int(number)].items += items
        case .opaque, .unread: arena.nodes[Int(id)] = node
        default: throw malformed("something is added to what is no list")
        }
    }

    /// Throws for a key that no Python takes; of a tuple its members are looked at, as deep as keys are.
    func requireHashable(_ key: PickleNode.ID, depth: Int = 0) throws(CheckpointError) {
        switch arena[key] {
        case .list: throw malformed("a list is a key")
        case .dictionary: throw malformed("a dictionary is a key")
        case .tuple(let items) where depth < 4 && items.count <= 16:
            for item in items { try requireHashable(item, depth: depth + 1) }
        default: break
        }
    }

    private mutating func set(_ pairs: [PickleNode.ID], in id: PickleNode.ID) throws(CheckpointError) {
        guard pairs.count.isMultiple(of: 2) else { throw malformed("a key has no value") }
        for index in stride(from: 0, to: pairs.count, by: 2) { try requireHashable(pairs[index]) }
        switch arena[id] {
        case .object(let number):
            arena.objects[Int(number)].pairs += pairs
            return
        case .opaque, .unread: return
        default: break
        }
        guard case .dictionary(var members) = arena[id] else {
            throw malformed("pairs are set in what is no dictionary")
        }
        arena.nodes[Int(id)] = .none
        members += pairs
        arena.nodes[Int(id)] = .dictionary(members)
    }
}
