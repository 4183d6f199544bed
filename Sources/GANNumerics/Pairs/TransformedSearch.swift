/// The nearest rows of queries that are each looked at in many ways: mirrored, shifted, rescaled.
///
/// The distance of a query and a row is the least over the query's views. Searching each view by itself would cost one
/// product of all columns a view; here all views of a query share one list, and the products run over few principal
/// coordinates, which bound distances from below (`PrincipalReduction`). The rows with the least bounds, `candidates` of
/// them for each query, are then measured by differences in every view.
///
/// What the table says is exact: each distance is the true least one over all views. What may be missing is a row whose bound was
/// no candidate; `TransformedTable.bounds` says how near such a row could be at best, so a near copy is certain although
/// the list's far end may not be. The work is bounded whatever the data are. Same bytes for any thread count.
public enum TransformedSearch {
    /// What a query looks like in each view.
    public struct Views: Sendable {
        /// How many views each query has.
        public let count: Int
        /// The columns of a view, which are those of the rows.
        public let width: Int
        /// Writes all views of a query to `target` `[count, width]`; a view that starts with NaN takes no part.
        public let write: @Sendable (_ query: Int, _ target: UnsafeMutablePointer<Float>) -> Void

        package init(
            count: Int, width: Int,
            write: @escaping @Sendable (_ query: Int, _ target: UnsafeMutablePointer<Float>) -> Void
        ) {
            self.count = count
            self.width = width
            self.write = write
        }
    }

    /// How much work to spend.
    public struct Effort: Sendable, Equatable {
        /// Rows that are measured for each query and block of rows; at least the number of neighbours.
        public var candidates: Int
        /// Principal coordinates that the products run over.
        public var coordinates: Int

        /// Both at least 1; fewer candidates than neighbours that are asked for are raised to them.
        ///
        /// More of either cost time and prove more rows.
        public init(candidates: Int = 16, coordinates: Int = 32) {
            self.candidates = candidates
            self.coordinates = coordinates
        }
    }

    /// Views of queries that a thread holds at once, and numbers of them.
    static let viewsOfThread = 512
    static let viewElements = 1 << 21

    /// The `count` nearest rows of each query over its views.
    ///
    /// - Parameters:
    ///   - rows: finite rows `[n, views.width]`.
    ///   - excluded: a row for each query that is left out for it, counted with the offset, or −1 for none.
    ///   - rowOffset: what to add to row indices when `rows` is a block of a larger matrix.
    ///   - progress: called now and then, from any thread, with the share done.
    public static func search(
        queries: Int, views: Views, in rows: Matrix<Float>, count: Int, excluded: [Int32]? = nil, rowOffset: Int = 0,
        effort: Effort = Effort(), progress: (@Sendable (Double) -> Void)? = nil
    ) -> TransformedTable {
        precondition(views.width == rows.columns, "views of \(views.width) columns in rows of \(rows.columns)")
        precondition(views.count > 0 && views.width > 0, "\(views.count) views of \(views.width) columns")
        precondition(excluded.map { $0.count == queries } ?? true, "rows left out for other queries")
        precondition(rowOffset >= 0 && rowOffset + rows.rows <= Int(Int32.max), "\(rows.rows) rows from \(rowOffset)")
        var table = TransformedTable(queries: queries, count: count)
        guard queries > 0, rows.rows > 0, count > 0 else { return table }
        let screen = TransformedScreen(rows, coordinates: effort.coordinates)
        let group = max(1, min(256, viewsOfThread / views.count, viewElements / (views.count * views.width)))
        let items = (queries + group - 1) / group
        rows.scalars.withUnsafeBufferPointer { exact in
            guard let exactBase = exact.baseAddress else { return }
            let done = ProgressCount(total: items, report: progress)
            table.withColumns { columns in
                nonisolated(unsafe) let (columns, exactRows) = (columns, exactBase)
                Parallel.forEach(items) { item in
                    let range = item * group..<min(queries, (item + 1) * group)
                    let worker = TransformedWorker(
                        screen: screen, exact: exactRows, views: views, queries: range, count: count,
                        candidates: max(count, effort.candidates))
                    worker.screenAllRows(excluded: excluded, rowOffset: rowOffset)
                    for query in range { worker.measure(query, rowOffset: rowOffset, into: columns) }
                    done.finishOne()
                }
            }
        }
        return table
    }
}

extension TransformedTable {
    /// Where the table's columns lie while it is filled.
    struct Columns {
        let indices: UnsafeMutablePointer<Int32>
        let distances: UnsafeMutablePointer<Double>
        let views: UnsafeMutablePointer<Int32>
        let bounds: UnsafeMutablePointer<Double>
    }

    mutating func withColumns(_ body: (Columns) -> Void) {
        indices.withUnsafeMutableBufferPointer { indices in
            distances.withUnsafeMutableBufferPointer { distances in
                views.withUnsafeMutableBufferPointer { views in
                    bounds.withUnsafeMutableBufferPointer { bounds in
                        guard let indices = indices.baseAddress, let distances = distances.baseAddress,
                            let views = views.baseAddress, let bounds = bounds.baseAddress
                        else { return }
                        body(Columns(indices: indices, distances: distances, views: views, bounds: bounds))
                    }
                }
            }
        }
    }
}
