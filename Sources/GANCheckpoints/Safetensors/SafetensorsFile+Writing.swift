import GANFiles
public import GANNumerics

extension SafetensorsFile {
    /// Writes tensors and texts to `path`, atomically; equal content gives equal bytes.
    ///
    /// Tensors lie in the order of falling element size, then of their names' bytes, so that each is aligned; metadata
    /// come first, sorted; spaces fill the header up to a multiple of 8. Throws `file` when it cannot be written, `reservedName`
    /// for a tensor called "__metadata__", and `headerTooLarge`.
    public static func write(
        tensors: [String: WeightTensor], metadata: [String: String] = [:], to path: String
    ) throws(CheckpointError) {
        let ordered = tensors.sorted { first, second in
            if first.value.type.size != second.value.type.size { return first.value.type.size > second.value.type.size }
            return precedes(first.key, second.key)
        }
        let header = try header(of: ordered, metadata: metadata, path: path)
        do throws(FileError) {
            try AtomicFile.write(to: path) { (writer: inout FileWriter) throws(FileError) in
                try writer.append([UInt64(header.count).littleEndian])
                try writer.append(header)
                for (_, tensor) in ordered { try writer.append(tensor.bytes) }
            }
        } catch {
            throw .file(error)
        }
    }

    /// Writes float32 tensors to `path`; see the form for weight tensors.
    public static func write(
        tensors: [String: Tensor], metadata: [String: String] = [:], to path: String
    ) throws(CheckpointError) {
        try write(tensors: tensors.mapValues { WeightTensor($0) }, metadata: metadata, to: path)
    }

    private static func header(
        of ordered: [(key: String, value: WeightTensor)], metadata: [String: String], path: String
    ) throws(CheckpointError) -> [UInt8] {
        var members: [String] = []
        if !metadata.isEmpty {
            let texts = metadata.sorted { precedes($0.key, $1.key) }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            members.append("\(quoted(SafetensorsHeader.metadataName)):{\(texts.joined(separator: ","))}")
        }
        var offset = 0
        for (name, tensor) in ordered {
            if name == SafetensorsHeader.metadataName { throw .reservedName(path: path, name: name) }
            let end = offset + tensor.bytes.count
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            members.append(
                "\(quoted(name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var header = Array("{\(members.joined(separator: ","))}".utf8)
        while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
        guard header.count <= headerLimit else {
            throw .headerTooLarge(path: path, bytes: UInt64(header.count), limit: headerLimit)
        }
        return header
    }

    /// A JSON string literal.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{00}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
