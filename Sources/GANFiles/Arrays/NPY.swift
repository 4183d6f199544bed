public import GANNumerics

/// Reads and writes NumPy's `.npy` format (NEP 1), versions 1.0, 2.0 and 3.0; never any pickled object.
public enum NPY {
    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// Real headers have about a hundred bytes; structured ones, which are refused, may have thousands.
    private static let greatestHeader = 1 << 16

    /// Reads a whole array.
    public static func read(_ path: String) throws(ContentError) -> NPYArray {
        let file: RandomAccessFile
        do throws(FileError) { file = try RandomAccessFile(path: path) } catch { throw .file(error) }
        return try decode(file.read(at: 0, count: file.size, what: "the file"), path: path)
    }

    /// The array in the bytes of a `.npy` file; `path` names it in errors.
    public static func decode(_ bytes: [UInt8], path: String) throws(ContentError) -> NPYArray {
        try decode(bytes[...], path: path)
    }

    /// The array in a slice of a larger file, which it shares.
    package static func decode(_ bytes: ArraySlice<UInt8>, path: String) throws(ContentError) -> NPYArray {
        let prefix = Array(bytes.prefix(greatestPrefix))
        let (header, start) = try header(prefix: prefix, total: bytes.count, path: path)
        return NPYArray(
            shape: header.shape, elementType: header.elementType, bigEndian: header.bigEndian,
            fortranOrder: header.fortranOrder, file: bytes, offset: start)
    }

    /// How many bytes of a file hold its header in any case.
    package static let greatestPrefix = 12 + greatestHeader

    /// The header in the first bytes of a file of `total` bytes, and where the elements start; they are all there and
    /// nothing follows them.
    ///
    /// `prefix` holds the whole file or at least `greatestPrefix` bytes of it.
    package static func header(
        prefix bytes: [UInt8], total: Int, path: String
    ) throws(ContentError) -> (header: NPYHeader, start: Int) {
        guard bytes.starts(with: magic) else { throw .notNPY(path: path) }
        guard bytes.count >= 12 else {
            throw .tooShort(path: path, what: "the .npy header", needed: 12, found: bytes.count)
        }
        guard 1...3 ~= bytes[6] else {
            throw .malformedNPYHeader(path: path, reason: "version \(bytes[6]).\(bytes[7])")
        }
        let start = bytes[6] == 1 ? 10 : 12
        let length = bytes[6] == 1 ? Int(bytes.littleEndian16(8)) : Int(bytes.littleEndian32(8))
        guard length <= greatestHeader else {
            throw .declaredSizeOverLimit(path: path, what: "a header of \(length) bytes", limit: greatestHeader)
        }
        guard start + length <= bytes.count else {
            throw .tooShort(path: path, what: "the .npy header", needed: start + length, found: bytes.count)
        }
        let header = try NPYHeader(bytes[start..<start + length], path: path)
        guard let size = Int.product(header.shape + [header.elementType.width]) else {
            throw .declaredSizeOverLimit(path: path, what: "shape \(header.shape)", limit: .max)
        }
        let found = total - start - length
        if found < size { throw .tooShort(path: path, what: "the array", needed: size, found: found) }
        if found > size { throw .tooLong(path: path, what: "the array", expected: size, found: found) }
        return (header, start + length)
    }

    /// Where the pickle of an array of Python objects begins, nil for any other array; only a reader that runs nothing may go on there.
    package static func pickleStart(in bytes: [UInt8]) -> Int? {
        guard bytes.starts(with: magic), bytes.count >= 12, 1...3 ~= bytes[6] else { return nil }
        let start = bytes[6] == 1 ? 10 : 12
        let length = bytes[6] == 1 ? Int(bytes.littleEndian16(8)) : Int(bytes.littleEndian32(8))
        guard length <= greatestHeader, start + length < bytes.count else { return nil }
        let header = String(decoding: bytes[start..<start + length], as: UTF8.self)
        return header.contains("'descr': '|O'") ? start + length : nil
    }

    /// Writes float32 values in C order, atomically; see `AtomicFile`.
    public static func write(_ scalars: [Float], shape: [Int], to path: String) throws(ContentError) {
        precondition(scalars.count == shape.reduce(1, *), "\(scalars.count) scalars for shape \(shape)")
        let body = scalars.withUnsafeBytes { Array($0) }
        try write([header(type: "<f4", shape: shape), body], to: path)
    }

    /// Writes a matrix as float32 `[rows, columns]`.
    public static func write(_ matrix: Matrix<Float>, to path: String) throws(ContentError) {
        try write(matrix.scalars, shape: [matrix.rows, matrix.columns], to: path)
    }

    /// Writes bytes as uint8 in C order, atomically.
    public static func write(bytes: [UInt8], shape: [Int], to path: String) throws(ContentError) {
        precondition(bytes.count == shape.reduce(1, *), "\(bytes.count) bytes for shape \(shape)")
        try write([header(type: "|u1", shape: shape), bytes], to: path)
    }

    /// A whole array as `numpy.save` writes one; `type` is NumPy's word for little-endian elements, "<f4", of which `elements` are the bytes.
    package static func bytes(type: String, shape: [Int], elements: ArraySlice<UInt8>) -> [UInt8] {
        header(type: type, shape: shape) + elements
    }

    private static func write(_ parts: [[UInt8]], to path: String) throws(ContentError) {
        do throws(FileError) { try AtomicFile.write(parts: parts, to: path) } catch { throw .file(error) }
    }

    /// A version 1.0 header, padded with spaces so that the data start at a multiple of 64 bytes.
    private static func header(type: String, shape: [Int]) -> [UInt8] {
        let tuple = shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
        var text = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': \(tuple), }".utf8)
        while (10 + text.count + 1) % 64 != 0 { text.append(0x20) }
        text.append(0x0a)
        return magic + [1, 0, UInt8(text.count & 255), UInt8(text.count >> 8)] + text
    }
}
