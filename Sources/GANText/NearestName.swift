/// Suggestions for misspelt names.
package enum NearestName {
    /// The name of `names` that takes the fewest edits to reach from `text`, if that is at most a third of its length; else the shortest that
    /// begins so.
    package static func of(_ text: String, in names: [String]) -> String? {
        let ranked = names.map { (name: $0, edits: edits(Array(text.lowercased()), Array($0.lowercased()))) }
        guard let best = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
        if best.edits <= max(2, best.name.count / 3) { return best.name }
        // The beginning of a long name is what people remember of it.
        let plain = plain(text)
        return plain.count < 3 ? nil : names.filter { Self.plain($0).hasPrefix(plain) }.min { $0.count < $1.count }
    }

    private static func plain(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }

    /// " Did you mean 'recall'?", or nothing.
    package static func question(_ text: String, in names: [String]) -> String {
        of(text, in: names).map { " Did you mean '\($0)'?" } ?? ""
    }

    /// The least number of letters to insert, delete, exchange or swap with their neighbour (Damerau–Levenshtein, restricted).
    package static func edits(_ first: [Character], _ second: [Character]) -> Int {
        var before: [Int] = []
        var last = Array(0...second.count)
        for (i, letter) in first.enumerated() {
            var row = [i + 1]
            for (j, other) in second.enumerated() {
                var least = min(row[j] + 1, last[j + 1] + 1, last[j] + (letter == other ? 0 : 1))
                if i > 0, j > 0, letter == second[j - 1], first[i - 1] == other {
                    least = min(least, before[j - 1] + 1)
                }
                row.append(least)
            }
            (before, last) = (last, row)
        }
        return last[second.count]
    }
}
