import GANFiles
import GANNumerics

/// The elements of a `.npy` array, in a file or in memory, that are read piece by piece: unlike `NPY.read`, which holds them all.
struct NPYStream {
    let shape: [Int]
    let elementType: NPYElementType
    private let region: ByteRegion
    private let bigEndian: Bool
    private let fortranOrder: Bool
    /// Where the elements start in the region.
    private let start: Int

    /// About how many bytes `forEachPiece` reads at a time; a multiple of every element's width.
    private static let pieceBytes = 1 << 20

    /// Reads the header; the elements that it declares are all there.
    init(_ region: ByteRegion) throws(DataError) {
        let prefix = try DataError.reading(try region.bytes(0..<min(region.count, NPY.greatestPrefix)))
        let (header, start): (NPYHeader, Int)
        do throws(ContentError) {
            (header, start) = try NPY.header(prefix: prefix, total: region.count, path: region.path)
        } catch {
            // Damage explains a strange header better than the header does.
            try DataError.reading(try region.verify())
            throw DataError(error)
        }
        self.region = region
        self.start = start
        shape = header.shape
        elementType = header.elementType
        bigEndian = header.bigEndian
        fortranOrder = header.fortranOrder
    }

    /// How errors call the array.
    var path: String { region.path }
    var count: Int { shape.reduce(1, *) }
    /// Bytes of the array that are held in memory.
    var residentBytes: Int { region.residentBytes }

    /// Whether somebody wrote down the checksum of its bytes.
    var hasChecksum: Bool { region.checksum != nil }

    /// Whether the last index runs fastest.
    var isInCOrder: Bool { !fortranOrder || shape.count < 2 }

    /// The values of rows along the first axis as float32, each row's in C order, whatever the file's.
    func floats(rows: Range<Int>) throws(DataError) -> [Float] {
        let (count, width) = (shape.first ?? 0, rowWidth)
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows \(rows) of \(count)")
        if isInCOrder { return try elements(rows.lowerBound * width..<rows.upperBound * width).floats() }
        // The rows of one column lie side by side; columns are counted with the second axis running fastest.
        var values = [Float](repeating: 0, count: rows.count * width)
        for place in 0..<width {
            let start = place * count
            let column = columnInCOrder(place)
            for (row, value) in try elements(start + rows.lowerBound..<start + rows.upperBound).floats().enumerated() {
                values[row * width + column] = value
            }
        }
        return values
    }

    /// The number of values along all axes but the first.
    private var rowWidth: Int { shape.dropFirst().reduce(1, *) }

    private func columnInCOrder(_ place: Int) -> Int {
        var (rest, column) = (place, 0)
        var stride = rowWidth
        for size in shape.dropFirst() {
            stride /= size
            column += rest % size * stride
            rest /= size
        }
        return column
    }

    /// The elements in `range`, in the file's order.
    func elements(_ range: Range<Int>) throws(DataError) -> NPYArray {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "elements \(range) of \(count)")
        let width = elementType.width
        let place = start + range.lowerBound * width..<start + range.upperBound * width
        return piece(try DataError.reading(try region.bytes(place)))
    }

    /// Calls `body` with all elements in the file's order, about a megabyte at a time, and the place of the first one.
    ///
    /// Throws what `body` throws; but where the bytes are not those that the checksum was written down for, it says that.
    func forEachPiece(_ body: (_ first: Int, _ elements: NPYArray) throws(DataError) -> Void) throws(DataError) {
        var checksum: UInt32 = 0
        if hasChecksum {
            checksum = ByteRegion.checksum(of: try DataError.reading(try region.bytes(0..<start)), after: 0)
        }
        for offset in stride(from: start, to: region.count, by: Self.pieceBytes) {
            let range = offset..<min(region.count, offset + Self.pieceBytes)
            let bytes = try DataError.reading(try region.bytes(range))
            if hasChecksum { checksum = ByteRegion.checksum(of: bytes, after: checksum) }
            do throws(DataError) {
                try body((offset - start) / elementType.width, piece(bytes))
            } catch {
                try verify()
                throw error
            }
        }
        if let expected = region.checksum, expected != checksum { throw .content(.checksumMismatch(path: path)) }
    }

    /// Reads all bytes where they have a checksum, and throws when they are not those that it was written down for.
    func verify() throws(DataError) { try DataError.reading(try region.verify()) }

    /// A piece's elements as float32; throws for NaN, infinity and numbers that float32 can't hold.
    ///
    /// Rows are counted along the first axis, columns over all others.
    func finiteFloats(_ elements: NPYArray, first: Int) throws(DataError) -> [Float] {
        let floats = elements.floats()
        guard let bad = Matrix(rows: 1, columns: floats.count, scalars: floats).firstNonFinite?.column else {
            return floats
        }
        let (row, column) = place(of: first + bad)
        let value = elements.doubles()[bad]
        throw value.isFinite
            ? .exceedsFloat32(path: path, row: row, column: column, value: "\(value)")
            : .nonFiniteValue(path: path, row: row, column: column, value: "\(value)")
    }

    /// The row and column of an element by its place in the file.
    func place(of index: Int) -> (row: Int, column: Int) {
        let rows = max(1, shape.first ?? 1)
        let columns = max(1, count / rows)
        return isInCOrder ? (index / columns, index % columns) : (index % rows, index / rows)
    }

    /// The bytes of some elements as an array of one axis.
    private func piece(_ bytes: [UInt8]) -> NPYArray {
        NPYArray(
            shape: [bytes.count / elementType.width], elementType: elementType, bigEndian: bigEndian,
            fortranOrder: false, file: bytes[...], offset: 0)
    }
}
