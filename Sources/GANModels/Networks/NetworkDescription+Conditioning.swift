extension NetworkDescription {
    /// The same layers with batch normalizations whose scales and offsets belong to a class.
    ///
    /// The last `classes` values of the network's input say which. nil where there is no batch normalization, or layers can't be
    /// connected. O(layers).
    public func conditioningNorms(classes: Int) -> NetworkDescription? {
        guard let wiring = try? wiring() else { return nil }
        var result = self
        var names = Set(layers.compactMap(\.name))
        var isChanged = false
        for (index, entry) in layers.enumerated() {
            guard let norm = entry.layer as? BatchNormLayer else { continue }
            let layer = ConditionalBatchNormLayer(
                features: norm.features, classes: classes, epsilon: norm.epsilon, key: norm.key)
            result.layers[index] = LayerDescription(
                layer, name: result.layers[index].name,
                inputs: [result.name(of: wiring.reads[index][0], &names), LayerDescription.inputName])
            isChanged = true
        }
        return isChanged ? result : nil
    }

    /// The name of a value, which gets one where it has none.
    private mutating func name(of value: Int, _ names: inout Set<String>) -> String {
        guard value > 0 else { return LayerDescription.inputName }
        if let name = layers[value - 1].name { return name }
        var name = "value\(value - 1)"
        while !names.insert(name).inserted { name += "_" }
        layers[value - 1].name = name
        return name
    }
}
