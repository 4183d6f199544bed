/// Places labels along a line without overlaps, each as near to what it names as the others allow.
enum LabelLayout {
    /// The centres of labels of the given `sizes` that want to stand at `wanted`, inside `range`.
    ///
    /// Labels keep the order of what they name. If they don't fit, they fill the range evenly and may touch. O(n²).
    static func centres(wanted: [Double], sizes: [Double], in range: ClosedRange<Double>, gap: Double) -> [Double] {
        precondition(wanted.count == sizes.count, "\(wanted.count) positions for \(sizes.count) labels")
        let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
        // Groups of touching labels, merged until none overlap: the classic pooling of adjacent violators.
        var groups: [(members: [Int], centre: Double, size: Double)] = []
        for index in order {
            groups.append(([index], wanted[index], sizes[index]))
            clampLast(&groups, in: range)
            while groups.count > 1 {
                let last = groups[groups.count - 1]
                let previous = groups[groups.count - 2]
                guard last.centre - last.size / 2 < previous.centre + previous.size / 2 + gap else { break }
                groups.removeLast(2)
                let members = previous.members + last.members
                let size = previous.size + gap + last.size
                let middle = members.reduce(0) { $0 + wanted[$1] } / Double(members.count)
                groups.append((members, middle, size))
                clampLast(&groups, in: range)
            }
        }
        var centres = wanted
        for group in groups {
            var edge = group.centre - group.size / 2
            for member in group.members {
                centres[member] = edge + sizes[member] / 2
                edge += sizes[member] + gap
            }
        }
        return centres
    }

    private static func clampLast(
        _ groups: inout [(members: [Int], centre: Double, size: Double)], in range: ClosedRange<Double>
    ) {
        let last = groups.count - 1
        let half = groups[last].size / 2
        groups[last].centre = max(range.lowerBound + half, min(range.upperBound - half, groups[last].centre))
    }
}
