import GANText

/// Which values each layer of a network reads.
///
/// Value 0 is the network's input, value i + 1 what layer i makes; the last value is the output.
struct LayerWiring: Sendable, Equatable {
    /// Why layers can't be connected: the layer, and the field of its entry that is wrong.
    struct Problem: Error, Equatable {
        let layer: Int
        let field: String?
        let text: String

        /// The problem where a list of layers at `path` is read.
        func decodingError(at path: [any CodingKey]) -> DecodingError {
            var place = path + [DocumentFields.Key(index: layer)]
            if let field { place.append(DocumentFields.Key(field)) }
            return .dataCorrupted(.init(codingPath: place, debugDescription: text))
        }
    }

    /// The values that each layer reads, in the order in which it names them.
    let reads: [[Int]]
    /// For each layer, the values that no later one reads.
    let lastUses: [[Int]]

    /// More layers than any network has.
    static let layerLimit = 1 << 12
    /// More values than any layer joins.
    static let inputLimit = 1 << 8

    /// Finds the values by their names; throws the first problem.
    ///
    /// O(layers).
    init(_ layers: [LayerDescription]) throws(Problem) {
        guard layers.count <= Self.layerLimit else {
            throw Problem(
                layer: Self.layerLimit, field: nil,
                text: "it is one of \(layers.count) layers, expected at most \(Self.layerLimit)")
        }
        var values = [LayerDescription.inputName: 0]
        var reads: [[Int]] = []
        reads.reserveCapacity(layers.count)
        for (index, layer) in layers.enumerated() {
            reads.append(try Self.reads(of: index, in: layers, values))
            guard let name = layer.name else { continue }
            guard !name.isEmpty, name != LayerDescription.inputName else {
                throw Problem(
                    layer: index, field: "name",
                    text: name.isEmpty
                        ? "its name is empty" : "its name is \"\(name)\", which means the network's own input")
            }
            if let other = values.updateValue(index + 1, forKey: name) {
                throw Problem(
                    layer: index, field: "name", text: "its name, \"\(name)\", is that of layer \(other - 1) already")
            }
        }
        var lastReader = [Int?](repeating: nil, count: layers.count + 1)
        for (index, values) in reads.enumerated() { for value in values { lastReader[value] = index } }
        var lastUses = [[Int]](repeating: [], count: layers.count)
        for (value, reader) in lastReader.dropLast().enumerated() {
            guard let reader else {
                // The first layer has nothing but the input to read, so this value is a layer's.
                throw Problem(layer: value - 1, field: nil, text: "no layer reads the value that it makes")
            }
            lastUses[reader].append(value)
        }
        self.reads = reads
        self.lastUses = lastUses
    }

    /// The values that layer `index` reads; `values` are those made before it that have a name.
    private static func reads(
        of index: Int, in layers: [LayerDescription], _ values: [String: Int]
    ) throws(Problem) -> [Int] {
        let layer = layers[index]
        if type(of: layer.layer).joinsValues {
            guard layer.inputs.count > 1 else {
                throw Problem(
                    layer: index, field: "inputs",
                    text: "\(layer.kind) takes the names of two or more values in inputs, found \(layer.inputs)")
            }
            guard layer.inputs.count <= inputLimit else {
                throw Problem(
                    layer: index, field: "inputs",
                    text: "it reads \(layer.inputs.count) values, expected at most \(inputLimit)")
            }
        } else {
            guard layer.inputs.count <= 1 else {
                throw Problem(
                    layer: index, field: "input", text: "\(layer.kind) reads one value, found \(layer.inputs)")
            }
            if layer.inputs.isEmpty { return [index] }
        }
        let field = type(of: layer.layer).joinsValues ? "inputs" : "input"
        var found: [Int] = []
        for name in layer.inputs {
            if let value = values[name] {
                found.append(value)
            } else if name == layer.name {
                throw Problem(layer: index, field: field, text: "it reads \"\(name)\", the value that it makes itself")
            } else if let later = layers[(index + 1)...].firstIndex(where: { $0.name == name }) {
                throw Problem(
                    layer: index, field: field,
                    text: "it reads \"\(name)\", which layer \(later) makes later; layers read what was made before")
            } else {
                throw Problem(
                    layer: index, field: field,
                    text: "it reads \"\(name)\", but no value has that name."
                        + NearestName.question(name, in: values.keys.sorted()))
            }
        }
        return found
    }
}
