/// Limited-memory quasi-Newton steps to the minimum of a smooth convex function.
///
/// Source: Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989; steps are halved until the loss
/// falls by a ten-thousandth of what its slope promises.
struct QuasiNewton {
    /// Where it came to.
    let point: [Double]
    /// Whether the gradient came below the tolerance before the cap on evaluations.
    let isConverged: Bool

    private static let memory = 10

    /// Minimizes from `start`; `objective` gives the loss and its gradient at a point.
    static func minimize(
        from start: [Double], tolerance: Double = 1e-5, maximumEvaluations: Int = 200,
        objective: ([Double]) -> (loss: Double, gradient: [Double])
    ) -> QuasiNewton {
        var point = start
        var (loss, gradient) = objective(point)
        var pairs: [(step: [Double], change: [Double])] = []
        var evaluations = 1
        while (gradient.map(abs).max() ?? 0) > tolerance {
            let direction = pairs.isEmpty ? gradient.map { -$0 } : descent(gradient, pairs)
            let slope = dot(gradient, direction)
            var length = pairs.isEmpty ? 1 / max(1, dot(gradient, gradient).squareRoot()) : 1
            var accepted = false
            while !accepted {
                guard evaluations < maximumEvaluations, slope < 0, length > 1e-10 else {
                    return QuasiNewton(point: point, isConverged: false)
                }
                let next = zip(point, direction).map { $0 + length * $1 }
                let (nextLoss, nextGradient) = objective(next)
                evaluations += 1
                if nextLoss <= loss + 1e-4 * length * slope {
                    pairs.append((direction.map { $0 * length }, zip(nextGradient, gradient).map { $0 - $1 }))
                    if pairs.count > memory { pairs.removeFirst() }
                    (point, loss, gradient) = (next, nextLoss, nextGradient)
                    accepted = true
                } else {
                    length /= 2
                }
            }
            // Rounding can spoil a pair; one without positive curvature says nothing.
            if let last = pairs.last, dot(last.step, last.change) <= 0 { pairs.removeLast() }
        }
        return QuasiNewton(point: point, isConverged: true)
    }

    /// −H·g by the two-loop recursion over the latest steps and changes of the gradient.
    private static func descent(_ gradient: [Double], _ pairs: [(step: [Double], change: [Double])]) -> [Double] {
        var direction = gradient.map { -$0 }
        var factors: [Double] = []
        for (step, change) in pairs.reversed() {
            let factor = dot(step, direction) / dot(step, change)
            factors.append(factor)
            for index in direction.indices { direction[index] -= factor * change[index] }
        }
        if let (step, change) = pairs.last {
            let scale = dot(step, change) / dot(change, change)
            for index in direction.indices { direction[index] *= scale }
        }
        for ((step, change), factor) in zip(pairs, factors.reversed()) {
            let correction = factor - dot(change, direction) / dot(step, change)
            for index in direction.indices { direction[index] += correction * step[index] }
        }
        return direction
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for index in a.indices { sum += a[index] * b[index] }
        return sum
    }
}
