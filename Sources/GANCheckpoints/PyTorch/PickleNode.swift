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
    /// A storage, by its number among the storages.
    case storage(Int32)
    /// A tensor, by its number among the tensors.
    case tensor(Int32)
    /// Something that weights don't need.
    case opaque(String)
}

/// Numbers that lie somewhere in the file, as the pickle refers to them.
struct PickleStorage: Equatable {
    let key: String
    /// Nil for one that is declared as bytes.
    let type: ElementType?
    /// The number of elements, or of bytes.
    let count: Int

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
    var root: PickleNode.ID = 0

    subscript(id: PickleNode.ID) -> PickleNode { nodes[Int(id)] }
}
