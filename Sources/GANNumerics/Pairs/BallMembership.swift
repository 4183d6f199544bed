/// Whether a point on the surface of a ball belongs to it.
public enum Boundary: String, Sendable, CaseIterable {
    /// Distance < radius.
    case exclusive
    /// Distance ≤ radius.
    case inclusive

    @inline(__always)
    func admits(_ distance: Double, radius: Double) -> Bool {
        self == .exclusive ? distance < radius : distance <= radius
    }
}

/// Which points lie in which balls, exactly, in one pass over all pairs.
///
/// Pairs are decided by products where their error bound allows it (`ProductScreen`), else by the float64 distance
/// of `EuclideanDistance`, the same that neighbour radii come from. Time is at most that of the product
/// [points, d] · [d, centres], memory O(points + centres) and one tile of products for each thread.
public enum BallMembership {
    /// Which balls hold which points, counted from both sides.
    public struct Result: Sendable, Equatable {
        /// For each point, how many centres' balls contain it.
        public var ballsContainingPoint: [Int32]
        /// For each centre, whether any point lies in the centre's own ball.
        public var centreCoveredByPoint: [Bool]
        /// For each centre, whether it lies in any point's ball; all false when points have no radii.
        public var centreInsidePointBall: [Bool]
        /// For each point, the smallest radius among the centres' balls that contain it; nil outside all of them.
        public var smallestContainingRadius: [Double?]

        package init(
            ballsContainingPoint: [Int32], centreCoveredByPoint: [Bool], centreInsidePointBall: [Bool],
            smallestContainingRadius: [Double?]
        ) {
            self.ballsContainingPoint = ballsContainingPoint
            self.centreCoveredByPoint = centreCoveredByPoint
            self.centreInsidePointBall = centreInsidePointBall
            self.smallestContainingRadius = smallestContainingRadius
        }
    }

    /// Counts memberships between balls around `centres` and `points`, and the other way round.
    ///
    /// - Parameters:
    ///   - centres: finite rows `[n, d]`.
    ///   - centreRadii: n Euclidean radii, finite and not negative.
    ///   - points: finite rows `[m, d]`.
    ///   - pointRadii: m radii of balls around the points, or nil when these balls aren't asked about.
    ///   - boundary: whether a ball contains its surface.
    public static func count(
        centres: Matrix<Float>, centreRadii: [Double], points: Matrix<Float>, pointRadii: [Double]? = nil,
        boundary: Boundary
    ) -> Result {
        precondition(
            centres.columns == points.columns, "centres of \(centres.columns) columns, points of \(points.columns)")
        precondition(centreRadii.count == centres.rows, "\(centreRadii.count) radii for \(centres.rows) centres")
        precondition(pointRadii.map { $0.count == points.rows } ?? true, "radii for \(points.rows) points")
        precondition(
            (centreRadii + (pointRadii ?? [])).allSatisfy { $0 >= 0 && $0.isFinite }, "radii below 0 or infinite")
        guard points.rows > 0, centres.rows > 0, points.columns > 0 else {
            return withoutDistances(centreRadii, pointRadii, points: points.rows, centres: centres.rows, boundary)
        }
        return ProductScreen.withSearchScreens(queries: points, rows: centres) { points, centres in
            let collector = BallCollector(
                points: points, pointRadii: pointRadii, centres: centres, centreRadii: centreRadii, boundary: boundary)
            PairSweep(first: points, second: centres, isSymmetric: false).run([collector])
            return collector.result()
        }
    }

    /// Without rows there are no pairs; without columns all distances are 0.
    static func withoutDistances(
        _ centreRadii: [Double], _ pointRadii: [Double]?, points: Int, centres: Int, _ boundary: Boundary
    ) -> Result {
        let containing = centreRadii.filter { boundary.admits(0, radius: $0) }
        let inside = (pointRadii ?? []).contains { boundary.admits(0, radius: $0) }
        return Result(
            ballsContainingPoint: [Int32](repeating: Int32(containing.count), count: points),
            centreCoveredByPoint: centreRadii.map { points > 0 && boundary.admits(0, radius: $0) },
            centreInsidePointBall: [Bool](repeating: inside, count: centres),
            smallestContainingRadius: [Double?](repeating: containing.min(), count: points))
    }
}
