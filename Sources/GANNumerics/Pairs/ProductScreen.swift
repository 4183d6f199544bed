/// Decides from float32 products which pairs of rows need an exact distance.
///
/// With a = q − c and b = r − c for a common centre c, d² = ‖a‖² + 2·(‖b‖²/2 − ⟨a, b⟩). The screen evaluates
/// t = ‖b‖²/2 − ⟨a, b⟩ in float32 by one matrix product for a whole tile of pairs, and bounds how far t can be off. A pair
/// that the bound leaves open is decided by `EuclideanDistance`, so the screen changes speed, never a result.
///
/// The bound, with unit roundoff u = 2⁻²⁴ (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition,
/// section 3.1): a sum of d products in any order, fused or not, is within γ_d·‖a‖·‖b‖, where γ_d = d·u / (1 − d·u);
/// rounding a and b to float32 adds 2u·‖a‖·‖b‖; rounding ‖b‖²/2 adds u·‖b‖²/2; the last subtraction adds
/// u·(‖b‖²/2 + ‖a‖·‖b‖). Constants below are rounded up for the second-order terms.
struct ProductScreen: @unchecked Sendable {
    // Unchecked: the pointers are only read, and outlive the screen inside `withScreens`.
    private let base: UnsafePointer<Float>
    private let centre: UnsafePointer<Float>?
    private let exactBase: UnsafePointer<Float>
    private let exactWidth: Int
    /// The columns that the products run over: those of the rows, or of their reduction.
    let width: Int
    let rows: Int
    /// ‖x − c‖² of each row, or of its reduction.
    let squaredNorms: [Double]
    /// Whether products are to be those of quantized rows (`QuantizedProduct`).
    let usesIntegers: Bool
    /// 0, or how far a distance of reductions may exceed the true one, divided by the sum of both norms.
    let relativeExcess: Double

    /// A pointer to packed rows `range` about the centre: the rows themselves, or a copy in `buffer`.
    func panel(_ range: Range<Int>, buffer: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
        let source = base + range.lowerBound * width
        guard let centre else { return source }
        for row in 0..<range.count {
            let (from, to) = (source + row * width, buffer + row * width)
            for column in 0..<width { to[column] = from[column] - centre[column] }
        }
        return UnsafePointer(buffer)
    }

    /// The exact distance of one of these rows and one of another screen's, or infinity where it exceeds `limit`.
    @inline(__always)
    func exactDistance(
        _ index: Int, to other: ProductScreen, _ otherIndex: Int, abandoningAbove limit: Double = .infinity
    ) -> Double {
        let (first, second) = (exactBase + index * exactWidth, other.exactBase + otherIndex * exactWidth)
        // The factor outweighs the rounding of the square and of the root.
        if EuclideanDistance.squaredExceeds(limit * limit * (1 + 0x1p-40), first, second, count: exactWidth) {
            return .infinity
        }
        return EuclideanDistance.squared(first, second, count: exactWidth).squareRoot()
    }

    /// Packs rows about the centre as one side of an integer product.
    func pack(_ range: Range<Int>, into panel: inout QuantizedProduct.Panel) {
        squaredNorms.withUnsafeBufferPointer { norms in
            guard let norms = norms.baseAddress else { return }
            panel.pack(
                base + range.lowerBound * width, count: range.count, centre: centre,
                squaredNorms: norms + range.lowerBound)
        }
    }

    /// One of the rows as it was given.
    @inline(__always)
    func exactRow(_ index: Int) -> UnsafePointer<Float> { exactBase + index * exactWidth }

    /// The columns of the rows as they were given.
    var rowWidth: Int { exactWidth }

    /// The squared float64 distance of one of these rows and one of another screen's.
    @inline(__always)
    func exactSquaredDistance(_ index: Int, to other: ProductScreen, _ otherIndex: Int) -> Double {
        EuclideanDistance.squared(exactRow(index), other.exactRow(otherIndex), count: exactWidth)
    }

