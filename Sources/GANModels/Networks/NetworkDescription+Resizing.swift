extension NetworkDescription {
    /// The same layers for inputs of other channels and with another number of outputs.
    ///
    /// Layers with weights that read the network's input get the new channels, as packs of samples and labels beside them
    /// need; the last layer gets the new outputs. nil where such a layer is neither linear nor a convolution. O(layers).
    public func resized(inputChannels: Int? = nil, outputs: Int? = nil) -> NetworkDescription? {
        var result = self
        if let inputChannels, inputChannels != input.last {
            guard let wiring = try? wiring() else { return nil }
            result.input[result.input.count - 1] = inputChannels
            for (index, reads) in wiring.reads.enumerated() where reads.contains(0) {
                guard let layer = layers[index].layer.resized(inputs: inputChannels, outputs: nil) else { return nil }
                result.layers[index] = layers[index].replacing(layer)
            }
        }
        if let outputs {
            guard let last = result.layers.last, let layer = last.layer.resized(inputs: nil, outputs: outputs) else {
                return nil
            }
            result.layers[result.layers.count - 1] = last.replacing(layer)
        }
        return result
    }

    /// Whether any layer takes statistics of the batch, so that one sample's output depends on the others.
    public var mixesSamples: Bool {
        layers.contains { !$0.layer.bufferShapes.isEmpty }
    }
}

extension LayerDescription {
    fileprivate func replacing(_ layer: any Layer) -> LayerDescription {
        LayerDescription(layer, name: name, inputs: inputs)
    }
}

extension Layer {
    /// The layer with other numbers of inputs and outputs; nil where it has none.
    fileprivate func resized(inputs: Int?, outputs: Int?) -> (any Layer)? {
        switch self {
        case var layer as LinearLayer:
            layer.inputs = inputs ?? layer.inputs
            layer.outputs = outputs ?? layer.outputs
            return layer
        case var layer as ConvolutionLayer:
            layer.arguments.inputs = inputs ?? layer.arguments.inputs
            layer.arguments.outputs = outputs ?? layer.arguments.outputs
            return layer
        case var layer as TransposedConvolutionLayer:
            layer.arguments.inputs = inputs ?? layer.arguments.inputs
            layer.arguments.outputs = outputs ?? layer.arguments.outputs
            return layer
        default: return nil
        }
    }
}
