/// Marc Lehmann's LZF compression, by which h5py packs pieces of arrays.
///
/// A byte below 32 is followed by as many bytes and one more, as they are. Any other has a length in its upper three bits, which goes on in the next byte
/// where it is 7, and with the byte after it a distance of 13 bits: length + 2 bytes are taken again from so far back, which may overlap.
enum LZF {
    /// The `size` bytes that `packed` stands for; nil where it stands for more or fewer, or leads to bytes before its first.
    ///
    /// O(size).
    static func unpacked(_ packed: [UInt8], size: Int) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(min(size, 1 << 26))
        var place = 0
        while place < packed.count {
            let control = Int(packed[place])
            place += 1
            if control < 32 {
                let end = place + control + 1
                guard end <= packed.count, result.count + control + 1 <= size else { return nil }
                result += packed[place..<end]
                place = end
                continue
            }
            var length = control >> 5
            if length == 7 {
                guard place < packed.count else { return nil }
                length += Int(packed[place])
                place += 1
            }
            guard place < packed.count else { return nil }
            let start = result.count - ((control & 31) << 8 + Int(packed[place])) - 1
            place += 1
            guard start >= 0, result.count + length + 2 <= size else { return nil }
            for offset in start..<start + length + 2 { result.append(result[offset]) }
        }
        return result.count == size ? result : nil
    }
}
