import GANNumerics

/// Finds for each point the smallest ball that contains it.
///
/// Balls are put in order of their radii. Points that lie in a ball of the smaller half are looked for there, the others in
/// the larger half, and so on: a point is compared with n/2 + n/4 + … < n balls, so the whole costs one product of all
/// pairs, and every decision is `BallMembership`'s exact one.
struct SmallestBallSearch {
    /// Centres in ascending order of their radii; equal radii in the order of their rows.
    private let centres: Matrix<Float>
    private let radii: [Double]
    private let boundary: Boundary

    /// Balls around `centres` `[n, d]`, n at least 1, with finite radii.
    init(centres: Matrix<Float>, radii: [Double], boundary: Boundary) {
        precondition(
            centres.rows > 0 && radii.count == centres.rows, "\(radii.count) radii for \(centres.rows) centres")
        let order = radii.indices.sorted { (radii[$0], $0) < (radii[$1], $1) }
        self.centres = centres.rows(at: order)
        self.radii = order.map { radii[$0] }
        self.boundary = boundary
    }

    /// The radius of the smallest ball that contains each of `points` `[m, d]`, or nil outside all balls.
    func radii(for points: Matrix<Float>) -> [Double?] {
        var result = [Double?](repeating: nil, count: points.rows)
        // Ranges of balls still to be searched, each with the points that lie in no smaller ball.
        var open = [(balls: 0..<radii.count, points: Array(0..<points.rows))]
        while let (balls, rows) = open.popLast() {
            guard !rows.isEmpty else { continue }
            // The last ball on the way is the only one that has not been asked yet.
            let half = balls.count == 1 ? balls : balls.lowerBound..<balls.lowerBound + balls.count / 2
            let counts = BallMembership.count(
                centres: centres.rows(in: half), centreRadii: Array(radii[half]), points: points.rows(at: rows),
                boundary: boundary
            ).ballsContainingPoint
            let (inside, outside) = (rows.indices.filter { counts[$0] > 0 }, rows.indices.filter { counts[$0] == 0 })
            if half.count == 1 {
                for row in inside { result[rows[row]] = radii[half.lowerBound] }
            } else {
                open.append((half, inside.map { rows[$0] }))
            }
            if half.upperBound < balls.upperBound {
                open.append((half.upperBound..<balls.upperBound, outside.map { rows[$0] }))
            }
        }
        return result
    }
}
