/// What a pickle holds, as the common tree, and the names that it asks for.
struct PyTorchContents {
    let root: WeightNode
    /// Names without a meaning here; none was called.
    let names: PickleNames

    var holdsTensors: Bool {
        switch root {
        case .tensor: return true
        case .group(let group): return group.holdsTensors
        case .value: return false
        }
    }
}