    /// ⟨x, c⟩ − ‖c‖²/2 for each row x as given and the products' origin c, zeros without one.
    ///
    /// ⟨x, y⟩ is the product of x − c and y − c plus both rows' offsets.
    func innerProductOffsets() -> [Double] {
        guard let origin = centre else { return [Double](repeating: 0, count: rows) }
        var square = 0.0
        for column in 0..<exactWidth { square += Double(origin[column]) * Double(origin[column]) }
        let half = square / 2
        return [Double](unsafeUninitializedCapacity: rows) { target, initialized in
            nonisolated(unsafe) let (target, origin) = (target, origin)
            Parallel.forEachRange(of: rows, size: 256) { range in
                for row in range {
                    let values = exactRow(row)
                    var product = 0.0
                    for column in 0..<exactWidth { product += Double(values[column]) * Double(origin[column]) }
                    target[row] = product - half
                }
            }
            initialized = rows
        }
    }

    /// What float64 sums over one of these rows can be off by, relative to their size.
    var sumError: Double { Self.sumError(width: max(width, exactWidth)) }

    /// How many floats a `panel` buffer needs for `rows` rows.
    func bufferCount(rows: Int) -> Int { centre == nil ? 0 : rows * width }

    /// What |computed t − exact t| cannot exceed for one of these rows, of norm ‖a‖, and another set's, of at most ‖b‖.
    func productError(norm a: Double, largestNorm b: Double) -> Double {
        Self.productError(width: width, norm: a, largestNorm: b)
    }

    /// What |computed t − exact t| cannot exceed for rows of norms ‖a‖ and at most ‖b‖.
    ///
    /// Infinite where float32 could overflow: then nothing is screened out.
    static func productError(width: Int, norm a: Double, largestNorm b: Double) -> Double {
        let unit = 0x1p-24
        let terms = Double(width + 8) * unit
        guard terms < 0.5, a * b < 0x1p120, b * b < 0x1p120 else { return .infinity }
        // The last term covers products that fall below the normal range, also where they are flushed to zero.
        return 1.01 * (a * b * (terms / (1 - terms) + 4 * unit) + 1.5 * unit * b * b) + Double(width + 8) * 0x1p-125
    }

    /// What float64 sums of `width` squares (norms, exact distances) can be off by, relative to their size.
    static func sumError(width: Int) -> Double { Double(width + 16) * 0x1p-51 }

    /// Calls `body` with the screens of two sets of equally wide, non-empty rows about one centre.
    ///
    /// Products of integers have errors in proportion to the norms, so their rows are always centred.
    static func withScreens<Result>(
        _ first: Matrix<Float>, _ second: Matrix<Float>, integers: Bool = false,
        _ body: (ProductScreen, ProductScreen) -> Result
    ) -> Result {
        let centre = commonCentre(of: second, always: integers)
        return first.scalars.withUnsafeBufferPointer { a in
            second.scalars.withUnsafeBufferPointer { b in
                (centre ?? []).withUnsafeBufferPointer { c in
                    guard let a = a.baseAddress, let b = b.baseAddress else {
                        preconditionFailure("a product screen of no elements")
                    }
                    let pointer = centre == nil ? nil : c.baseAddress
                    return body(
                        ProductScreen(
                            a, rows: first.rows, width: first.columns, centre: pointer, usesIntegers: integers),
                        ProductScreen(
                            b, rows: second.rows, width: second.columns, centre: pointer, usesIntegers: integers))
                }
            }
        }
    }

    /// As `withScreens`, over reductions where they make a search of `queries` in `rows` cheaper.
    ///
    /// The screens can then only tell that a pair is farther than a distance, never that it is nearer.
    static func withSearchScreens<Result>(
        queries: Matrix<Float>, rows: Matrix<Float>, _ body: (ProductScreen, ProductScreen) -> Result
    ) -> Result {
        withSearchScreens(queries: queries, rows: SearchedRows(rows), body)
    }

