public import Foundation
public import GANNumerics

/// Files under `fixtures/`, found from this source file's own path.
public enum Fixture {
    /// The names of the arrays under `data/npy` that hold 0, 20, …, 100 in shape [2, 3], one of each element type.
    public static let npyKinds =
        ["f2", "f4", "f8", "i2", "i4", "i8", "u2", "u4", "u8"].flatMap { ["\($0)-little", "\($0)-big"] }
        + ["i1", "u1", "fortran", "version2", "version3"]

    /// A fixture that is not what its reader takes.
    public enum Failure: Error { case unreadable(String) }

    /// Where the fixture `path`, relative to `fixtures/`, lies.
    public static func url(_ path: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("fixtures").appendingPathComponent(path)
    }

    /// A JSON object's fields.
    public static func json(_ path: String) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: url(path)))
        guard let fields = object as? [String: Any] else { throw Failure.unreadable(path) }
        return fields
    }

    /// A two-dimensional little-endian float32 array in C order: all that the fixtures hold, and no general reader.
    public static func matrix(_ path: String) throws -> Matrix<Float> {
        let data = try Data(contentsOf: url(path))
        guard data.count > 10, data[6] == 1 else { throw Failure.unreadable(path) }
        let start = 10 + Int(data[8]) + Int(data[9]) << 8
        let header = String(decoding: data[10..<start], as: UTF8.self)
        guard header.contains("'<f4'"), header.contains("'fortran_order': False"),
            let opening = header.lastIndex(of: "("), let closing = header.lastIndex(of: ")")
        else { throw Failure.unreadable(path) }
        let shape = header[opening..<closing].split { !$0.isNumber }.compactMap { Int($0) }
        guard shape.count == 2, data.count == start + 4 * shape[0] * shape[1] else { throw Failure.unreadable(path) }
        let scalars = (0..<shape[0] * shape[1]).map { index in
            let offset = start + 4 * index
            let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(data[offset + $1]) << (8 * $1) }
            return Float(bitPattern: bits)
        }
        return Matrix(rows: shape[0], columns: shape[1], scalars: scalars)
    }
}
