import GANNumerics

/// Reverse-mode differentiation.
public enum Gradient {
    /// The gradients of `output` with respect to each of `targets`.
    ///
    /// With `seed` v of the output's shape this is the vector–Jacobian product vᵀ ∂output/∂target; without it `output`
    /// must hold one element and v is 1. A target that the output does not depend on gets zeros.
    ///
    /// With `differentiable` true the gradients carry a graph of their own and can be differentiated again (gradient
    /// penalties); otherwise they are constants and the backward pass keeps nothing.
    ///
    /// Only paths that lead to a target are walked: the gradient at the weights of a frozen network is never computed.
    /// Time is a small multiple of the forward pass; memory that of the forward graph.
    public static func of(
        _ output: Variable, at targets: [Variable], seed: Variable? = nil, differentiable: Bool = false
    ) -> [Variable] {
        precondition(
            seed.map { $0.shape == output.shape } ?? (output.value.count == 1),
            "gradient of shape \(output.shape) needs a seed of that shape")
        let walk = {
            gradients(of: output, at: targets, seed: seed ?? .constant(Tensor(shape: output.shape, repeating: 1)))
        }
        return differentiable ? walk() : Recording.paused(walk)
    }

    private static func gradients(of output: Variable, at targets: [Variable], seed: Variable) -> [Variable] {
        let order = topologicalOrder(from: output)
        let kept = Set(targets.map { ObjectIdentifier($0) })
        var leads = kept
        for variable in order {
            if variable.operation?.inputs.contains(where: { leads.contains(ObjectIdentifier($0)) }) == true {
                leads.insert(ObjectIdentifier(variable))
            }
        }
        var gradients: [ObjectIdentifier: Variable] = [ObjectIdentifier(output): seed]
        for variable in order.reversed() where leads.contains(ObjectIdentifier(variable)) {
            guard let operation = variable.operation, let gradient = gradients[ObjectIdentifier(variable)] else {
                continue
            }
            // All that reads the variable has been walked: nothing asks for its gradient again.
            if !kept.contains(ObjectIdentifier(variable)) { gradients[ObjectIdentifier(variable)] = nil }
            let wanted = operation.inputs.map { leads.contains(ObjectIdentifier($0)) }
            let contributions = operation.backward(gradient, wanted)
            for (index, input) in operation.inputs.enumerated() where wanted[index] {
                guard let contribution = contributions[index] else { continue }
                precondition(
                    contribution.shape == input.shape,
                    "gradient of shape \(contribution.shape) for an input of shape \(input.shape)")
                let key = ObjectIdentifier(input)
                gradients[key] = gradients[key].map { $0 + contribution } ?? contribution
            }
        }
        return targets.map { gradients[ObjectIdentifier($0)] ?? .constant(Tensor(shape: $0.shape)) }
    }

    /// All variables that `output` was made from, each after its inputs.
    private static func topologicalOrder(from output: Variable) -> [Variable] {
        var order: [Variable] = []
        var visited: Set<ObjectIdentifier> = []
        var stack: [(variable: Variable, expanded: Bool)] = [(output, false)]
        while let (variable, expanded) = stack.popLast() {
            if expanded {
                order.append(variable)
            } else if visited.insert(ObjectIdentifier(variable)).inserted {
                stack.append((variable, true))
                for input in variable.operation?.inputs ?? [] where input.requiresGradient {
                    stack.append((input, false))
                }
            }
        }
        return order
    }
}
