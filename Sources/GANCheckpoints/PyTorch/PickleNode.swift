/// One object that a pickle builds.
///
/// Children are numbers of other nodes, so no depth and no cycle can hurt.
enum PickleNode {
    typealias ID = Int32

    case none
    case boolean(Bool)
    case integer(Int)
    case float(Double)
    case text(String)
    case list([ID])
    case tuple([ID])
    case set([ID])
    /// Keys and values by turns.
    case dictionary([ID])
    case global(PickleGlobal)
    /// Bytes, by their number among the arena's.
    case bytes(Int32)
    /// An object of a class that has no meaning here, by its number among the objects.
    case object(Int32)
    /// NumPy's name for a type of elements.
    case numpyType(NumPyType)
    /// A NumPy array before its contents are set.
    case unsetArray
    /// A tensor that is not read; in words.
    case unread(String)
    /// A storage, by its number among the storages.
    case storage(Int32)
    /// A tensor, by its number among the tensors.
    case tensor(Int32)
    /// Something that weights don't need.
    case opaque(String)
}

/// An object of a class without a meaning here: what the pickle gave it, and nothing done with it.
struct PickleObject {
    /// The class, or the function whose result it would be.
    var name: String
    var arguments: PickleNode.ID
    /// What was appended to it.
    var items: [PickleNode.ID] = []
    /// Keys and values by turns that were set in it.
    var pairs: [PickleNode.ID] = []
    /// Its attributes, a dictionary or a pair of them.
    var state: PickleNode.ID?
    /// The text of Python that the file carries for its class, a node.
    var source: PickleNode.ID?
}

/// Numbers that lie somewhere in the file, as the pickle refers to them.
struct PickleStorage: Equatable {
    let key: String
    /// Nil for one that is declared as bytes.
    let type: ElementType?
    /// The number of elements, or of bytes.
    let count: Int
    /// The elements, where the pickle itself holds them.
    var bytes: ArraySlice<UInt8>?

    /// The number of bytes, nil when it does not fit.
    var byteCount: Int? {
        let (product, overflow) = count.multipliedReportingOverflow(by: type?.size ?? 1)
        return overflow ? nil : product
    }
}

/// A tensor as the pickle describes it: a view of a storage.
struct PickleTensor: Equatable {
    /// The storage's number.
    let storage: Int
    let type: ElementType
    /// The first element's place, the sizes and the steps, all counted in elements.
    let offset: Int
    let shape: [Int]
    let strides: [Int]
    /// Where the pickle builds it, for messages.
    let byte: Int
}

/// Everything that a pickle builds, as a flat table.
struct PickleArena {
    var nodes: [PickleNode] = []
    var storages: [PickleStorage] = []
    var tensors: [PickleTensor] = []
    var bytes: [ArraySlice<UInt8>] = []
    var objects: [PickleObject] = []
    /// The first storage of a kind that is not read, in words.
    var unreadStorage: String?
    /// Names without a meaning here that the pickle asks for, in its order.
    var names = PickleNames()
    /// Where the first name stands that no checkpoint needs.
    var alarm: Int?
    var root: PickleNode.ID = 0

    subscript(id: PickleNode.ID) -> PickleNode { nodes[Int(id)] }
}
