public import OrderedCollections

/// One entry of a weight file's tree, whatever the file's format.
public enum WeightNode: Sendable {
    case group(WeightGroup)
    case tensor(WeightTensor)
    /// Anything else, as a short text: a step, a hyper-parameter, a list of numbers.
    case value(String)
}

/// A container in a weight file: names and what they stand for, in the file's order.
public struct WeightGroup: Sendable {
    /// Whether members have names of their own; a list's are their numbers.
    public let isNamed: Bool
    /// What it holds by name, or by number in a list, in the file's order.
    public let members: OrderedDictionary<String, WeightNode>
    /// Tensors of kinds that are not read (sparse, quantized, of a class of their own), by name, and what they are; they stand
    /// among the members as values.
    public let unread: OrderedDictionary<String, String>
    /// What a pickled network says about itself, where the group is one: its members are its state dict then.
    public let module: ModuleRecord?

    /// A group of members in this order; the other parameters are the properties of their names.
    public init(
        isNamed: Bool = true, members: OrderedDictionary<String, WeightNode>,
        unread: OrderedDictionary<String, String> = [:], module: ModuleRecord? = nil
    ) {
        self.isNamed = isNamed
        self.members = members
        self.unread = unread
        self.module = module
    }

    /// The members that are tensors, in the file's order.
    public var tensors: OrderedDictionary<String, WeightTensor> {
        var result: OrderedDictionary<String, WeightTensor> = [:]
        for (name, member) in members {
            if case .tensor(let tensor) = member { result[name] = tensor }
        }
        return result
    }

    /// The members that are groups, in the file's order.
    public var groups: OrderedDictionary<String, WeightGroup> {
        var result: OrderedDictionary<String, WeightGroup> = [:]
        for (name, member) in members {
            if case .group(let group) = member { result[name] = group }
        }
        return result
    }

    /// Whether this is what an optimizer of PyTorch saves.
    public var isOptimizer: Bool { members["state"] != nil && members["param_groups"] != nil }

    /// Whether there is a tensor here or below.
    var holdsTensors: Bool {
        members.values.contains { member in
            switch member {
            case .tensor: return true
            case .group(let group): return group.holdsTensors
            case .value: return false
            }
        }
    }

    /// The first tensor here or below of a kind that is not read, and what it is.
    var firstUnread: (name: String, what: String)? {
        if let (name, what) = unread.elements.first { return (name, what) }
        for group in groups.values {
            if let found = group.firstUnread { return found }
        }
        return nil
    }

    /// The number of tensors here and below.
    ///
    /// O(entries).
    public var tensorCount: Int { total { _ in 1 } }

    /// The number of elements of all tensors here and below.
    ///
    /// O(entries).
    public var elementCount: Int { total(\.count) }

    /// Files are at most `PyTorchTree.greatestDepth` groups deep, so the recursion ends.
    private func total(_ measure: (WeightTensor) -> Int) -> Int {
        members.values.reduce(0) { sum, member in
            switch member {
            case .tensor(let tensor): return sum + measure(tensor)
            case .group(let group): return sum + group.total(measure)
            case .value: return sum
            }
        }
    }
}
