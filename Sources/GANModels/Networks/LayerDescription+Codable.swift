import GANText

extension LayerDescription: Codable {
    /// Layers wider than this are refused before anything is allocated for them.
    static let sizeLimit = DocumentFields.sizeLimit

    /// A kind's type and the keys that it takes.
    private typealias Form = (type: any Layer.Type, keys: [String])

    private static let forms: [String: Form] = {
        var forms: [String: Form] = [:]
        for type in types {
            for (kind, keys) in type.kinds {
                precondition(forms.updateValue((type, keys), forKey: kind) == nil, "two layers are called \(kind)")
            }
        }
        return forms
    }()

    /// PyTorch's argument names of all layers, with the short ones that mean the same.
    private static let aliases: [String: String] = types.reduce(into: [:]) { all, type in
        all.merge(type.aliases) { first, second in
            precondition(first == second, "an argument with two short names, \(first) and \(second)")
            return first
        }
    }

    /// Arguments of PyTorch that change nothing in evaluation, taken from any layer.
    static let harmless = ["inplace", "momentum", "track_running_stats"]

    /// The kinds that a document may name, in alphabetical order.
    public static let kinds: [String] = forms.keys.sorted()

    /// Reads a layer's entry; throws a `DecodingError` at the field that is wrong.
    public init(from decoder: any Decoder) throws {
        let fields = try DocumentFields(decoder, aliases: Self.aliases)
        let kind = try fields.text("kind")
        guard let form = Self.forms[kind] else {
            throw fields.problem(
                DocumentFields.Key("kind"),
                "the layer kind \(kind) is unknown; known are \(Self.kinds.joined(separator: ", "))."
                    + NearestName.question(kind, in: Self.kinds))
        }
        let common = (form.type.joinsValues ? ["name"] : ["name", "input"]) + Self.harmless
        try fields.allowOnly(form.keys, besides: common, in: kind)
        // With statistics of its own instance normalization is, in evaluation, batch normalization.
        if kind == "InstanceNorm2d", try fields.flag("track_running_stats", otherwise: false) {
            throw fields.problem(
                DocumentFields.Key("track_running_stats"),
                "with running statistics it is in evaluation what BatchNorm2d is; write that")
        }
        layer = try form.type.init(fields, kind: kind)
        name = fields.has("name") ? try fields.text("name") : nil
        if form.type.joinsValues {
            inputs = try fields.texts("inputs")
        } else if fields.has("input") {
            inputs = [try fields.text("input", expected: "the name of one value; Add and Concat join several")]
        } else {
            inputs = []
        }
    }

    /// Writes what `init(from:)` reads; arguments that a layer need not name are left out at their usual values.
    public func encode(to encoder: any Encoder) throws {
        var fields = LayerFields(encoder)
        try fields.put("kind", kind)
        try layer.encode(into: &fields)
        if let name { try fields.put("name", name) }
        if type(of: layer).joinsValues {
            try fields.put("inputs", inputs)
        } else if let input = inputs.first {
            try fields.put("input", input)
        }
    }
}
