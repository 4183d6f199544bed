import GANNumerics
import Testing

@Suite struct BallMembershipTests {
    private func naive(
        centres: Matrix<Float>, centreRadii: [Double], points: Matrix<Float>, pointRadii: [Double]?, boundary: Boundary
    ) -> BallMembership.Result {
        var result = BallMembership.Result(
            ballsContainingPoint: [Int32](repeating: 0, count: points.rows),
            centreCoveredByPoint: [Bool](repeating: false, count: centres.rows),
            centreInsidePointBall: [Bool](repeating: false, count: centres.rows),
            smallestContainingRadius: [Double?](repeating: nil, count: points.rows))
        func admits(_ distance: Double, _ radius: Double) -> Bool {
            boundary == .exclusive ? distance < radius : distance <= radius
        }
        for point in 0..<points.rows {
            for centre in 0..<centres.rows {
                let distance = EuclideanDistance.between(points, row: point, centres, row: centre)
                if admits(distance, centreRadii[centre]) {
                    result.ballsContainingPoint[point] += 1
                    result.centreCoveredByPoint[centre] = true
                    result.smallestContainingRadius[point] = min(
                        result.smallestContainingRadius[point] ?? .infinity, centreRadii[centre])
                }
                if let pointRadii, admits(distance, pointRadii[point]) { result.centreInsidePointBall[centre] = true }
            }
        }
        return result
    }

    /// Radii from neighbours of the same data put many points exactly on a surface.
    @Test(arguments: NeighbourData.allCases, Boundary.allCases)
    func agreesWithPlainLoops(data: NeighbourData, boundary: Boundary) {
        for columns in [1, 30] {
            let centres = data.rows(1100, columns: columns, seed: 1)
            let fresh = data.rows(40, columns: columns, seed: 2)
            let points = fresh.appendingRows(of: centres.rows(in: 100..<130))
            let centreRadii = NearestNeighbours.search(
                queries: centres, in: centres, count: 3, excludingSameIndex: true
            ).lastDistances
            let pointRadii = NearestNeighbours.search(queries: points, in: centres, count: 4).lastDistances
            let result = BallMembership.count(
                centres: centres, centreRadii: centreRadii, points: points, pointRadii: pointRadii, boundary: boundary)
            #expect(
                result
                    == naive(
                        centres: centres, centreRadii: centreRadii, points: points, pointRadii: pointRadii,
                        boundary: boundary))
        }
    }

    @Test func aPointOnTheSurfaceBelongsToTheInclusiveBallAlone() {
        let centres = Matrix<Float>(rows: 1, columns: 2, scalars: [0, 0])
        let points = Matrix<Float>(rows: 2, columns: 2, scalars: [3, 4, 3, 3.5])
        let open = BallMembership.count(centres: centres, centreRadii: [5], points: points, boundary: .exclusive)
        let closed = BallMembership.count(centres: centres, centreRadii: [5], points: points, boundary: .inclusive)
        #expect(open.ballsContainingPoint == [0, 1] && closed.ballsContainingPoint == [1, 1])
        #expect(open.centreInsidePointBall == [false])
    }

    @Test func aBallOfRadiusZeroHoldsItsCentreOnlyWhenInclusive() {
        let centres = Matrix<Float>(rows: 2, columns: 3, scalars: [0.1, 0.2, 0.3, 9, 9, 9])
        let points = centres.rows(in: 0..<1)
        let open = BallMembership.count(centres: centres, centreRadii: [0, 0], points: points, boundary: .exclusive)
        let closed = BallMembership.count(centres: centres, centreRadii: [0, 0], points: points, boundary: .inclusive)
        #expect(open.centreCoveredByPoint == [false, false])
        #expect(closed.centreCoveredByPoint == [true, false])
    }

    @Test func theThreadCountChangesNothing() {
        let centres = NeighbourData.fewFactors.rows(2500, columns: 20, seed: 3)
        let points = NeighbourData.fewFactors.rows(1500, columns: 20, seed: 4)
        let radii = NearestNeighbours.search(queries: centres, in: points, count: 3).lastDistances
        let threads = Parallel.threadCount
        defer { Parallel.threadCount = threads }
        Parallel.threadCount = 1
        let single = BallMembership.count(centres: centres, centreRadii: radii, points: points, boundary: .inclusive)
        Parallel.threadCount = 4
        #expect(
            BallMembership.count(centres: centres, centreRadii: radii, points: points, boundary: .inclusive) == single)
        #expect(single.centreCoveredByPoint.allSatisfy { $0 })
    }

    @Test func edgesOfTheShape() {
        let none = BallMembership.count(
            centres: Matrix(rows: 0, columns: 2), centreRadii: [], points: Matrix(rows: 2, columns: 2),
            boundary: .inclusive)
        #expect(none.ballsContainingPoint == [0, 0] && none.centreCoveredByPoint.isEmpty)
        let flat = BallMembership.count(
            centres: Matrix(rows: 2, columns: 0), centreRadii: [0, 1], points: Matrix(rows: 1, columns: 0),
            pointRadii: [0], boundary: .exclusive)
        #expect(flat.ballsContainingPoint == [1] && flat.centreCoveredByPoint == [false, true])
        #expect(flat.centreInsidePointBall == [false, false])
    }
}
