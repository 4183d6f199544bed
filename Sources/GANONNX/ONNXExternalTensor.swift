import GANFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A tensor whose data are in a file beside the model.
struct ONNXExternalTensor {
    let tensor: String
    /// The file's path relative to the model's folder, as the model has it.
    let location: String
    let offset: UInt64
    /// The number of bytes, nil for all to the file's end.
    let length: UInt64?

    /// Reads the entries that describe the place; `bytes` is what the tensor's type and shape need.
    init(
        tensor: String, entries: [(key: String, value: String)], bytes: Int?, path: String
    ) throws(ONNXError) {
        var values: [String: String] = [:]
        for (key, value) in entries {
            guard values.updateValue(value, forKey: key) == nil else {
                throw .externalMalformed(path: path, tensor: tensor, key: key, value: "\(value)\", a second time")
            }
        }
        func number(_ key: String) throws(ONNXError) -> UInt64? {
            guard let text = values[key] else { return nil }
            guard let value = UInt64(text), value <= UInt64(Int64.max) else {
                throw .externalMalformed(path: path, tensor: tensor, key: key, value: text)
            }
            return value
        }
        self.tensor = tensor
        location = values["location"] ?? ""
        offset = try number("offset") ?? 0
        let stated = try number("length")
        if let stated, let bytes, stated != UInt64(bytes) {
            throw .externalMalformed(path: path, tensor: tensor, key: "length", value: "\(stated), not \(bytes)")
        }
        length = stated ?? bytes.map(UInt64.init)
        if let problem = Self.problem(with: location) {
            throw .externalOutside(path: path, tensor: tensor, location: location, problem: problem)
        }
    }

    /// What is wrong with a location, whatever is on the disk.
    private static func problem(with location: String) -> String? {
        if location.isEmpty { return "names no file" }
        if location.hasPrefix("/") { return "is an absolute path" }
        if location.utf8.contains(0) || location.utf8.count > 4096 { return "is no file name" }
        if location.split(separator: "/").contains("..") { return "leaves the model's folder" }
        // ONNX Runtime takes a name of this form for an address in its own memory.
        if location.contains("_ORT_MEM_ADDR_") { return "is no file but an address in memory" }
        return nil
    }
}

/// A file beside a model that holds data of some of its tensors.
public struct ONNXExternalFile: Sendable, Equatable {
    /// Its path relative to the model's folder, as the model has it.
    public let location: String
    /// Its real path, links followed; it lies inside the model's folder.
    public let path: String
    /// Its size in bytes.
    public let size: Int
}

extension ONNXExternalFile {
    /// More files than any exporter makes.
    static let limit = 1 << 14

    /// Finds and checks the files of `tensors`; sorted by location.
    static func files(of tensors: [ONNXExternalTensor], model path: String) throws(ONNXError) -> [ONNXExternalFile] {
        var files: [String: ONNXExternalFile] = [:]
        for place in tensors {
            let file: ONNXExternalFile
            if let known = files[place.location] {
                file = known
            } else {
                guard files.count < limit else { throw .tooMany(path: path, what: "data files", limit: limit) }
                file = try find(place, model: path)
                files[place.location] = file
            }
            let (end, overflow) = place.offset.addingReportingOverflow(place.length ?? 0)
            guard !overflow, end <= UInt64(file.size) else {
                throw .externalBeyondFile(
                    path: path, tensor: place.tensor, location: place.location, end: overflow ? .max : end,
                    available: file.size)
            }
        }
        return files.values.sorted { $0.location.utf8.lexicographicallyPrecedes($1.location.utf8) }
    }

    private static func find(_ place: ONNXExternalTensor, model path: String) throws(ONNXError) -> ONNXExternalFile {
        let folder = path.lastIndex(of: "/").map { path[..<$0] + "/" } ?? "./"
        let full = folder + place.location
        guard let root = resolved(String(folder)), let real = resolved(String(full)) else {
            throw .externalUnreadable(
                path: path, tensor: place.tensor, location: place.location, reason: "no such file")
        }
        guard real.hasPrefix(root == "/" ? "/" : root + "/") else {
            throw .externalOutside(
                path: path, tensor: place.tensor, location: place.location,
                problem: "is a link out of the model's folder")
        }
        do throws(FileError) {
            let file = try RandomAccessFile(path: real)
            return ONNXExternalFile(location: place.location, path: real, size: file.size)
        } catch {
            throw .externalUnreadable(
                path: path, tensor: place.tensor, location: place.location, reason: error.reason)
        }
    }

    /// The path with every link followed, nil when it leads nowhere.
    private static func resolved(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }
}
