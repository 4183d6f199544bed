import GANFiles
import GANNumerics

/// Reads a two-dimensional `.npy` array as float32 features, piece by piece.
///
/// Beside the matrix it holds a few megabytes, whatever the array's size: unlike `NPY.read`, which keeps the file's bytes.
struct NPYFeatures {
    let matrix: Matrix<Float>
    let elementType: NPYElementType

    /// The shape that the array's header declares.
    static func shape(of region: ByteRegion) throws(DataError) -> [Int] { try NPYStream(region).shape }

    /// Whether an array is rows of features: `[n, d]`, or with axes of 1 behind them, as pooling leaves them.
    static func isMatrix(_ shape: [Int]) -> Bool { shape.count >= 2 && shape.dropFirst(2).allSatisfy { $0 == 1 } }

    /// The rows of an array `[n, d]` or `[n, d, 1, …]`, neither of them 0; integers and wider floats are rounded to float32.
    ///
    /// Throws for any other shape, for a NaN or infinity and for a number that float32 cannot hold.
    init(_ region: ByteRegion) throws(DataError) {
        let array = try NPYStream(region)
        guard Self.isMatrix(array.shape), !array.shape.contains(0) else {
            throw .notFeatures(path: region.path, shape: array.shape)
        }
        let (rows, columns) = (array.shape[0], array.shape[1])
        var failure: DataError?
        // A throwing closure would forget the error's type.
        matrix = Matrix(rows: rows, columns: columns) { target in
            do throws(DataError) {
                try array.forEachPiece { first, elements throws(DataError) in
                    let floats = try array.finiteFloats(elements, first: first)
                    if array.isInCOrder {
                        _ = UnsafeMutableBufferPointer(rebasing: target[first..<first + floats.count])
                            .update(from: floats)
                        return
                    }
                    for (step, value) in floats.enumerated() {
                        let (column, row) = (first + step).quotientAndRemainder(dividingBy: rows)
                        target[row * columns + column] = value
                    }
                }
            } catch { failure = error }
        }
        if let failure { throw failure }
        elementType = array.elementType
    }
}