    /// The same with rows that other searches have gone through.
    static func withSearchScreens<Result>(
        queries: Matrix<Float>, rows searched: SearchedRows, _ body: (ProductScreen, ProductScreen) -> Result
    ) -> Result {
        let rows = searched.rows
        guard let reduction = PrincipalReduction.fastest(queries: queries, rows: rows, subspace: { searched.subspace })
        else {
            return withScreens(queries, rows, integers: integersPay(queries: queries, rows: rows), body)
        }
        let (first, second) = (reduction.reduce(queries), searched.reduced(by: reduction))
        return queries.scalars.withUnsafeBufferPointer { exactFirst in
            rows.scalars.withUnsafeBufferPointer { exactSecond in
                first.scalars.withUnsafeBufferPointer { first in
                    second.scalars.withUnsafeBufferPointer { second in
                        func screen(
                            _ reduced: UnsafeBufferPointer<Float>, _ exact: UnsafeBufferPointer<Float>, rows count: Int
                        ) -> ProductScreen {
                            guard let reduced = reduced.baseAddress, let exact = exact.baseAddress else {
                                preconditionFailure("a product screen of no elements")
                            }
                            return ProductScreen(
                                reduced, rows: count, width: reduction.width, centre: nil, exact: exact,
                                exactWidth: rows.columns, relativeExcess: reduction.relativeError)
                        }
                        return body(
                            screen(first, exactFirst, rows: queries.rows), screen(second, exactSecond, rows: rows.rows))
                    }
                }
            }
        }
    }

    private init(
        _ base: UnsafePointer<Float>, rows: Int, width: Int, centre: UnsafePointer<Float>?,
        exact: UnsafePointer<Float>? = nil, exactWidth: Int? = nil, relativeExcess: Double = 0,
        usesIntegers: Bool = false
    ) {
        self.usesIntegers = usesIntegers
        self.base = base
        self.rows = rows
        self.width = width
        self.centre = centre
        exactBase = exact ?? base
        self.exactWidth = exactWidth ?? width
        self.relativeExcess = relativeExcess
        let zeros = [Float](repeating: 0, count: width)
        squaredNorms = [Double](unsafeUninitializedCapacity: rows) { target, initialized in
            zeros.withUnsafeBufferPointer { zeros in
                if let target = target.baseAddress, let zeros = zeros.baseAddress {
                    nonisolated(unsafe) let (target, base, origin) = (target, base, centre ?? zeros)
                    Parallel.forEachRange(of: rows, size: 256) { range in
                        for row in range {
                            target[row] = EuclideanDistance.squared(base + row * width, origin, count: width)
                        }
                    }
                }
            }
            initialized = rows
        }
    }

    /// The mean of some rows, `always` or where subtracting it makes the products and their error much smaller; else nil.
    ///
    /// Features with a large common offset need it: without, the error bound would exceed the distances and every pair
    /// would be decided the slow way.
    private static func commonCentre(of rows: Matrix<Float>, always: Bool) -> [Float]? {
        let step = max(1, rows.rows / 512)
        let sampled = Array(stride(from: 0, to: rows.rows, by: step))
        var sums = [Double](repeating: 0, count: rows.columns)
        var square = 0.0
        for row in sampled {
            for (column, value) in rows.row(row).enumerated() {
                sums[column] += Double(value)
                square += Double(value) * Double(value)
            }
        }
        let count = Double(sampled.count)
        let mean = sums.map { $0 / count }
        // Σ‖x − μ‖² = Σ‖x‖² − n‖μ‖²; the rounding of this difference is harmless: it only picks the faster way.
        let spread = square - count * mean.reduce(0) { $0 + $1 * $1 }
        return always || spread < square / 4 ? mean.map { Float($0) } : nil
    }
}
