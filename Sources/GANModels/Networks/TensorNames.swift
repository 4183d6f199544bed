import GANNumerics

/// Brings a state dict's names and those of a description together where only what stands before them differs.
///
/// `print(G)` and the file show "model.0", and what is read from the file lacks "model."; either is taken.
enum TensorNames {
    /// Whether a name is of a pattern, in which `*` stands for any characters.
    ///
    /// O(name · pattern).
    static func fits(_ name: String, _ pattern: String) -> Bool {
        // Row by row: whether the pattern so far makes the name so far.
        let name = Array(name.utf8)
        var made = [true] + [Bool](repeating: false, count: name.count)
        for letter in pattern.utf8.prefix(1_000) {
            var next = [Bool](repeating: false, count: name.count + 1)
            if letter == UInt8(ascii: "*") {
                var any = false
                for place in 0...name.count {
                    any = any || made[place]
                    next[place] = any
                }
            } else {
                for place in name.indices where made[place] && name[place] == letter { next[place + 1] = true }
            }
            made = next
        }
        return made[name.count]
    }

    /// The tensors under the names that the description has, and what was done, in words; the tensors as they are where the names fit
    /// already or no common beginning makes them fit.
    static func matched(
        _ tensors: [String: Tensor], to description: NetworkDescription
    ) -> (tensors: [String: Tensor], note: String?) {
        let needed = (description.parameterShapes + description.bufferShapes).map(\.name)
        let plain = Set(WeightNorms(tensors).plainShapes.keys)
        guard let first = needed.first, !needed.allSatisfy(plain.contains) else { return (tensors, nil) }
        // The description's names begin with more than the file's.
        var head = ""
        var rest = first[...]
        while let dot = rest.firstIndex(of: ".") {
            head += rest[...dot]
            rest = rest[rest.index(after: dot)...]
            guard needed.allSatisfy({ $0.hasPrefix(head) }) else { break }
            if needed.allSatisfy({ plain.contains(String($0.dropFirst(head.count))) }) {
                return (
                    Dictionary(uniqueKeysWithValues: tensors.map { (head + $0, $1) }),
                    "the description's keys begin with \"\(head)\", which the file's lack or was taken off them"
                )
            }
        }
        // The file's names begin with more than the description's.
        for name in plain.sorted() where name.hasSuffix("." + first) {
            let head = String(name.dropLast(first.count))
            guard needed.allSatisfy({ plain.contains(head + $0) }), tensors.keys.allSatisfy({ $0.hasPrefix(head) })
            else { continue }
            return (
                Dictionary(uniqueKeysWithValues: tensors.map { (String($0.dropFirst(head.count)), $1) }),
                "the file's names begin with \"\(head)\", which the description's keys lack"
            )
        }
        return (tensors, nil)
    }
}
