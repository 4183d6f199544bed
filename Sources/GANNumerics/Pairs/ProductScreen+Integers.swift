/// When products of integers are the faster screen.
extension ProductScreen {
    private static let sampledRows = 1024
    private static let sampledQueries = 48
    private static let sampledElements = 1 << 19
    /// Above this share of pairs that the wider error bound leaves open, looking at them costs what the products save.
    private static let largestOpenShare = 0.02

    /// Whether a search of `queries` in `rows` is faster over products of quantized rows than over float32 ones.
    ///
    /// Decided from a sample: rows in tight clusters far from each other have distances below the integers' resolution.
    static func integersPay(queries: Matrix<Float>, rows: Matrix<Float>) -> Bool {
        let width = rows.columns
        guard QuantizedProduct.isAvailable, kernelsAreNarrow, width >= 64, width <= QuantizedProduct.largestWidth,
            rows.rows >= 2 * sampledRows, queries.rows * rows.rows >= 4_000_000
        else { return false }
        let (some, sample) = (
            strided(queries, sampledQueries), strided(rows, max(256, min(sampledRows, sampledElements / width)))
        )
        return withScreens(some, sample, integers: true) { first, second in
            let rowBuffer = UnsafeMutablePointer<Float>.allocate(capacity: first.bufferCount(rows: first.rows))
            let columnBuffer = UnsafeMutablePointer<Float>.allocate(capacity: second.bufferCount(rows: second.rows))
            let products = UnsafeMutablePointer<Float>.allocate(capacity: first.rows * second.rows)
            defer {
                rowBuffer.deallocate()
                columnBuffer.deallocate()
                products.deallocate()
            }
            OpenBLAS.multiply(
                first.panel(0..<first.rows, buffer: rowBuffer), transposed: false,
                second.panel(0..<second.rows, buffer: columnBuffer), transposed: true, into: products, m: first.rows,
                n: second.rows, k: width)
            let largestNorm = (second.squaredNorms.max() ?? 0).squareRoot()
            // A quantized row is off by about this share of its norm.
            let rounding = (Double(width) / 12).squareRoot() / 46_000
            var open = 0
            for query in 0..<first.rows {
                let norm = first.squaredNorms[query].squareRoot()
                let error = QuantizedProduct.screenError(
                    norm: norm, error: rounding * norm, largestNorm: largestNorm, largestError: rounding * largestNorm)
                let t = (0..<second.rows).map { row in
                    second.squaredNorms[row] / 2 - Double(products[query * second.rows + row])
                }
                // The nearest may be the query itself.
                let second = t.sorted()[1]
                open += t.count { !($0 > second + 2 * error) }
            }
            return Double(open) <= largestOpenShare * Double(first.rows * second.rows)
        }
    }

    /// Whether OpenBLAS multiplies with 256-bit registers; wider ones beat the integers.
    private static var kernelsAreNarrow: Bool {
        ["haswell", "zen", "excavator"].contains(OpenBLAS.setup.kernel.lowercased())
    }

    private static func strided(_ rows: Matrix<Float>, _ count: Int) -> Matrix<Float> {
        rows.rows(at: (0..<min(count, rows.rows)).map { $0 * rows.rows / min(count, rows.rows) })
    }
}
