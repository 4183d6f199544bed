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
/// Pairs are decided by float32 products where their error bound allows it (`ProductScreen`), else by the float64 distance
/// of `EuclideanDistance`, the same that neighbour radii come from. Time is that of the product [points, d] · [d, centres],
/// memory one tile of products for each thread and one byte for each centre and 512 points.
public enum BallMembership {
    public struct Result: Sendable, Equatable {
        /// For each point, how many centres' balls contain it.
        public var ballsContainingPoint: [Int32]
        /// For each centre, whether any point lies in the centre's own ball.
        public var centreCoveredByPoint: [Bool]
        /// For each centre, whether it lies in any point's ball; all false when points have no radii.
        public var centreInsidePointBall: [Bool]

        public init(ballsContainingPoint: [Int32], centreCoveredByPoint: [Bool], centreInsidePointBall: [Bool]) {
            self.ballsContainingPoint = ballsContainingPoint
            self.centreCoveredByPoint = centreCoveredByPoint
            self.centreInsidePointBall = centreInsidePointBall
        }
    }

    private static let pointTile = 512
    private static let centreTile = 1024

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
        var result = Result(
            ballsContainingPoint: [Int32](repeating: 0, count: points.rows),
            centreCoveredByPoint: [Bool](repeating: false, count: centres.rows),
            centreInsidePointBall: [Bool](repeating: false, count: centres.rows))
        guard points.rows > 0, centres.rows > 0 else { return result }
        guard points.columns > 0 else {
            return withoutColumns(centreRadii: centreRadii, pointRadii: pointRadii, points: points.rows, boundary)
        }
        let tiles = (points.rows + pointTile - 1) / pointTile
        // Each tile of points marks centres in bytes of its own; they are joined afterwards.
        var covered = [UInt8](repeating: 0, count: tiles * centres.rows)
        var inside = [UInt8](repeating: 0, count: tiles * centres.rows)
        result.ballsContainingPoint.withUnsafeMutableBufferPointer { counts in
            covered.withUnsafeMutableBufferPointer { covered in
                inside.withUnsafeMutableBufferPointer { inside in
                    guard let countBase = counts.baseAddress, let coveredBase = covered.baseAddress,
                        let insideBase = inside.baseAddress
                    else { return }
                    nonisolated(unsafe) let (counts, covered, inside) = (countBase, coveredBase, insideBase)
                    ProductScreen.withScreens(points, centres) { points, centres in
                        Parallel.forEach(tiles) { tile in
                            BallTileCount(
                                points: points, centres: centres, centreRadii: centreRadii, pointRadii: pointRadii,
                                boundary: boundary, counts: counts, covered: covered + tile * centres.rows,
                                inside: inside + tile * centres.rows
                            ).run(
                                tile * pointTile..<min(points.rows, (tile + 1) * pointTile), centreTile: centreTile)
                        }
                    }
                }
            }
        }
        for tile in 0..<tiles {
            for centre in 0..<centres.rows {
                if covered[tile * centres.rows + centre] != 0 { result.centreCoveredByPoint[centre] = true }
                if inside[tile * centres.rows + centre] != 0 { result.centreInsidePointBall[centre] = true }
            }
        }
        return result
    }

    /// Without columns all distances are 0.
    private static func withoutColumns(
        centreRadii: [Double], pointRadii: [Double]?, points: Int, _ boundary: Boundary
    ) -> Result {
        let covered = centreRadii.map { boundary.admits(0, radius: $0) }
        let inside = (pointRadii ?? []).contains { boundary.admits(0, radius: $0) }
        return Result(
            ballsContainingPoint: [Int32](repeating: Int32(covered.count { $0 }), count: points),
            centreCoveredByPoint: covered, centreInsidePointBall: covered.map { _ in inside })
    }
}
