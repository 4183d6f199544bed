package import GANCheckpoints

extension SelectedWeights {
    /// What sampling from these weights without a description would take for granted, as a sentence; nil for networks of no family.
    package var assumptions: String? {
        let role: Architecture.Role = role == .discriminator ? .discriminator : .generator
        let tensors = tensors.mapValues { $0.tensor() }
        guard let found = try? Architecture.resolve(choice: nil, role: role, tensors: tensors, path: path) else {
            return nil
        }
        guard let assumed = found.assumed else { return "layers: \(found.origin)" }
        return "layers: \(found.origin); assumed, since shapes don't tell: \(assumed)"
    }
}
