/// A tensor's view of its storage, checked: where its elements lie, and whether they lie side by side.
struct StridedView {
    let tensor: PickleTensor
    /// The number of elements.
    let count: Int
    /// Whether the elements lie in the storage as row-major order wants them.
    let isContiguous: Bool

    var byteCount: Int { count * tensor.type.size }

    /// Checks a view of a storage of `available` bytes; nil when an element lies outside or the size does not fit.
    init?(_ tensor: PickleTensor, available: Int) {
        var (count, last, expected) = (1, tensor.offset, 1)
        var isContiguous = true
        var isEmpty = false
        for (size, stride) in zip(tensor.shape, tensor.strides).reversed() {
            if size == 0 {
                isEmpty = true
                continue
            }
            let (next, countOverflow) = count.multipliedReportingOverflow(by: size)
            let (reach, reachOverflow) = stride.multipliedReportingOverflow(by: size - 1)
            let (end, endOverflow) = last.addingReportingOverflow(reach)
            if countOverflow || reachOverflow || endOverflow { return nil }
            // The stride of an axis of one element is never used.
            if size > 1 {
                if stride != expected { isContiguous = false }
                expected = next
            }
            (count, last) = (next, end)
        }
        if isEmpty { (count, isContiguous) = (0, true) }
        guard count.multipliedReportingOverflow(by: tensor.type.size).overflow == false else { return nil }
        guard isEmpty ? tensor.offset <= available / tensor.type.size : last < available / tensor.type.size else {
            return nil
        }
        self.tensor = tensor
        self.count = count
        self.isContiguous = isContiguous
    }

    /// The elements in row-major order: a slice of the storage where they lie so, else a copy.
    func elements(of storage: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let size = tensor.type.size
        if isContiguous {
            let start = storage.startIndex + tensor.offset * size
            return storage[start..<start + count * size]
        }
        switch size {
        case 1: return gathered(storage, UInt8.self)
        case 2: return gathered(storage, UInt16.self)
        case 4: return gathered(storage, UInt32.self)
        default: return gathered(storage, UInt64.self)
        }
    }

    private func gathered<Word: FixedWidthInteger & BitwiseCopyable>(
        _ storage: ArraySlice<UInt8>, _ word: Word.Type
    ) -> ArraySlice<UInt8> {
        let size = MemoryLayout<Word>.size
        let (shape, strides) = (tensor.shape, tensor.strides)
        let (width, step) = (shape[shape.count - 1], strides[strides.count - 1] * size)
        let bytes = [UInt8](unsafeUninitializedCapacity: count * size) { target, initialized in
            storage.withUnsafeBytes { source in
                let target = UnsafeMutableRawBufferPointer(target)
                var index = [Int](repeating: 0, count: shape.count - 1)
                var place = tensor.offset * size
                var written = 0
                while written < count * size {
                    for column in 0..<width {
                        let word = source.loadUnaligned(fromByteOffset: place + column * step, as: Word.self)
                        target.storeBytes(of: word, toByteOffset: written, as: Word.self)
                        written += size
                    }
                    var axis = index.count - 1
                    while axis >= 0 {
                        index[axis] += 1
                        place += strides[axis] * size
                        if index[axis] < shape[axis] { break }
                        place -= strides[axis] * shape[axis] * size
                        index[axis] = 0
                        axis -= 1
                    }
                }
            }
            initialized = count * size
        }
        return bytes[...]
    }
}
