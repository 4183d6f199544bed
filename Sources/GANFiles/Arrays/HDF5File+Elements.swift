extension HDF5File {
    /// The elements of an array in C order, as they are stored; throws for more than `limit` bytes, and where pieces are missing or damaged.
    ///
    /// Nothing is allocated that the file can't hold: O(elements).
    package func elements(of dataset: Dataset, limit: Int) throws(ContentError) -> [UInt8] {
        guard let size = dataset.byteCount, size <= limit else {
            throw .declaredSizeOverLimit(
                path: "\(path), array \(dataset.name)", what: "it has shape \(dataset.shape)", limit: limit)
        }
        switch dataset.layout {
        case .compact(let bytes):
            guard bytes.count == size else { throw damaged("\(dataset.name) has \(bytes.count) bytes, not \(size)") }
            return bytes
        case .contiguous(let address, let stored):
            guard dataset.filters.isEmpty, stored == UInt64(size) else {
                throw damaged("\(dataset.name) has \(stored) bytes, not \(size)")
            }
            return size == 0 ? [] : try bytes(address, size)
        case .chunked(let tree, let chunk):
            return try pieces(of: dataset, size: size, tree: tree, chunk: chunk)
        }
    }

    private func pieces(of dataset: Dataset, size: Int, tree: UInt64, chunk: [Int]) throws(ContentError) -> [UInt8] {
        if size == 0 { return [] }
        let shape = dataset.shape
        let isPacked = dataset.filters.contains { $0 == .deflate || $0 == .lzf }
        guard isPacked ? Inflater.isPlausible(declared: size, stored: file.size) : size <= file.size else {
            throw .declaredSizeImplausible(path: "\(path), array \(dataset.name)", declared: size, stored: file.size)
        }
        guard let chunkBytes = Int.product(chunk + [dataset.width]), chunkBytes <= 1 << 30,
            isPacked ? Inflater.isPlausible(declared: chunkBytes, stored: file.size) : chunkBytes <= file.size
        else { throw damaged("\(dataset.name) has too large pieces") }
        let counts = zip(shape, chunk).map { ($0 + $1 - 1) / $1 }
        guard let expected = Int.product(counts) else { throw damaged("\(dataset.name) has too many pieces") }
        var result = [UInt8](repeating: 0, count: size)
        var seen: Set<Int> = []
        var left = 1 + file.size / 24
        let rank = shape.count
        try nodes(at: tree, type: 1, keySize: 8 + 8 * (rank + 1), level: nil, left: &left) {
            key, address throws(ContentError) in
            let key = Array(key)
            let offsets = (0..<rank).map { Int(clamping: key.number(8 + 8 * $0, 8)) }
            var number = 0
            for axis in 0..<rank {
                guard offsets[axis] < shape[axis], offsets[axis].isMultiple(of: chunk[axis]) else {
                    throw damaged("\(dataset.name) has a piece at \(offsets)")
                }
                number = number * counts[axis] + offsets[axis] / chunk[axis]
            }
            guard seen.insert(number).inserted else {
                throw damaged("\(dataset.name) has a piece at \(offsets) twice")
            }
            let stored = try bytes(address, Int(key.number(0, 4)))
            let piece = try unpacked(stored, dataset, size: chunkBytes, leftOut: key.number(4, 4))
            Self.place(piece, chunk: chunk, at: offsets, width: dataset.width, in: &result, shape: shape)
        }
        // Pieces that nobody wrote stand for zeros, which would be samples that nobody made.
        guard seen.count == expected else {
            throw damaged("\(dataset.name) lacks \(expected - seen.count) of its \(expected) pieces")
        }
        return result
    }

    /// A piece without what filters did to it, the last one undone first; a bit of `leftOut` stands for a filter that could do nothing for this piece, as
    /// compression can't for noise.
    private func unpacked(
        _ stored: [UInt8], _ dataset: Dataset, size: Int, leftOut: UInt64
    ) throws(ContentError) -> [UInt8] {
        var piece = stored
        for (place, filter) in dataset.filters.enumerated().reversed() where place >= 32 || leftOut >> place & 1 == 0 {
            switch filter {
            case .sum:
                guard piece.count >= 4 else { throw damaged("a piece of \(dataset.name) has no sum") }
                let stored = UInt32(piece[(piece.count - 4)...].littleEndianNumber)
                piece.removeLast(4)
                let sums = Self.fletcherSums(of: piece)
                guard stored == sums.usual || stored == sums.swapped else {
                    throw damaged("a piece of \(dataset.name) does not have the sum that is stored with it")
                }
            case .deflate: piece = try inflated(piece, size: size, name: dataset.name)
            case .lzf:
                guard let whole = LZF.unpacked(piece, size: size) else {
                    throw damaged("a piece of \(dataset.name) is not what LZF makes of \(size) bytes")
                }
                piece = whole
            case .shuffle:
                let count = piece.count / dataset.width
                var ordered = piece
                for place in 0..<dataset.width {
                    for element in 0..<count {
                        ordered[element * dataset.width + place] = piece[place * count + element]
                    }
                }
                piece = ordered
            }
        }
        guard piece.count == size else {
            throw damaged("a piece of \(dataset.name) has \(piece.count) bytes, not \(size)")
        }
        return piece
    }

    /// Fletcher's sum of 32 bits over words of two bytes, the first the higher; and the same with the bytes of both halves swapped, as some old versions
    /// of the library stored it.
    private static func fletcherSums(of bytes: [UInt8]) -> (usual: UInt32, swapped: UInt32) {
        var (low, high): (UInt64, UInt64) = (0, 0)
        bytes.withUnsafeBufferPointer { bytes in
            var place = 0
            while place < bytes.count {
                let second = place + 1 < bytes.count ? UInt64(bytes[place + 1]) : 0
                low = (low + UInt64(bytes[place]) << 8 + second) % 0xFFFF
                high = (high + low) % 0xFFFF
                place += 2
            }
        }
        // A sum that the library folds is 0 only where all words are.
        let isZero = bytes.allSatisfy { $0 == 0 }
        func folded(_ sum: UInt64) -> UInt32 { sum == 0 && !isZero ? 0xFFFF : UInt32(sum) }
        let halves = (folded(low), folded(high))
        func swapped(_ half: UInt32) -> UInt32 { (half & 0xFF) << 8 | half >> 8 }
        return (halves.1 << 16 | halves.0, swapped(halves.1) << 16 | swapped(halves.0))
    }

    private func inflated(_ bytes: [UInt8], size: Int, name: String) throws(ContentError) -> [UInt8] {
        var failure: ContentError?
        // A closure of the library would forget the error's type.
        let result: [UInt8] = bytes.withUnsafeBufferPointer { input in
            do throws(ContentError) {
                var inflater = try Inflater(input: input, format: .zlib, path: "\(path), array \(name)")
                return try inflater.readToEnd(count: size, what: "a piece")
            } catch {
                failure = error
                return []
            }
        }
        if let failure { throw failure }
        return result
    }

    /// Copies the part of a piece that lies within the array, row by row.
    private static func place(
        _ piece: [UInt8], chunk: [Int], at offsets: [Int], width: Int, in result: inout [UInt8], shape: [Int]
    ) {
        let rank = shape.count
        let inside = (0..<rank).map { min(chunk[$0], shape[$0] - offsets[$0]) }
        let run = inside[rank - 1] * width
        var index = [Int](repeating: 0, count: rank)
        while true {
            var (from, to) = (0, 0)
            for axis in 0..<rank {
                from = from * chunk[axis] + index[axis]
                to = to * shape[axis] + offsets[axis] + index[axis]
            }
            result.replaceSubrange(to * width..<to * width + run, with: piece[from * width..<from * width + run])
            // The next row of the piece: the last axis is copied whole.
            var axis = rank - 2
            while axis >= 0 {
                index[axis] += 1
                if index[axis] < inside[axis] { break }
                index[axis] = 0
                axis -= 1
            }
            if axis < 0 { return }
        }
    }
}
