// Maps to a stated number of positions, as PyTorch's `Upsample(size=…)` and `AdaptiveAvgPool2d` make them.

extension GridAxisMap {
    /// The nearest position: output i is input ⌊i·inputs/outputs⌋.
    public static func nearest(_ inputs: Int, outputs: Int) -> GridAxisMap {
        selected(inputs, sources: (0..<outputs).map { $0 * inputs / outputs })
    }

    /// The same where `factor` was stated, which needs not be `outputs` over `inputs`: position i takes input ⌊i / factor⌋, in float32 as PyTorch has it.
    public static func nearest(_ inputs: Int, outputs: Int, factor: Double) -> GridAxisMap {
        let step = Float(1 / factor)
        return selected(inputs, sources: (0..<outputs).map { min(inputs - 1, Int(Float($0) * step)) })
    }

    /// Linear interpolation to `outputs` positions, which lie `1 / factor` apart where one is stated, as `linear(_:scale:aligningCorners:)`.
    public static func linear(
        _ inputs: Int, outputs: Int, aligningCorners: Bool, factor: Double? = nil
    ) -> GridAxisMap {
        let terms = (0..<outputs).map { index -> [(source: Int, weight: Float)] in
            let place = max(0, Self.place(index, inputs, outputs, aligningCorners, factor))
            let first = min(inputs - 1, Int(place))
            let share = Float(place - Double(first))
            guard first + 1 < inputs, share > 0 else { return [(first, 1)] }
            return [(first, 1 - share), (first + 1, share)]
        }
        return GridAxisMap(inputs: inputs, terms: terms)
    }

    /// Cubic convolution to `outputs` positions with a = −¾: one axis of PyTorch's `Upsample(mode="bicubic")`.
    ///
    /// Keys 1981, "Cubic Convolution Interpolation for Digital Image Processing", equation 4. Beyond the edges the edge's value holds.
    public static func cubic(
        _ inputs: Int, outputs: Int, aligningCorners: Bool, factor: Double? = nil
    ) -> GridAxisMap {
        let a = -0.75
        func near(_ x: Double) -> Double { ((a + 2) * x - (a + 3)) * x * x + 1 }
        func far(_ x: Double) -> Double { ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
        let terms = (0..<outputs).map { index -> [(source: Int, weight: Float)] in
            let place = Self.place(index, inputs, outputs, aligningCorners, factor)
            let first = place.rounded(.down)
            let t = place - first
            let weights = [far(1 + t), near(t), near(1 - t), far(2 - t)]
            return weights.enumerated().map { offset, weight in
                (min(inputs - 1, max(0, Int(first) + offset - 1)), Float(weight))
            }
        }
        return GridAxisMap(inputs: inputs, terms: terms)
    }

    /// Means over `outputs` windows that cover the axis: one axis of PyTorch's `AdaptiveAvgPool2d`.
    ///
    /// Window i is ⌊i·inputs/outputs⌋ ..< ⌈(i + 1)·inputs/outputs⌉.
    public static func averaged(_ inputs: Int, outputs: Int) -> GridAxisMap {
        let terms = (0..<outputs).map { index -> [(source: Int, weight: Float)] in
            let window = index * inputs / outputs..<((index + 1) * inputs + outputs - 1) / outputs
            return window.map { ($0, 1 / Float(window.count)) }
        }
        return GridAxisMap(inputs: inputs, terms: terms)
    }

    /// Where output `index` lies among the inputs.
    private static func place(
        _ index: Int, _ inputs: Int, _ outputs: Int, _ aligningCorners: Bool, _ factor: Double?
    ) -> Double {
        if aligningCorners {
            return outputs > 1 ? Double(index) * Double(inputs - 1) / Double(outputs - 1) : 0
        }
        if let factor { return (Double(index) + 0.5) / factor - 0.5 }
        return (Double(index) + 0.5) * Double(inputs) / Double(outputs) - 0.5
    }
}
