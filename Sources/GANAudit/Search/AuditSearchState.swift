import GANNumerics

/// How far a search has come: everything that is needed to go on with it later.
///
/// It holds what blocks of rows have given so far, never the rows. Two states of the same search over different blocks could
/// be merged, table by table.
public struct AuditSearchState: Sendable, Equatable {
    /// Names the samples, the data and the options that the search is of.
    public let fingerprint: String
    /// How many blocks are done, of training rows first, then of held-out rows.
    public internal(set) var blocksDone = 0
    /// For each channel the nearest rows of samples and, after them, of reference rows.
    var training: [TransformedTable]
    var heldOut: [TransformedTable]
    /// The nearest training rows of the held-out rows that test the split.
    var exchangeability: TransformedTable
    /// The distance of each row to its nearest sample; infinite for rows that don't compete or were not reached.
    var trainingToSamples: [Double]
    var heldOutToSamples: [Double]

    init(
        fingerprint: String, channels: Int, queries: Int, exchangeability: Int, trainingRows: Int, heldOutRows: Int
    ) {
        self.fingerprint = fingerprint
        let empty = TransformedTable(queries: queries, count: AuditOptions.neighbours)
        training = [TransformedTable](repeating: empty, count: channels)
        heldOut = training
        self.exchangeability = TransformedTable(queries: exchangeability, count: AuditOptions.neighbours)
        trainingToSamples = [Double](repeating: .infinity, count: trainingRows)
        heldOutToSamples = [Double](repeating: .infinity, count: heldOutRows)
    }

    private static let magic: [UInt8] = Array("ganeval audit 1\n".utf8)

    /// The state as bytes; `init(bytes:like:)` reads them.
    public func bytes() -> [UInt8] {
        var bytes = Self.magic
        bytes.append(contentsOf: fingerprint.utf8)
        Self.append([Int64(blocksDone)], to: &bytes)
        for table in training + heldOut + [exchangeability] {
            Self.append(table.indices, to: &bytes)
            Self.append(table.distances, to: &bytes)
            Self.append(table.views, to: &bytes)
            Self.append(table.bounds, to: &bytes)
        }
        Self.append(trainingToSamples, to: &bytes)
        Self.append(heldOutToSamples, to: &bytes)
        return bytes
    }

    /// Reads what `bytes()` gave; `fresh` is the empty state of the same search, whose sizes the bytes must have.
    public init(bytes: [UInt8], like fresh: AuditSearchState) throws(AuditError) {
        self = fresh
        guard bytes.starts(with: Self.magic) else { throw .damagedState(reason: "it is no saved audit") }
        var place = Self.magic.count
        let name = Array(fresh.fingerprint.utf8)
        guard bytes.count >= place + name.count, Array(bytes[place..<place + name.count]) == name else {
            throw .otherAudit(fact: "it is of other samples, data or options")
        }
        place += name.count
        var expected = place + 8 + 8 * (trainingToSamples.count + heldOutToSamples.count)
        for table in training + heldOut + [exchangeability] {
            expected += 16 * table.indices.count + 8 * table.bounds.count
        }
        guard bytes.count == expected else {
            throw .damagedState(reason: "it has \(bytes.count) bytes instead of \(expected)")
        }
        var done: [Int64] = [0]
        Self.read(&done, bytes, &place)
        guard let blocks = done.first.flatMap({ Int(exactly: $0) }), blocks >= 0 else {
            throw .damagedState(reason: "it counts a negative number of blocks")
        }
        blocksDone = blocks
        func read(_ table: inout TransformedTable) {
            Self.read(&table.indices, bytes, &place)
            Self.read(&table.distances, bytes, &place)
            Self.read(&table.views, bytes, &place)
            Self.read(&table.bounds, bytes, &place)
        }
        for index in training.indices { read(&training[index]) }
        for index in heldOut.indices { read(&heldOut[index]) }
        read(&exchangeability)
        Self.read(&trainingToSamples, bytes, &place)
        Self.read(&heldOutToSamples, bytes, &place)
    }

    private static func append<Value>(_ values: [Value], to bytes: inout [UInt8]) {
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    private static func read<Value>(_ values: inout [Value], _ bytes: [UInt8], _ place: inout Int) {
        values.withUnsafeMutableBytes { target in
            bytes.withUnsafeBytes { source in
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[place..<place + target.count]))
            }
            place += target.count
        }
    }
}
