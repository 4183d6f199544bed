import GANData
import GANNumerics

/// The rows of training and held-out data that compete, after exact duplicates are found; and those drawn to calibrate.
///
/// Of rows that are equal within one set, the first competes. A held-out row that is also a training row takes no part at
/// all, and wins of that training row prove nothing.
struct AuditPool: Sendable {
    /// Whether each row competes.
    private(set) var trainingKept: [Bool]
    private(set) var heldOutKept: [Bool]
    /// How many times more each training row occurs in the training set, where it does.
    private(set) var trainingRepeats: [Int: Int] = [:]
    /// Held-out rows that repeat another held-out row.
    private(set) var heldOutRepeats = 0
    /// Rows of both sets that are equal to another row, plainly or, for images, mirrored.
    private(set) var twins = 0
    /// Held-out rows that are equal to a training row, and that row.
    private(set) var overlap: [(heldOut: Int, training: Int)] = []
    /// Rows drawn from both sets without regard to which they are from.
    private(set) var reference: [Member] = []
    /// Their values, until they are taken.
    private var referenceRows = Matrix<Float>(rows: 0, columns: 0)
    /// Held-out rows that test the split, in random order.
    private(set) var exchangeability: [Int] = []
    private(set) var exchangeabilityRows = Matrix<Float>(rows: 0, columns: 0)

    struct Member: Sendable, Equatable {
        let isTraining: Bool
        let row: Int
    }

    /// All rows, whether they compete or not.
    var rows: Int { trainingKept.count + heldOutKept.count }
    var trainingCount: Int { trainingKept.count { $0 } }
    var heldOutCount: Int { heldOutKept.count { $0 } }
    /// Training rows that held-out data have too.
    var ambiguous: Set<Int32> { Set(overlap.map { Int32($0.training) }) }

    /// Reads both sources once, in blocks.
    init(
        training: any SampleSource, heldOut: (any SampleSource)?, geometry: ImageShape?, options: AuditOptions,
        progress: @escaping @Sendable (Double) -> Void
    ) throws {
        trainingKept = [Bool](repeating: true, count: training.count)
        heldOutKept = [Bool](repeating: true, count: heldOut?.count ?? 0)
        let total = training.count + (heldOut?.count ?? 0)
        var generator = SeededGenerator(seed: options.seed).split("reference rows")
        let drawn = generator.sample(min(options.calibrationRows, total), below: total).sorted()
        generator = SeededGenerator(seed: options.seed).split("exchangeability rows")
        let heldOutTotal = heldOut?.count ?? 0
        let tested = generator.sample(min(options.exchangeabilityRows, heldOutTotal), below: heldOutTotal)
        let wanted = Set(drawn)
        let wantedHeldOut = Set(tested)

        var first: [RowDigest: Int] = [:]
        first.reserveCapacity(total)
        var kept: [Int: [Float]] = [:]
        var (mirrors, repeated): ([RowDigest], Set<RowDigest>) = ([], [])
        var repeats = 0
        for (source, isTraining) in [(training, true)] + (heldOut.map { [($0, false)] } ?? []) {
            let offset = isTraining ? 0 : training.count
            try Self.forEachBlock(of: source, bytes: options.blockBytes) { range, rows in
                if let place = rows.firstNonFinite {
                    throw AuditError.nonFinite(source: source.name, row: range.lowerBound + place.row)
                }
                if let geometry { mirrors += RowDigest.all(of: geometry.mirrored(rows)) }
                for (place, digest) in RowDigest.all(of: rows).enumerated() {
                    let row = range.lowerBound + place
                    if wanted.contains(offset + row) || (!isTraining && wantedHeldOut.contains(row)) {
                        kept[offset + row] = Array(rows.row(place))
                    }
                    guard let earlier = first[digest] else {
                        first[digest] = offset + row
                        continue
                    }
                    repeats += 1
                    repeated.insert(digest)
                    if isTraining {
                        trainingKept[row] = false
                        trainingRepeats[earlier, default: 0] += 1
                    } else {
                        heldOutKept[row] = false
                        if earlier < training.count {
                            overlap.append((row, earlier))
                        } else {
                            heldOutRepeats += 1
                        }
                    }
                }
                progress(Double(offset + range.upperBound) / Double(total))
            }
        }
        // Each repeat and each row that is repeated has a twin; a row that is its own mirror image has none by that.
        twins = repeats + repeated.count
        for (index, digest) in mirrors.enumerated() {
            if let other = first[digest], other != index, !repeated.contains(digest) { twins += 1 }
        }
        twins = min(twins, total)
        let columns = training.shape.size
        for index in drawn {
            let member = Member(
                isTraining: index < training.count, row: index < training.count ? index : index - training.count)
            if member.isTraining ? trainingKept[member.row] : heldOutKept[member.row] { reference.append(member) }
        }
        referenceRows = Self.gather(
            reference.map { $0.isTraining ? $0.row : training.count + $0.row }, kept, columns: columns)
        exchangeability = tested.filter { heldOutKept[$0] }
        exchangeabilityRows = Self.gather(exchangeability.map { training.count + $0 }, kept, columns: columns)
    }

    /// The rows in `reference`, of which the pool keeps no copy.
    mutating func takeReferenceRows() -> Matrix<Float> {
        let rows = referenceRows
        referenceRows = Matrix(rows: 0, columns: rows.columns)
        return rows
    }

    private static func gather(_ indices: [Int], _ rows: [Int: [Float]], columns: Int) -> Matrix<Float> {
        var scalars: [Float] = []
        scalars.reserveCapacity(indices.count * columns)
        for index in indices { scalars += rows[index] ?? [] }
        return Matrix(rows: indices.count, columns: columns, scalars: scalars)
    }

    /// The rows of a source in blocks of about so many bytes.
    static func blocks(of source: any SampleSource, bytes: Int) -> [Range<Int>] {
        let size = max(256, bytes / max(1, source.shape.size * MemoryLayout<Float>.stride))
        return stride(from: 0, to: source.count, by: size).map { $0..<min(source.count, $0 + size) }
    }

    private static func forEachBlock(
        of source: any SampleSource, bytes: Int, _ body: (Range<Int>, Matrix<Float>) throws -> Void
    ) throws {
        for range in blocks(of: source, bytes: bytes) { try body(range, source.read(rows: range)) }
    }
}

/// What a row holds, in 128 bits of its SHA-256: equal rows have equal digests.
struct RowDigest: Hashable, Sendable {
    let first: UInt64
    let second: UInt64

    init(_ values: ArraySlice<Float>) {
        var digest = ContentDigest()
        // Both zeros are one value.
        digest.update(values.map { $0 == 0 ? 0 : $0 })
        let text = digest.hexadecimal()
        first = UInt64(text.prefix(16), radix: 16) ?? 0
        second = UInt64(text.dropFirst(16).prefix(16), radix: 16) ?? 0
    }

    /// The digests of all rows.
    static func all(of rows: Matrix<Float>) -> [RowDigest] {
        [RowDigest](unsafeUninitializedCapacity: rows.rows) { target, initialized in
            nonisolated(unsafe) let pointer = target
            Parallel.forEachRange(of: rows.rows, size: 64) { range in
                for row in range {
                    pointer.baseAddress.map { ($0 + row).initialize(to: RowDigest(rows.row(row))) }
                }
            }
            initialized = rows.rows
        }
    }
}
