import GANNumerics

/// Fingerprints of rows of values, for finding equal ones.
enum RowFingerprints {
    private static let piece = 64

    /// A 64-bit hash of each row's values, −0 as 0; 0 for images of one level, which many sets hold and which say nothing.
    ///
    /// O(values); the same for any number of threads.
    static func of(_ samples: Matrix<Float>, isImage: Bool) -> [UInt64] {
        [UInt64](unsafeUninitializedCapacity: samples.rows) { target, count in
            // Each piece writes places of its own.
            nonisolated(unsafe) let target = target
            let columns = samples.columns
            samples.scalars.withUnsafeBufferPointer { values in
                nonisolated(unsafe) let values = values
                Parallel.forEachRange(of: samples.rows, size: piece) { rows in
                    for row in rows {
                        let place = row * columns
                        let hash = hash(
                            UnsafeBufferPointer(rebasing: values[place..<place + columns]), isImage: isImage)
                        target.initializeElement(at: row, to: hash)
                    }
                }
            }
            count = samples.rows
        }
    }

    private static func hash(_ values: UnsafeBufferPointer<Float>, isImage: Bool) -> UInt64 {
        guard let first = values.first else { return 0 }
        var isConstant = isImage
        var state: UInt64 = 0x9e37_79b9_7f4a_7c15
        for value in values {
            isConstant = isConstant && value == first
            state = (state ^ UInt64((value + 0).bitPattern)) &* 0xbf58_476d_1ce4_e5b9
            state ^= state >> 29
        }
        if isConstant { return 0 }
        state = (state ^ state >> 32) &* 0x94d0_49bb_1331_11eb
        state ^= state >> 31
        return max(1, state)
    }
}
