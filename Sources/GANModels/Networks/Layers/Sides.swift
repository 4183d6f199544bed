/// A number along rows and one along columns: a kernel's sides, strides, paddings.
public struct Sides: Sendable, Hashable {
    /// Along the rows' axis, the image's height.
    public var rows: Int
    /// Along the columns' axis, the image's width.
    public var columns: Int

    /// Takes both.
    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
    }

    /// The same number along both.
    public init(_ number: Int) { self.init(rows: number, columns: number) }

    var areEqual: Bool { rows == columns }
    /// As ONNX takes them.
    var list: [Int] { [rows, columns] }
}

extension LayerFields {
    /// Writes one number where both are equal, else the list of both.
    mutating func put(_ name: String, _ sides: Sides) throws {
        if sides.areEqual { try put(name, sides.rows) } else { try put(name, sides.list) }
    }
}
