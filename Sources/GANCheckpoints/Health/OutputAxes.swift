import OrderedCollections

/// Which axis of a convolution's weight counts its outputs.
///
/// `Conv2d` stores `[out, in, …]`, `ConvTranspose2d` `[in, out, …]`, and a file does not say which it holds. The sizes around it
/// mostly do: a bias, or the batch normalization that follows, is as long as the outputs are many.
struct OutputAxes {
    private var axes: [String: Int] = [:]

    /// The axis of a tensor by name; 0 where nothing speaks for 1.
    subscript(name: String) -> Int { axes[name] ?? 0 }

    init(_ tensors: OrderedDictionary<String, WeightTensor>) {
        var (undecided, votes): ([String], Set<Int>) = ([], [])
        let names = Array(tensors.keys)
        for (index, name) in names.enumerated() {
            // Weights of linear layers are [out, in] in every layer there is.
            guard let shape = tensors[name]?.shape, shape.count > 2 else { continue }
            guard let outputs = Self.outputs(after: index, of: names, in: tensors), shape[0] != shape[1],
                let axis = [0, 1].first(where: { shape[$0] == outputs })
            else {
                undecided.append(name)
                continue
            }
            axes[name] = axis
            votes.insert(axis)
        }
        // A network's convolutions are mostly of one kind.
        if votes == [1] { for name in undecided { axes[name] = 1 } }
    }

    /// The length of the bias, or of the first vector before the next weight.
    private static func outputs(
        after index: Int, of names: [String], in tensors: OrderedDictionary<String, WeightTensor>
    ) -> Int? {
        if names[index].hasSuffix("weight"), let bias = tensors[names[index].dropLast(6) + "bias"],
            bias.shape.count == 1
        {
            return bias.count
        }
        for name in names[(index + 1)...].prefix(2) {
            guard let shape = tensors[name]?.shape, shape.count < 2 else { return nil }
            if shape.count == 1 { return shape[0] }
        }
        return nil
    }
}
