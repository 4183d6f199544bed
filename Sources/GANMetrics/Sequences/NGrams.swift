import RealModule

/// Runs of n symbols, and what follows from how often they occur.
enum NGrams {
    /// Marks of a sequence's beginning and end, which are no Unicode scalars.
    private static let (begin, end) = (UInt32.max, UInt32.max - 1)

    static func counts(_ sequence: [UInt32], length: Int) -> [ArraySlice<UInt32>: Int] {
        guard sequence.count >= length else { return [:] }
        return (0...sequence.count - length).reduce(into: [:]) { counts, place in
            counts[sequence[place..<place + length], default: 0] += 1
        }
    }

    /// The Jensen–Shannon divergence of the shares of n-grams, in nats: ½ Σ p log(p/m) + ½ Σ q log(q/m), m = (p + q)/2.
    ///
    /// Lin 1991, equation 4.1, with equal weights. Summed in the order of the n-grams, so that the same sets give the same bits.
    static func divergence(_ first: [[UInt32]], _ second: [[UInt32]], length: Int) -> Double {
        func shares(_ sequences: [[UInt32]]) -> [[UInt32]: Double] {
            var counts: [[UInt32]: Int] = [:]
            var total = 0
            for sequence in sequences {
                let marked = length > 1 ? [begin] + sequence + [end] : sequence
                for (gram, count) in Self.counts(marked, length: length) {
                    counts[Array(gram), default: 0] += count
                    total += count
                }
            }
            return counts.mapValues { Double($0) / Double(total) }
        }
        let (p, q) = (shares(first), shares(second))
        // Of sequences that are all too short there is nothing to tell apart by, or everything.
        guard !p.isEmpty, !q.isEmpty else { return p.isEmpty && q.isEmpty ? 0 : Double.log(2) }
        var sum = 0.0
        for gram in Set(p.keys).union(q.keys).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let (a, b) = (p[gram] ?? 0, q[gram] ?? 0)
            let middle = (a + b) / 2
            if a > 0 { sum += a / 2 * Double.log(a / middle) }
            if b > 0 { sum += b / 2 * Double.log(b / middle) }
        }
        return min(Double.log(2), max(0, sum))
    }

    /// The mean BLEU of each sequence with all others as references, of n-grams of up to 3 symbols.
    ///
    /// Zhu et al. 2018, 1802.01886, section 2.3; BLEU by Papineni et al. 2002, where no n-gram is shared 0.1 in place of 0 (Chen and Cherry 2014,
    /// smoothing 1). 0 for fewer than two sequences. O(symbols).
    static func selfBLEU(_ sequences: [[UInt32]]) -> Double {
        guard sequences.count > 1 else { return 0 }
        let lengths = 1...3
        let own = sequences.map { sequence in lengths.map { counts(sequence, length: $0) } }
        // The most that any sequence has of an n-gram, whose it is, and the most that another has.
        var best: [[ArraySlice<UInt32>: (most: Int, owner: Int, next: Int)]] = lengths.map { _ in [:] }
        for (owner, grams) in own.enumerated() {
            for (place, counts) in grams.enumerated() {
                for (gram, count) in counts {
                    guard let held = best[place][gram] else {
                        best[place][gram] = (count, owner, 0)
                        continue
                    }
                    best[place][gram] =
                        count > held.most
                        ? (count, owner, held.most) : (held.most, held.owner, max(held.next, count))
                }
            }
        }
        let sizes = sequences.reduce(into: [Int: Int]()) { $0[$1.count, default: 0] += 1 }
        var total = 0.0
        for (row, sequence) in sequences.enumerated() {
            var logs = 0.0
            var used = 0
            for (place, counts) in own[row].enumerated() where !counts.isEmpty {
                var shared = 0
                for (gram, count) in counts {
                    guard let held = best[place][gram] else { continue }
                    shared += min(count, held.owner == row ? held.next : held.most)
                }
                let all = counts.values.reduce(0, +)
                logs += Double.log((shared == 0 ? 0.1 : Double(shared)) / Double(all))
                used += 1
            }
            total += brevity(sequence.count, sizes) * Double.exp(logs / Double(max(1, used)))
        }
        return total / Double(sequences.count)
    }

    /// BLEU's penalty for being shorter than the other sequence whose length is nearest; the shorter of two equally near.
    private static func brevity(_ size: Int, _ sizes: [Int: Int]) -> Double {
        let others = sizes.keys.filter { $0 != size || sizes[$0, default: 0] > 1 }
        guard let nearest = others.min(by: { (abs($0 - size), $0) < (abs($1 - size), $1) }), nearest > size else {
            return 1
        }
        return Double.exp(1 - Double(nearest) / Double(size))
    }
}
