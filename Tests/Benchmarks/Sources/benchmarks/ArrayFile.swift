import Foundation
import GANNumerics

/// Writes a float32 matrix as a NumPy array file, format 1.0.
func writeArray(_ matrix: Matrix<Float>, to file: URL) throws {
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(matrix.rows), \(matrix.columns)), }"
    // Magic, version and length take 10 bytes; the header ends at a multiple of 64 with a line feed.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    var data = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0])
    data.append(contentsOf: [UInt8(header.utf8.count & 0xff), UInt8(header.utf8.count >> 8)])
    data.append(Data(header.utf8))
    matrix.scalars.withUnsafeBytes { data.append(contentsOf: $0) }
    try data.write(to: file, options: .atomic)
}

/// Reads a float32 matrix that `writeArray` or NumPy wrote in row order, format 1.0.
func readArray(_ file: URL) throws -> Matrix<Float> {
    let data = try Data(contentsOf: file)
    guard data.count > 10, data.starts(with: [0x93] + Array("NUMPY".utf8) + [1]) else {
        throw BenchmarkError(message: "\(file.path): expected a NumPy array, format 1.0.")
    }
    let start = 10 + Int(data[8]) + Int(data[9]) << 8
    let header = String(decoding: data[10..<min(start, data.count)], as: UTF8.self)
    guard header.contains("'<f4'"), header.contains("False"),
        let shape = header.firstMatch(of: /\((\d+), (\d+)\)/), let rows = Int(shape.1), let columns = Int(shape.2),
        rows < 1 << 24, columns < 1 << 24, data.count == start + 4 * rows * columns
    else { throw BenchmarkError(message: "\(file.path): expected a float32 matrix in row order.") }
    return Matrix(rows: rows, columns: columns) { target in
        data.withUnsafeBytes {
            UnsafeMutableRawBufferPointer(target).copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start...]))
        }
    }
}
