public import OrderedCollections

/// A plain value that a pickled network keeps beside its tensors: a width, a flag, a name, a list of these.
public enum WeightAttribute: Sendable, Equatable {
    case none
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([WeightAttribute])
    /// Texts and what they stand for, in the file's order.
    case dictionary(OrderedDictionary<String, WeightAttribute>)
    /// A small tensor or NumPy array that is no part of the state dict.
    case array(WeightTensor)
    /// Something that is not read, by the name of its class.
    case other(String)

    /// The whole number that this is; also a `number` without a fraction, and an array's only element.
    public var integer: Int? {
        switch self {
        case .integer(let value): return value
        case .number, .array: return number.flatMap { Int(exactly: $0) }
        default: return nil
        }
    }

    /// The number that this is, whole or not, or an array's only element.
    public var number: Double? {
        switch self {
        case .integer(let value): return Double(value)
        case .number(let value): return value
        case .array(let tensor): return tensor.count == 1 ? tensor.doubles(0..<1).first : nil
        default: return nil
        }
    }

    /// The flag that this is.
    public var boolean: Bool? {
        if case .boolean(let value) = self { return value }
        return nil
    }

    /// The text that this is.
    public var text: String? {
        if case .text(let value) = self { return value }
        return nil
    }

    /// The members of a list or tuple, or of an array of one axis.
    public var list: [WeightAttribute]? {
        switch self {
        case .list(let items): return items
        case .array(let tensor) where tensor.shape.count == 1:
            return tensor.doubles(0..<tensor.count).map { .number($0) }
        default: return nil
        }
    }

    /// The numbers of a list, tuple or array, or a single number alone; nil where anything else is among them.
    public var numbers: [Double]? {
        if let number { return [number] }
        if case .array(let tensor) = self { return tensor.doubles(0..<tensor.count) }
        guard let list else { return nil }
        let numbers = list.compactMap(\.number)
        return numbers.count == list.count ? numbers : nil
    }
}

/// What a pickled network object says about itself beside its state dict.
///
/// Paths are dotted as in the state dict, "synthesis.b8.conv0"; "" is the network itself.
public struct ModuleRecord: Sendable, Equatable {
    /// The class of each module, in the order in which the network names them: "torch.nn.modules.conv.Conv2d"; for StyleGAN's
    /// persistent classes the class name alone, "SynthesisLayer".
    public var classes: OrderedDictionary<String, String>
    /// Plain attributes by path and name: "z_dim", "synthesis.b8.conv0.conv_clamp".
    ///
    /// Parameters, buffers that the state dict has, modules, hooks and other names that begin with "_" (but `_init_args`
    /// and `_init_kwargs`) are left out.
    public var attributes: OrderedDictionary<String, WeightAttribute>
    /// The Python sources that the file carries for these classes: their lengths in bytes by their SHA-256.
    ///
    /// They are never run and need not be.
    public var sources: OrderedDictionary<String, Int>

    /// A record; the parameters are the properties of their names.
    public init(
        classes: OrderedDictionary<String, String> = [:],
        attributes: OrderedDictionary<String, WeightAttribute> = [:], sources: OrderedDictionary<String, Int> = [:]
    ) {
        self.classes = classes
        self.attributes = attributes
        self.sources = sources
    }

    /// The attribute called `name` of the module at `path`.
    public func attribute(_ name: String, of path: String = "") -> WeightAttribute? {
        attributes[path.isEmpty ? name : "\(path).\(name)"]
    }

    /// The record of the module at `path`, whose name becomes "".
    func module(at path: String) -> ModuleRecord {
        func inner<Value>(_ entries: OrderedDictionary<String, Value>) -> OrderedDictionary<String, Value> {
            var result: OrderedDictionary<String, Value> = [:]
            for (name, value) in entries {
                if name == path {
                    result[""] = value
                } else if name.hasPrefix(path + ".") {
                    result[String(name.dropFirst(path.utf8.count + 1))] = value
                }
            }
            return result
        }
        return ModuleRecord(classes: inner(classes), attributes: inner(attributes), sources: sources)
    }
}
