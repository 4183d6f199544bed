import GANNumerics

/// Runs `body` with a number of threads, then restores what was set.
///
/// The number belongs to the whole process; a test beside this one may run with it, which no result may depend on.
public func withThreads<Value>(_ count: Int, _ body: () throws -> Value) rethrows -> Value {
    let before = Parallel.threadCount
    Parallel.threadCount = count
    defer { Parallel.threadCount = before }
    return try body()
}
