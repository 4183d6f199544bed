import Synchronization

extension OpenBLAS {
    /// The rate of float32 products on all threads together, in 10⁹ operations a second.
    ///
    /// Each thread multiplies square matrices of order `size` of its own, 2·size³ operations each, until `seconds` have
    /// passed; a first product that loads the kernel and the caches is not counted.
    public static func measureGigaflops(size: Int = 1024, seconds: Double = 0.3) -> Double {
        precondition(size > 0 && seconds > 0, "products of order \(size) for \(seconds) seconds")
        let threads = Parallel.threadCount
        let factor = [Float](repeating: 0.5, count: size * size)
        let products = Atomic<Int>(0)
        let nanoseconds = Atomic<Int>(0)
        let clock = ContinuousClock()
        Parallel.forEach(threads) { _ in
            var result = [Float](repeating: 0, count: size * size)
            multiply(factor, factor, into: &result, m: size, n: size, k: size)
            let start = clock.now
            var count = 0
            repeat {
                multiply(factor, factor, into: &result, m: size, n: size, k: size)
                count += 1
            } while clock.now - start < .seconds(seconds)
            let elapsed = (clock.now - start) / .nanoseconds(1)
            products.wrappingAdd(count, ordering: .relaxed)
            nanoseconds.wrappingAdd(Int(elapsed), ordering: .relaxed)
        }
        // Each thread ran for about the mean time, so the rates add up.
        let meanNanoseconds = Double(nanoseconds.load(ordering: .relaxed)) / Double(threads)
        let operations = 2 * Double(size) * Double(size) * Double(size) * Double(products.load(ordering: .relaxed))
        return operations / meanNanoseconds
    }
}
