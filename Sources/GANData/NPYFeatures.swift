import CZlib
import GANNumerics

/// Reads a two-dimensional `.npy` array as float32 features, piece by piece.
///
/// Beside the matrix it holds a few megabytes, whatever the array's size: unlike `NPY.read`, which keeps the file's bytes.
struct NPYFeatures {
    let matrix: Matrix<Float>
    let elementType: NPYElementType

    /// How many bytes are converted at a time; a multiple of every element's width.
    private static let pieceBytes = 1 << 20

    /// The shape that the array's header declares.
    static func shape(of region: ByteRegion) throws(DataError) -> [Int] { try header(of: region).header.shape }

    /// The rows of an array `[n, d]`, neither of them 0; integers and wider floats are rounded to float32.
    ///
    /// Throws for any other shape, for a NaN or infinity and for a number that float32 cannot hold.
    init(_ region: ByteRegion) throws(DataError) {
        let (header, start) = try Self.header(of: region)
        guard header.shape.count == 2, !header.shape.contains(0) else {
            throw .notFeatures(path: region.path, shape: header.shape)
        }
        let (rows, columns) = (header.shape[0], header.shape[1])
        var failure: DataError?
        // A throwing closure would forget the error's type.
        matrix = Matrix(rows: rows, columns: columns) { target in
            do throws(DataError) {
                try Self.fill(target, from: region, header: header, start: start)
            } catch { failure = error }
        }
        if let failure { throw failure }
        elementType = header.elementType
    }

    private static func header(of region: ByteRegion) throws(DataError) -> (header: NPYHeader, start: Int) {
        let prefix = try region.bytes(0..<min(region.count, NPY.greatestPrefix))
        return try NPY.header(prefix: prefix, total: region.count, path: region.path)
    }

    private static func fill(
        _ target: UnsafeMutableBufferPointer<Float>, from region: ByteRegion, header: NPYHeader, start: Int
    ) throws(DataError) {
        let (rows, columns) = (header.shape[0], header.shape[1])
        // The same place in rows of columns, for the element at a place in the file.
        func place(_ index: Int) -> (row: Int, column: Int) {
            header.fortranOrder ? (index % rows, index / rows) : (index / columns, index % columns)
        }
        var checksum = try crc(of: region.bytes(0..<start), after: 0)
        var index = 0
        for offset in stride(from: start, to: region.count, by: pieceBytes) {
            let bytes = try region.bytes(offset..<min(region.count, offset + pieceBytes))
            if region.checksum != nil { checksum = crc(of: bytes, after: checksum) }
            let piece = NPYArray(
                shape: [bytes.count / header.elementType.width], elementType: header.elementType,
                bigEndian: header.bigEndian, fortranOrder: false, file: bytes[...], offset: 0)
            let floats = piece.floats()
            if let bad = Matrix(rows: 1, columns: floats.count, scalars: floats).firstNonFinite?.column {
                let (row, column) = place(index + bad)
                let value = piece.doubles()[bad]
                throw value.isFinite
                    ? .exceedsFloat32(path: region.path, row: row, column: column, value: "\(value)")
                    : .nonFiniteValue(path: region.path, row: row, column: column, value: "\(value)")
            }
            if header.fortranOrder {
                for (step, value) in floats.enumerated() {
                    let (row, column) = place(index + step)
                    target[row * columns + column] = value
                }
            } else {
                _ = UnsafeMutableBufferPointer(rebasing: target[index..<index + floats.count]).update(from: floats)
            }
            index += floats.count
        }
        if let expected = region.checksum, expected != checksum { throw .checksumMismatch(path: region.path) }
    }

    private static func crc(of bytes: [UInt8], after previous: UInt32) -> UInt32 {
        bytes.withUnsafeBufferPointer {
            UInt32(truncatingIfNeeded: crc32_z(UInt(previous), $0.baseAddress, $0.count))
        }
    }
}
