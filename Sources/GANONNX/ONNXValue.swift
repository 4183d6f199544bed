/// An input or output of a model: its name, element type and shape as the file declares them.
public struct ONNXValue: Sendable, Equatable {
    /// The name in the graph.
    public let name: String
    /// Nil for what is no tensor (a sequence, a map) or has a type that ganeval does not know.
    public let type: ONNXDataType?
    /// The sizes of the axes, nil for an axis whose size is only known when the model runs; nil altogether when even
    /// their number is open.
    public let shape: [Int?]?

    package init(name: String, type: ONNXDataType?, shape: [Int?]?) {
        self.name = name
        self.type = type
        self.shape = shape
    }

    /// "float32 [?, 3, 299, 299]".
    public var summary: String {
        let axes = shape.map { "[" + $0.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]" }
        return "\(type.map { "\($0)" } ?? "another type") \(axes ?? "of any shape")"
    }
}
