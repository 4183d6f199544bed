/// How a command ends that decides something: thrown for a pass as for a failure, so that the code stands whatever can be printed.
struct Verdict: Error {
    /// 0 passed, 3 a limit exceeded, 4 can't tell, or 1 where only that is told apart.
    var code: Int32
}
