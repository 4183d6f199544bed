/// Where a layer writes its arguments.
struct LayerFields {
    private var container: KeyedEncodingContainer<DocumentFields.Key>

    init(_ encoder: any Encoder) { container = encoder.container(keyedBy: DocumentFields.Key.self) }

    /// Writes one field.
    mutating func put(_ name: String, _ value: some Encodable) throws {
        try container.encode(value, forKey: DocumentFields.Key(name))
    }
}
