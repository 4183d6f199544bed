/// NumPy's type of an array's elements, as pickles write it: "f4" and a byte order, or a name.
struct NumPyType: Equatable {
    /// How elements are read; nil for complex numbers, texts, dates and records.
    let type: ElementType?
    /// Whether elements are Python objects.
    let isObject: Bool
    let isBigEndian: Bool

    init(type: ElementType?, isObject: Bool = false, isBigEndian: Bool = false) {
        self.type = type
        self.isObject = isObject
        self.isBigEndian = isBigEndian
    }

    /// The type called `name`: "f4", ">i8", "float32", "O8".
    init(name: some StringProtocol) {
        var code = name[...]
        let isBigEndian = code.hasPrefix(">")
        if let first = code.first, "<>|=".contains(first) { code = code.dropFirst() }
        self.init(type: Self.types[String(code)], isObject: code.hasPrefix("O"), isBigEndian: isBigEndian)
    }

    /// The same in the byte order that `BUILD` sets: "<", ">", "|" or "=".
    func ordered(_ order: String) -> NumPyType {
        NumPyType(type: type, isObject: isObject, isBigEndian: order == ">")
    }

    private static let types: [String: ElementType] = [
        "b1": .bool, "?": .bool, "bool": .bool, "bool_": .bool, "i1": .int8, "int8": .int8, "i2": .int16,
        "int16": .int16, "i4": .int32, "int32": .int32, "i8": .int64, "int64": .int64, "u1": .uint8, "uint8": .uint8,
        "u2": .uint16, "uint16": .uint16, "u4": .uint32, "uint32": .uint32, "u8": .uint64, "uint64": .uint64,
        "f2": .float16, "float16": .float16, "f4": .float32, "float32": .float32, "f8": .float64, "float64": .float64,
    ]
}
