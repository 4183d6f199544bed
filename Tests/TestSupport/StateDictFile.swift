import Foundation

/// Files of weights that tests make from others.
public enum StateDictFile {
    /// Writes a safetensors file as a moving average of PyTorch keeps it: names begin with `prefix`, beside a counter
    /// `n_averaged`, which readers leave out and say so.
    public static func averaged(_ path: String, to other: String, prefix: String = "module.") throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let size = bytes.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        let body = bytes.dropFirst(8 + size)
        let parsed = try JSONSerialization.jsonObject(with: bytes.dropFirst(8).prefix(size))
        var header: [String: Any] = [:]
        for (name, value) in parsed as? [String: Any] ?? [:] where name != "__metadata__" {
            header[prefix + name] = value
        }
        header["n_averaged"] = ["dtype": "I64", "shape": [Int](), "data_offsets": [body.count, body.count + 8]]
        let written = try JSONSerialization.data(withJSONObject: header, options: .sortedKeys)
        let length = Data((0..<8).map { UInt8(truncatingIfNeeded: written.count >> (8 * $0)) })
        try (length + written + body + Data([3, 0, 0, 0, 0, 0, 0, 0])).write(to: URL(fileURLWithPath: other))
    }
}
