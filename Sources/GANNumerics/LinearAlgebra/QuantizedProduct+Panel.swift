import CKernels

extension QuantizedProduct {
    /// Rows rounded to integers, in the order in which a product reads them.
    ///
    /// Holds 2 bytes an element for the rows of one tile; its memory is reused from tile to tile and freed with it.
    public struct Panel: ~Copyable {
        /// Which factor of a product the rows are.
        public let side: Side
        /// How many rows fit.
        public let capacity: Int
        /// The columns of a row.
        public let width: Int
        /// The rows packed last.
        public private(set) var rows = 0
        /// The largest norm ‖a‖ among them.
        public private(set) var largestNorm = 0.0
        /// The largest `error` among them.
        public private(set) var largestError = 0.0

        private let packedWidth: Int
        let elements: UnsafeMutablePointer<Int16>
        let scales: UnsafeMutablePointer<Float>
        private let errors: UnsafeMutablePointer<Double>

        // A multiple of both sides' groups; a row is read twice, the second time from the cache.
        private static let piece = 48

        /// An empty panel for up to `capacity` rows of `width` columns.
        public init(side: Side, capacity: Int, width: Int) {
            precondition(capacity >= 0 && width >= 0 && width <= largestWidth, "panel of [\(capacity), \(width)]")
            self.side = side
            self.capacity = capacity
            self.width = width
            let group = side == .left ? GANEVAL_INT16_LEFT_GROUP : GANEVAL_INT16_RIGHT_GROUP
            let columns = GANEVAL_INT16_COLUMN_GROUP
            packedWidth = (width + columns - 1) / columns * columns
            let count = (capacity + group - 1) / group * group * packedWidth
            elements = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * 2, alignment: 64)
                .bindMemory(to: Int16.self, capacity: count)
            scales = .allocate(capacity: capacity)
            errors = .allocate(capacity: capacity)
        }

        deinit {
            // Raw, as it was allocated with an alignment.
            UnsafeMutableRawPointer(elements).deallocate()
            scales.deallocate()
            errors.deallocate()
        }

        /// ‖a − â‖ cannot exceed it for packed row `row`.
        public func error(_ row: Int) -> Double {
            precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
            return errors[row]
        }

        /// Packs `count` finite rows at `source`, `[count, width]`, in place of what was packed before.
        ///
        /// - Parameters:
        ///   - source: row-major and packed.
        ///   - centre: the common centre c, of `width` values; none means 0. Both panels of a product must have the same.
        ///   - squaredNorms: ‖x − c‖² of each row, summed in float64.
        public mutating func pack(
            _ source: UnsafePointer<Float>, count: Int, centre: UnsafePointer<Float>? = nil,
            squaredNorms: UnsafePointer<Double>
        ) {
            precondition(QuantizedProduct.isAvailable, "the processor lacks AVX2")
            precondition(count >= 0 && count <= capacity, "\(count) rows in a panel of \(capacity)")
            rows = count
            (largestNorm, largestError) = (0, 0)
            withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * Self.piece) { buffer in
                guard let inverses = buffer.baseAddress else { return }
                // Holds the largest components first, then what rounding took off.
                let measures = inverses + Self.piece
                for start in stride(from: 0, to: count, by: Self.piece) {
                    let height = min(Self.piece, count - start)
                    let (base, target) = (source + start * width, elements + start * packedWidth)
                    ganeval_int16_largest(base, height, width, centre, measures)
                    for row in 0..<height {
                        let norm = squaredNorms[start + row].squareRoot()
                        let scale = Self.scale(norm: norm, largest: Double(measures[row]), width: width)
                        scales[start + row] = scale
                        inverses[row] = Float(1 / Double(scale))
                    }
                    switch side {
                    case .left: ganeval_int16_pack_left(base, height, width, centre, inverses, target, measures)
                    case .right: ganeval_int16_pack_right(base, height, width, centre, inverses, target, measures)
                    }
                    for row in 0..<height {
                        let norm = squaredNorms[start + row].squareRoot()
                        let error = Self.error(
                            norm: norm, scale: Double(scales[start + row]), residual: Double(measures[row]),
                            width: width)
                        errors[start + row] = error
                        largestNorm = max(largestNorm, norm)
                        largestError = max(largestError, error)
                    }
                }
            }
        }

        /// The least scale under which no sum of a product overflows (see `QuantizedProduct`).
        static func scale(norm: Double, largest: Double, width: Int) -> Float {
            let margin = 1 + 0x1p-20
            let root = Double(width).squareRoot()
            let least = max(norm * margin / (46340 - root / 2), largest * margin / 32767)
            // Float64's own rounding, of the norm too, is far within the margin. The limits keep scales and inverses in
            // float32's normal range: the lower one for rows near or at 0, the upper one only changes rows that are too
            // large for any bound.
            return Float(min(max(least, 0x1p-120), 0x1p100)).nextUp
        }

        /// What ‖a − â‖ cannot exceed: s·‖v − q‖ for the measured rounding, and 3u·‖a‖ for float32's in v itself.
        ///
        /// `residual` is Σ(v − q)² summed in float32. The differences are exact, squares are positive, and each of 8 sums
        /// has d / 8 terms, so the sum is relatively accurate to (d / 8 + 5)·2⁻²⁴. Below the normal range a square or a v
        /// can lose 2⁻¹²⁶. Infinite for rows beyond float32's range.
        static func error(norm: Double, scale: Double, residual: Double, width: Int) -> Double {
            let count = Double(width)
            let square = residual * (1 + (count / 8 + 8) * 0x1p-23) + count * 0x1p-120
            guard square.isFinite else { return .infinity }
            return 1.001 * (scale * square.squareRoot() + 3 * 0x1p-24 * norm)
        }
    }
}
