extension KMeans {
    /// Starting centres by k-means++, `[clusters, width]` packed: each next one is a row drawn with probability
    /// proportional to its squared distance from those already drawn.
    ///
    /// Drawn from a sample of max(1024, 20·clusters) rows: a pass over all rows for each centre would cost more than the
    /// iterations that follow.
    static func seeds(_ rows: CentredRows, clusters: Int, generator: inout SeededGenerator) -> [Float] {
        let width = rows.width
        let count = min(rows.count, max(1024, 20 * clusters))
        let sample = generator.sample(count, below: rows.count).sorted()
        var points = [Float](repeating: 0, count: count * width)
        points.withUnsafeMutableBufferPointer { points in
            guard let base = points.baseAddress else { return }
            for (place, row) in sample.enumerated() { rows.copy(row..<row + 1, to: base + place * width) }
        }
        var chosen = [generator.index(below: count)]
        var distances = [Double](repeating: .infinity, count: count)
        while chosen.count < clusters {
            lower(&distances, of: points, to: chosen[chosen.count - 1], width: width)
            let total = distances.reduce(0, +)
            let target = generator.uniform() * total
            guard total > 0 else {
                // Fewer distinct rows than clusters: any row will do, and its cluster stays empty.
                chosen.append(generator.index(below: count))
                continue
            }
            var sum = 0.0
            var next = 0
            for (place, distance) in distances.enumerated() where distance > 0 {
                next = place
                sum += distance
                if sum > target { break }
            }
            chosen.append(next)
        }
        return chosen.flatMap { points[$0 * width..<($0 + 1) * width] }
    }

    /// Lowers each point's squared distance to that from point `centre`, where this is less.
    private static func lower(_ distances: inout [Double], of points: [Float], to centre: Int, width: Int) {
        let count = distances.count
        points.withUnsafeBufferPointer { points in
            distances.withUnsafeMutableBufferPointer { distances in
                guard let base = points.baseAddress else { return }
                nonisolated(unsafe) let (points, distances) = (base, distances)
                Parallel.forEachRange(of: count, size: 128) { range in
                    for point in range {
                        let distance = squaredDistance(points + point * width, points + centre * width, count: width)
                        distances[point] = min(distances[point], Double(distance))
                    }
                }
            }
        }
    }

    /// Σ (aᵢ − bᵢ)² in float32: where to start needs no more.
    private static func squaredDistance(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Float {
        var sum = SIMD16<Float>()
        var index = 0
        while index + 16 <= count {
            let difference =
                UnsafeRawPointer(a + index).loadUnaligned(as: SIMD16<Float>.self)
                - UnsafeRawPointer(b + index).loadUnaligned(as: SIMD16<Float>.self)
            sum += difference * difference
            index += 16
        }
        var rest: Float = 0
        while index < count {
            rest += (a[index] - b[index]) * (a[index] - b[index])
            index += 1
        }
        return sum.sum() + rest
    }
}
